import { useSyncExternalStore } from 'react'

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => window.matchMedia(query).matches,
  )
}

/** Bottom tabs, one column, tables as rows of two lines. */
export const useIsPhone = () => useMedia('(max-width: 767px)')
/** The sidebar is a rail of icons. */
export const useIsRail = () => useMedia('(min-width: 768px) and (max-width: 1119px)')
