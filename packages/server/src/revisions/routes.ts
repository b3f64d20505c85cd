import {
  appliedSchema,
  applySchema,
  atOnceChangeSchema,
  atOnceSchema,
  flowChangesSchema,
  revisionDetailSchema,
  revisionSchema,
} from '@opbx/contract/call-flow/draft'
import { calendarQuerySchema, calendarSchema } from '@opbx/contract/call-flow/hours-calendar'
import { previewedSchema, previewSchema } from '@opbx/contract/call-flow/preview'
import { pageOf, pageQuerySchema } from '@opbx/contract/pagination'
import { z } from 'zod'
import type { Deps } from '../context.ts'
import { ctxOf, versionOf } from '../http/access.ts'
import type { HttpScope } from '../http/types.ts'
import { switchAtOnce } from './apply-at-once.ts'
import { discardDraft } from './discard-draft.ts'
import { getCalendar } from './hours-calendar.ts'
import { type Known, previewCall } from './preview-call.ts'
import { getRevision, listChanges, listRevisions } from './read-revisions.ts'
import { restoreRevision } from './restore-revision.ts'
import type { RevisionStore } from './rules.ts'
import { applyDraft } from './service.ts'

const paramsSchema = z.object({
  number: z.coerce
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
})
const read = { permission: 'flow.read' } as const
const change = { permission: 'flow.write' } as const

/** Apply, discard, and the revisions that Apply made. */
export function registerRevisions(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  registerApply(scope, deps, store)
  registerHistory(scope, deps, store)
}

/** What would happen to a call, at any date and time. */
export function registerPreview(scope: HttpScope, deps: Deps, known: Known): void {
  scope.post(
    '/api/v1/flow/preview',
    {
      config: read,
      schema: {
        tags: ['Call flow'],
        summary: 'What a call would meet first, at any date and time',
        description: 'Every phone is taken as ready. Nothing is stored and nothing rings.',
        body: previewSchema,
        response: { 200: previewedSchema },
      },
    },
    (request) => previewCall(ctxOf(deps, request), known, request.body),
  )
  scope.get(
    '/api/v1/flow/calendar',
    {
      config: read,
      schema: {
        tags: ['Call flow'],
        summary: 'Openings, special days and clock changes of the months ahead',
        querystring: calendarQuerySchema,
        response: { 200: calendarSchema },
      },
    },
    (request) => getCalendar(ctxOf(deps, request), known.revisions, request.query),
  )
}

function registerApply(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  scope.get(
    '/api/v1/flow/changes',
    {
      config: read,
      schema: {
        tags: ['Call flow'],
        summary: 'What differs between the draft and the live revision',
        response: { 200: flowChangesSchema },
      },
    },
    (request) => listChanges(ctxOf(deps, request), store),
  )
  scope.post(
    '/api/v1/flow/apply',
    {
      config: change,
      schema: {
        tags: ['Call flow'],
        summary: 'Make the draft live',
        body: applySchema,
        response: { 200: appliedSchema },
      },
    },
    (request) => {
      const draftVersion = request.headers['if-match'] === undefined ? null : versionOf(request)
      const { note, override, reason } = request.body
      const overrideReason = override ? reason : null
      return applyDraft(ctxOf(deps, request), store, { note, draftVersion, overrideReason })
    },
  )
  scope.put(
    '/api/v1/flow/apply-at-once',
    {
      config: { permission: 'organization.manage' },
      schema: {
        tags: ['Call flow'],
        summary: 'Whether each change of the draft is followed by Apply',
        description:
          'Off from the start. The answer to a change does not wait for it: several quick changes may become one revision. With an error or a red test the change stays in the draft, and `atOnce.problem` of the changes says why.',
        body: atOnceChangeSchema,
        response: { 200: atOnceSchema },
      },
    },
    (request) => switchAtOnce(ctxOf(deps, request), request.body.on),
  )
  scope.delete(
    '/api/v1/flow/draft',
    {
      config: change,
      schema: {
        tags: ['Call flow'],
        summary: 'Discard the draft: back to the live revision',
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await discardDraft(ctxOf(deps, request))
      return reply.code(204).send(null)
    },
  )
}

function registerHistory(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  scope.get(
    '/api/v1/revisions',
    {
      config: read,
      schema: {
        tags: ['Revisions'],
        summary: 'List revisions, newest first',
        querystring: pageQuerySchema,
        response: { 200: pageOf(revisionSchema) },
      },
    },
    (request) => listRevisions(ctxOf(deps, request), request.query),
  )
  scope.get(
    '/api/v1/revisions/:number',
    {
      config: read,
      schema: {
        tags: ['Revisions'],
        summary: 'A revision with its flow and its difference to the live one',
        params: paramsSchema,
        response: { 200: revisionDetailSchema },
      },
    },
    (request) => getRevision(ctxOf(deps, request), store, request.params.number),
  )
  scope.post(
    '/api/v1/revisions/:number/restore',
    {
      config: change,
      schema: {
        tags: ['Revisions'],
        summary: 'Make the content of an older revision live again',
        params: paramsSchema,
        response: { 200: appliedSchema },
      },
    },
    (request) => restoreRevision(ctxOf(deps, request), store, request.params.number),
  )
}
