import { createContext, type ReactNode, useContext, useMemo } from 'react'
import { type Format, makeFormat } from './format.ts'

const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone
const FormatContext = createContext<Format>(makeFormat(browserZone(), navigator.language))

/** Everything inside shows its times in this zone; inside the shell it is the organization's. */
export function FormatProvider({ timeZone, children }: { timeZone: string; children: ReactNode }) {
  const format = useMemo(() => makeFormat(timeZone, navigator.language), [timeZone])
  return <FormatContext value={format}>{children}</FormatContext>
}

export function useFormat(): Format {
  return useContext(FormatContext)
}
