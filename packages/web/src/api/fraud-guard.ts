import { fraudGuardSchema, type OutsideStop } from '@opbx/contract/fraud-guard'
import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query'
import { api } from './client.ts'
import { useMe } from './me.ts'

/** Caps, what is used of them, what was refused. */
export const fraudGuardQuery = queryOptions({
  queryKey: ['fraud-guard', 'page'],
  queryFn: ({ signal }) => api.get('/fraud-guard', { schema: fraudGuardSchema, signal }),
  // The last hour moves on also when nobody calls.
  refetchInterval: 30_000,
})

const stopKey = ['fraud-guard', 'stop'] as const

/** The stop that holds now, or null; told by the live stream after it was read once. */
export function useOutsideStop(): OutsideStop | null {
  const me = useMe()
  const { data } = useQuery({
    queryKey: stopKey,
    queryFn: async ({ signal }) =>
      (await api.get('/fraud-guard', { schema: fraudGuardSchema, signal })).stopped,
    enabled: me.organization !== null && me.permissions.includes('flow.read'),
    staleTime: 60_000,
  })
  return data ?? null
}

/** A stop or its end: every page shows it, and the guard's own page reads the rest anew. */
export function takeOutsideStop(client: QueryClient, stopped: OutsideStop | null): void {
  client.setQueryData<OutsideStop | null>(stopKey, stopped)
  void client.invalidateQueries({ queryKey: fraudGuardQuery.queryKey })
}
