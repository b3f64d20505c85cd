import { pageOf } from '@opbx/contract/pagination'
import { voiceSchema } from '@opbx/contract/pairing'
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'

/** The platform's voices; fails where the organization is not connected. */
export const voicesQuery = queryOptions({
  queryKey: ['voices'],
  queryFn: ({ signal }) =>
    api.get('/settings/cloudonix/voices', { schema: pageOf(voiceSchema), signal }),
  retry: false,
  staleTime: 600_000,
})
