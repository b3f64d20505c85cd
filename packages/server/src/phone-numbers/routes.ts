import {
  phoneNumberChangeSchema,
  phoneNumberCreateSchema,
  phoneNumberQuerySchema,
  phoneNumberSchema,
} from '@opbx/contract/call-flow/flow'
import { pageOf } from '@opbx/contract/pagination'
import { z } from 'zod'
import type { Deps } from '../context.ts'
import { ctxOf, versionOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import type { HttpScope } from '../http/types.ts'
import type { RevisionStore } from '../revisions/rules.ts'
import { changePhoneNumber, createPhoneNumber, deletePhoneNumber } from './change-phone-number.ts'
import { getPhoneNumber, listPhoneNumbers } from './read-phone-numbers.ts'

const tags = ['Phone numbers']

export function registerPhoneNumbers(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  registerReading(scope, deps, store)
  registerChanging(scope, deps, store)
}

function registerReading(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  const config = { permission: 'flow.read' } as const
  scope.get(
    '/api/v1/phone-numbers',
    {
      config,
      schema: {
        tags,
        summary: 'List the phone numbers of the draft',
        querystring: phoneNumberQuerySchema,
        response: { 200: pageOf(phoneNumberSchema) },
      },
    },
    (request) => listPhoneNumbers(ctxOf(deps, request), store, request.query),
  )
  scope.get(
    '/api/v1/phone-numbers/:id',
    {
      config,
      schema: {
        tags,
        summary: 'One phone number of the draft',
        params: idParamsSchema,
        response: { 200: phoneNumberSchema },
      },
    },
    (request) => getPhoneNumber(ctxOf(deps, request), store, request.params.id),
  )
}

function registerChanging(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  const config = { permission: 'flow.write' } as const
  scope.post(
    '/api/v1/phone-numbers',
    {
      config,
      schema: {
        tags,
        summary: 'Add a phone number',
        body: phoneNumberCreateSchema,
        response: { 201: phoneNumberSchema },
      },
    },
    async (request, reply) => {
      const ctx = ctxOf(deps, request)
      const id = await createPhoneNumber(ctx, request.body)
      return reply.code(201).send(await getPhoneNumber(ctx, store, id))
    },
  )
  scope.patch(
    '/api/v1/phone-numbers/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Change a phone number, with If-Match',
        params: idParamsSchema,
        body: phoneNumberChangeSchema,
        response: { 200: phoneNumberSchema },
      },
    },
    async (request) => {
      const ctx = ctxOf(deps, request)
      const { id } = request.params
      await changePhoneNumber(ctx, { id, version: versionOf(request) }, request.body)
      return await getPhoneNumber(ctx, store, id)
    },
  )
  scope.delete(
    '/api/v1/phone-numbers/:id',
    {
      config,
      schema: {
        tags,
        summary: 'Delete a phone number, with If-Match',
        params: idParamsSchema,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const at = { id: request.params.id, version: versionOf(request) }
      await deletePhoneNumber(ctxOf(deps, request), at)
      return reply.code(204).send(null)
    },
  )
}
