import { useParams, useRouter, useSearch } from '@tanstack/react-router'
import { useCallback } from 'react'
import { splitAddress } from '../ui/link.tsx'

interface GoOptions {
  replace?: boolean
  /** What is done once the page that is left is gone: its queries must not read a deleted thing again. */
  after?: () => unknown
}

/** Goes to a page: `go('/flow/ring-groups/rg_1')`. */
export function useGo(): (to: string, options?: GoOptions) => void {
  const router = useRouter()
  return useCallback(
    (to, options) => {
      const { path, search } = splitAddress(to)
      void router
        .navigate({ to: path, search, replace: options?.replace ?? false })
        .then(() => options?.after?.())
    },
    [router],
  )
}

/** The value of `$name` in the page's path. */
export function usePathParam(name: string): string {
  const params: Record<string, string | undefined> = useParams({ strict: false })
  return params[name] ?? ''
}

/** One value of the address's query, and how to change it: filters, tabs and chosen things live there. */
export function useQueryParam(name: string): [string, (value: string) => void] {
  const router = useRouter()
  const search: Record<string, unknown> = useSearch({ strict: false })
  const value = search[name]
  const change = useCallback(
    (next: string) => {
      const { pathname, search: now } = router.state.location
      const rest = Object.entries(now).filter(([key]) => key !== name)
      const changed = next === '' ? rest : [...rest, [name, next]]
      void router.navigate({
        to: pathname,
        search: Object.fromEntries(changed),
        replace: true,
        resetScroll: false,
      })
    },
    [name, router],
  )
  return [typeof value === 'string' ? value : '', change]
}
