import {
  flowChangesSchema,
  flowDraftSchema,
  lintResultSchema,
  revisionDetailSchema,
} from '@opbx/contract/call-flow/draft'
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'
import { queryClient } from './query-client.ts'

/** The whole draft: what pickers, search and lists of exits choose from. */
export const flowQuery = queryOptions({
  queryKey: ['flow', 'draft'],
  queryFn: ({ signal }) => api.get('/flow', { schema: flowDraftSchema, signal }),
})

/** What Apply would make live. */
export const flowChangesQuery = queryOptions({
  queryKey: ['flow', 'changes'],
  queryFn: ({ signal }) => api.get('/flow/changes', { schema: flowChangesSchema, signal }),
})

/** What the linter says about the draft. */
export const lintQuery = queryOptions({
  queryKey: ['flow', 'lint'],
  queryFn: ({ signal }) => api.post('/flow/lint', { schema: lintResultSchema, body: {}, signal }),
})

/** A version with its flow. */
export const revisionQuery = (number: string | number) =>
  queryOptions({
    queryKey: ['flow', 'revisions', String(number)],
    queryFn: ({ signal }) =>
      api.get(`/revisions/${number}`, { schema: revisionDetailSchema, signal }),
  })

/** After any change of the draft: every query whose key begins with `flow` is read again. */
export function flowChanged(): Promise<void> {
  return queryClient.invalidateQueries({ queryKey: ['flow'] })
}
