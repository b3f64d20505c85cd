import { useMemo } from 'react'
import { useCallingCodes } from '../format/calling-codes.ts'
import { listCountries, listZones } from '../format/zones.ts'
import type { ComboboxOption } from '../ui/combobox.tsx'

/** All time zones as options, found by city, region or name. */
export function useZoneOptions(): ComboboxOption[] {
  return useMemo(
    () =>
      listZones(new Date()).map(({ zone, city, region, offset }) => ({
        value: zone,
        label: city,
        note: offset,
        keywords: [zone, region],
      })),
    [],
  )
}

/** All countries as options, with their calling codes. */
export function useCountryOptions(): ComboboxOption[] {
  const callingCodeOf = useCallingCodes()
  return useMemo(
    () =>
      listCountries(navigator.language).map((one) => ({
        value: one.code,
        label: one.name,
        note: callingCodeOf(one.code),
      })),
    [callingCodeOf],
  )
}
