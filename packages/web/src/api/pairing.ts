import { pairingSchema, subscriberSyncSchema } from '@opbx/contract/pairing'
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'

/** How the organization is connected; for those who may manage the connection. */
export const pairingQuery = queryOptions({
  queryKey: ['pairing'],
  queryFn: ({ signal }) => api.get('/settings/cloudonix', { schema: pairingSchema, signal }),
  staleTime: 30_000,
})

/** How many devices are in step with the platform; read again while some are on their way. */
export const subscriberSyncQuery = queryOptions({
  queryKey: ['subscribers'],
  queryFn: ({ signal }) => api.get('/subscribers/sync', { schema: subscriberSyncSchema, signal }),
  refetchInterval: (query) => ((query.state.data?.waiting ?? 0) > 0 ? 5_000 : false),
})
