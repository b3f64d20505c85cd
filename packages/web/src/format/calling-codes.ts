import { useEffect, useState } from 'react'

/** Calling code of a country, such as `+1`. */
type CallingCodeOf = (country: string) => string

let known: CallingCodeOf | undefined

/** The calling codes come with the phone-number library, after the page; until then there are none. */
export function useCallingCodes(): CallingCodeOf {
  const [callingCodeOf, setCallingCodeOf] = useState<CallingCodeOf | undefined>(() => known)
  useEffect(() => {
    if (known) return
    void import('@opbx/contract/e164').then((library) => {
      known = library.callingCodeOf
      setCallingCodeOf(() => library.callingCodeOf)
    })
  }, [])
  return callingCodeOf ?? noCode
}
const noCode = (): string => ''
