import {
  nodeChangeSchema,
  nodeCreateSchema,
  nodeQuerySchema,
  nodeSchema,
} from '@opbx/contract/call-flow/flow'
import { type NodeType, nodeTypeNames, nodeTypes } from '@opbx/contract/call-flow/node-types'
import { pageOf } from '@opbx/contract/pagination'
import { z } from 'zod'
import type { Deps } from '../context.ts'
import { ctxOf, versionOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import type { HttpScope } from '../http/types.ts'
import type { RevisionStore } from '../revisions/rules.ts'
import { changeNode, createNode, deleteNode } from './change-node.ts'
import { nodeNouns } from './node-nouns.ts'
import { getNode, listNodes } from './read-nodes.ts'

/** The same handlers once per node type, each with the body of its type. */
export function registerNodes(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  for (const type of nodeTypeNames) {
    registerReading(scope, deps, { store, type })
    registerChanging(scope, deps, { store, type })
  }
}

interface Registration {
  store: RevisionStore
  type: NodeType
}

function registerReading(scope: HttpScope, deps: Deps, { store, type }: Registration): void {
  const path = `/api/v1/${nodeTypes[type].path}`
  const { one, many } = nodeNouns[type]
  const config = { permission: 'flow.read' } as const
  scope.get(
    path,
    {
      config,
      schema: {
        tags: [many],
        summary: `List: ${many.toLowerCase()} of the draft`,
        querystring: nodeQuerySchema,
        response: { 200: pageOf(nodeSchema(type)) },
      },
    },
    (request) => listNodes(ctxOf(deps, request), store, { type, page: request.query }),
  )
  scope.get(
    `${path}/:id`,
    {
      config,
      schema: {
        tags: [many],
        summary: `${one} of the draft, and where it is used`,
        params: idParamsSchema,
        response: { 200: nodeSchema(type) },
      },
    },
    (request) => getNode(ctxOf(deps, request), store, { type, id: request.params.id }),
  )
}

function registerChanging(scope: HttpScope, deps: Deps, { store, type }: Registration): void {
  const path = `/api/v1/${nodeTypes[type].path}`
  const { one, many } = nodeNouns[type]
  const config = { permission: 'flow.write' } as const
  const tags = [many]
  scope.post(
    path,
    {
      config,
      schema: {
        tags,
        summary: `${one}: create`,
        body: nodeCreateSchema(type),
        response: { 201: nodeSchema(type) },
      },
    },
    async (request, reply) => {
      const ctx = ctxOf(deps, request)
      const id = await createNode(ctx, type, request.body)
      return reply.code(201).send(await getNode(ctx, store, { type, id }))
    },
  )
  scope.patch(
    `${path}/:id`,
    {
      config,
      schema: {
        tags,
        summary: `${one}: change, with If-Match`,
        params: idParamsSchema,
        body: nodeChangeSchema(type),
        response: { 200: nodeSchema(type) },
      },
    },
    async (request) => {
      const ctx = ctxOf(deps, request)
      const { id } = request.params
      await changeNode(ctx, { type, id, version: versionOf(request) }, request.body)
      return await getNode(ctx, store, { type, id })
    },
  )
  scope.delete(
    `${path}/:id`,
    {
      config,
      schema: {
        tags,
        summary: `${one}: delete, with If-Match; refused while it is used`,
        params: idParamsSchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      await deleteNode(ctxOf(deps, request), { type, id, version: versionOf(request) })
      return reply.code(204).send(null)
    },
  )
}
