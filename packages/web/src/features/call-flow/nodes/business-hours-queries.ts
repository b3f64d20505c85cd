import {
  type HolidayBook,
  type HolidayCalendar,
  type Holidays,
  holidaysSchema,
} from '@opbx/contract/call-flow/holidays'
import { hoursOverridesSchema } from '@opbx/contract/call-flow/hours-override'
import { epochDayOfDate } from '@opbx/contract/call-flow/zone-time'
import { queryOptions, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../../api/client.ts'

const dayMilliseconds = 86_400_000

export function holidaysQuery({ country, region, types }: HolidayCalendar) {
  const kinds = types.join(',')
  return queryOptions({
    queryKey: ['holidays', country, region, kinds],
    queryFn: ({ signal }) =>
      api.get('/holidays', {
        query: { country, ...(region === null ? {} : { region }), types: kinds },
        schema: holidaysSchema,
        signal,
      }),
    staleTime: dayMilliseconds,
  })
}

/** The days of these calendars, as far as they have come from the server. */
export function useHolidayBook(calendars: readonly HolidayCalendar[]): HolidayBook {
  const known = useQueries({
    queries: calendars.map(holidaysQuery),
    combine: (queries) => queries.map(({ data }) => data),
  })
  return useMemo(() => {
    const books = new Map(calendars.map((one, index) => [keyOf(one), known[index]]))
    return (calendar) => {
      const found = books.get(keyOf(calendar))
      return found === undefined ? null : readerOf(found)
    }
  }, [calendars, known])
}

const keyOf = ({ country, region, types }: HolidayCalendar) =>
  [country, region ?? '', ...types].join(' ')

function readerOf({ label, days }: Holidays) {
  const names = new Map(days.map(({ date, name }) => [epochDayOfDate(date), name]))
  return { label, nameOf: (day: number) => names.get(day) ?? null }
}

export const overridesKey = ['hours-overrides']

/** What is set by hand; looked up again now and then, because others set it too and its time passes. */
export function useOverrideOf(node: string | undefined) {
  const { data } = useQuery({
    queryKey: overridesKey,
    queryFn: ({ signal }) =>
      api.get('/flow/hours-overrides', { schema: hoursOverridesSchema, signal }),
    refetchInterval: 30_000,
    enabled: node !== undefined,
  })
  return data?.items.find((one) => one.node === node) ?? null
}
