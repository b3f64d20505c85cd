import { flowTestResourceSchema } from '@opbx/contract/call-flow/flow'
import {
  callFlowTestSchema,
  flowTestChangeSchema,
  flowTestCreateSchema,
  flowTestQuerySchema,
  flowTestRunResultSchema,
  flowTestRunSchema,
} from '@opbx/contract/call-flow/flow-tests'
import { pageOf } from '@opbx/contract/pagination'
import { z } from 'zod'
import type { Deps } from '../context.ts'
import { ctxOf, versionOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import type { HttpScope } from '../http/types.ts'
import type { RevisionStore } from '../revisions/rules.ts'
import { changeFlowTest, createFlowTest, deleteFlowTest } from './change-flow-test.ts'
import { getFlowTest, listFlowTestPage } from './read-flow-tests.ts'
import { runFlowTests } from './run-flow-tests.ts'
import { saveCallAsTest } from './save-call.ts'

const tags = ['Flow tests']
const read = { permission: 'flow.read' } as const
const change = { permission: 'flow.write' } as const

export function registerFlowTests(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  registerReading(scope, deps, store)
  registerChanging(scope, deps, store)
}

function registerReading(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  scope.get(
    '/api/v1/flow-tests',
    {
      config: read,
      schema: {
        tags,
        summary: 'List the flow tests of the draft',
        querystring: flowTestQuerySchema,
        response: { 200: pageOf(flowTestResourceSchema) },
      },
    },
    (request) => listFlowTestPage(ctxOf(deps, request), store, request.query),
  )
  scope.get(
    '/api/v1/flow-tests/:id',
    {
      config: read,
      schema: {
        tags,
        summary: 'One flow test of the draft',
        params: idParamsSchema,
        response: { 200: flowTestResourceSchema },
      },
    },
    (request) => getFlowTest(ctxOf(deps, request), store, request.params.id),
  )
  scope.post(
    '/api/v1/flow-tests/run',
    {
      config: read,
      schema: {
        tags,
        summary: 'Run flow tests through the draft, or through what is live',
        description: 'Nothing is stored, no phone rings, and nothing depends on the present time.',
        body: flowTestRunSchema,
        response: { 200: flowTestRunResultSchema },
      },
    },
    (request) => runFlowTests(ctxOf(deps, request), store, request.body),
  )
}

function registerChanging(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  scope.post(
    '/api/v1/flow-tests',
    {
      config: change,
      schema: {
        tags,
        summary: 'Add a flow test',
        body: flowTestCreateSchema,
        response: { 201: flowTestResourceSchema },
      },
    },
    async (request, reply) => {
      const ctx = ctxOf(deps, request)
      const id = await createFlowTest(ctx, request.body)
      return reply.code(201).send(await getFlowTest(ctx, store, id))
    },
  )
  scope.post(
    '/api/v1/calls/:id/flow-test',
    {
      config: change,
      schema: {
        tags,
        summary: 'Make a flow test of a call that is over',
        description: 'It expects what happened, and needs what OPBX knew then.',
        params: idParamsSchema,
        body: callFlowTestSchema,
        response: { 201: flowTestResourceSchema },
      },
    },
    async (request, reply) => {
      const ctx = ctxOf(deps, request)
      const order = { id: request.params.id, name: request.body.name }
      const id = await saveCallAsTest(ctx, store, order)
      return reply.code(201).send(await getFlowTest(ctx, store, id))
    },
  )
  scope.patch(
    '/api/v1/flow-tests/:id',
    {
      config: change,
      schema: {
        tags,
        summary: 'Change a flow test, with If-Match',
        params: idParamsSchema,
        body: flowTestChangeSchema,
        response: { 200: flowTestResourceSchema },
      },
    },
    async (request) => {
      const ctx = ctxOf(deps, request)
      const { id } = request.params
      await changeFlowTest(ctx, { id, version: versionOf(request) }, request.body)
      return await getFlowTest(ctx, store, id)
    },
  )
  scope.delete(
    '/api/v1/flow-tests/:id',
    {
      config: change,
      schema: {
        tags,
        summary: 'Delete a flow test, with If-Match',
        params: idParamsSchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const at = { id: request.params.id, version: versionOf(request) }
      await deleteFlowTest(ctxOf(deps, request), at)
      return reply.code(204).send(null)
    },
  )
}
