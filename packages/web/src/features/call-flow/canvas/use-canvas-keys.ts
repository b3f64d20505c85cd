import { useEffect, useRef } from 'react'

interface CanvasKeys {
  onUndo: (() => void) | undefined
  onRedo: (() => void) | undefined
  onFind: () => void
  onFit: () => void
  onClose: () => void
}

/** Keys of the whole canvas: ⌘Z, ⇧⌘Z, `/` finds, `f` shows everything, Esc closes the panel. */
export function useCanvasKeys(keys: CanvasKeys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isElsewhere(event.target)) return
      const act = actionOf(event, latest.current)
      if (!act) return
      event.preventDefault()
      act()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [])
}

function actionOf(event: KeyboardEvent, keys: CanvasKeys): (() => void) | undefined {
  const key = event.key.toLowerCase()
  if (event.altKey) return undefined
  if (event.metaKey || event.ctrlKey) {
    if (key === 'z') return event.shiftKey ? keys.onRedo : keys.onUndo
    return key === 'y' ? keys.onRedo : undefined
  }
  if (key === '/') return keys.onFind
  if (key === 'f') return keys.onFit
  return key === 'escape' ? keys.onClose : undefined
}

/** Where somebody types, or a dialog or menu has the keyboard: those keys mean something else there. */
function isElsewhere(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) ||
      target.closest('[role=dialog], [role=alertdialog], [role=menu]') !== null)
  )
}
