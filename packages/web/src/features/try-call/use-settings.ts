import { useQueryParam } from '../../app/navigation.ts'
import { useFormat } from '../../format/format-context.tsx'
import { instantOfLocal } from './local-time.ts'

/** A number of the range that is kept for fiction. */
export const sampleCaller = '+12025550173'

/** What is tried: all of it stands in the address, so that a link tries the same. */
export function useSettings() {
  const { timeZone } = useFormat()
  const [number, setNumber] = useQueryParam('number')
  const [from, setFrom] = useQueryParam('from')
  const [at, setAt] = useQueryParam('at')
  const [using, setUsing] = useQueryParam('using')
  const instant = at === '' ? undefined : instantOfLocal(at, timeZone)
  return {
    number,
    setNumber,
    from: from === '' ? sampleCaller : from,
    setFrom,
    at,
    setAt,
    /** UTC; undefined means now, null that it is no time. */
    instant,
    using: using === 'live' ? ('live' as const) : ('draft' as const),
    setUsing,
  }
}
export type Settings = ReturnType<typeof useSettings>
