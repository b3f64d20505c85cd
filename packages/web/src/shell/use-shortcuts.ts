import { useEffect } from 'react'
import { useGo } from '../app/navigation.ts'

/** After `g`: where to. */
const places: Record<string, string> = {
  h: '/',
  c: '/calls',
  l: '/calls/live',
  f: '/flow/map',
  t: '/flow/try',
  s: '/settings/organization',
}

/** ⌘K opens search, `/` the search of the list, `g` and a letter goes to a section. */
export function useShortcuts(onSearch: () => void): void {
  const go = useGo()
  useEffect(() => {
    let isGoing = false
    const press = (event: KeyboardEvent) => {
      if (isSearchKey(event)) {
        event.preventDefault()
        onSearch()
      }
      if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      const place = isGoing ? places[event.key] : undefined
      isGoing = event.key === 'g'
      if (place) go(place)
      if (event.key === '/' && focusListSearch()) event.preventDefault()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [go, onSearch])
}

function isSearchKey(event: KeyboardEvent): boolean {
  return (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k'
}

function focusListSearch(): boolean {
  const search = document.querySelector('[data-list-search]')
  if (!(search instanceof HTMLElement)) return false
  search.focus()
  return true
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
      target.closest('[role=dialog], [role=menu], .keys') !== null)
  )
}
