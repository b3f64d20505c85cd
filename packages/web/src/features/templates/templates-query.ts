import { templateListSchema } from '@opbx/contract/call-flow/templates'
import { queryOptions } from '@tanstack/react-query'
import { api } from '../../api/client.ts'

/** They come with the server, so they stay as they are. */
export const templatesQuery = queryOptions({
  queryKey: ['templates'],
  queryFn: async ({ signal }) =>
    (await api.get('/templates', { schema: templateListSchema, signal })).items,
  staleTime: Number.POSITIVE_INFINITY,
})
