import {
  promptChangeSchema,
  promptCreateSchema,
  promptQuerySchema,
  promptResourceSchema,
} from '@opbx/contract/call-flow/library-prompt'
import { pageOf } from '@opbx/contract/pagination'
import { z } from 'zod'
import type { Deps } from '../context.ts'
import { ctxOf, versionOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import type { HttpScope } from '../http/types.ts'
import type { RevisionStore } from '../revisions/service.ts'
import { changePrompt, createPrompt, deletePrompt } from './change-prompt.ts'
import { getPrompt, listPromptPage } from './read-prompts.ts'

const tags = ['Prompts']
const read = { permission: 'flow.read' } as const
const change = { permission: 'flow.write' } as const

export function registerPrompts(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  registerReading(scope, deps, store)
  registerChanging(scope, deps, store)
}

function registerReading(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  scope.get(
    '/api/v1/prompts',
    {
      config: read,
      schema: {
        tags,
        summary: 'List the prompts of the draft',
        querystring: promptQuerySchema,
        response: { 200: pageOf(promptResourceSchema) },
      },
    },
    (request) => listPromptPage(ctxOf(deps, request), store, request.query),
  )
  scope.get(
    '/api/v1/prompts/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'One prompt of the draft, with the steps that play it',
        params: idParamsSchema,
        response: { 200: promptResourceSchema },
      },
    },
    (request) => getPrompt(ctxOf(deps, request), store, request.params.id),
  )
}

function registerChanging(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  scope.post(
    '/api/v1/prompts',
    {
      config: change,
      schema: {
        tags,
        summary: 'Add a prompt',
        description: 'Sounds are uploaded before, and named here by their hash.',
        body: promptCreateSchema,
        response: { 201: promptResourceSchema },
      },
    },
    async (request, reply) => {
      const ctx = ctxOf(deps, request)
      const id = await createPrompt(ctx, request.body)
      return reply.code(201).send(await getPrompt(ctx, store, id))
    },
  )
  scope.patch(
    '/api/v1/prompts/:id',
    {
      config: change,
      schema: {
        tags,
        summary: 'Change a prompt, with If-Match',
        description: 'Callers hear the new one once the draft is applied.',
        params: idParamsSchema,
        body: promptChangeSchema,
        response: { 200: promptResourceSchema },
      },
    },
    async (request) => {
      const ctx = ctxOf(deps, request)
      const { id } = request.params
      await changePrompt(ctx, { id, version: versionOf(request) }, request.body)
      return await getPrompt(ctx, store, id)
    },
  )
  scope.delete(
    '/api/v1/prompts/:id',
    {
      config: change,
      schema: {
        tags,
        summary: 'Delete a prompt that no step plays, with If-Match',
        params: idParamsSchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const at = { id: request.params.id, version: versionOf(request) }
      await deletePrompt(ctxOf(deps, request), at)
      return reply.code(204).send(null)
    },
  )
}
