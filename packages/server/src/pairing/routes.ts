import { pageOf } from '@opbx/contract/pagination'
import {
  dnidSchema,
  pairingChangeSchema,
  pairingSchema,
  pairingValidatedSchema,
  pairingValidateSchema,
  trunkSchema,
  unpairQuerySchema,
  voiceSchema,
} from '@opbx/contract/pairing'
import { z } from 'zod'
import type { Platforms } from '../cloudonix/platforms.ts'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import type { HttpScope } from '../http/types.ts'
import { listDnids, listTrunks, listVoices } from './read-domain.ts'
import { getPairing, savePairing, validatePairing } from './service.ts'
import { unpair } from './unpair.ts'

const path = '/api/v1/settings/cloudonix'
const tags = ['pairing']
const manage = { permission: 'cloudonix.manage' } as const
const write = { permission: 'flow.write' } as const

export function registerPairing(scope: HttpScope, deps: Deps, platforms: Platforms): void {
  scope.get(
    path,
    {
      config: manage,
      schema: { tags, summary: 'The pairing with the platform', response: { 200: pairingSchema } },
    },
    (request) => getPairing(ctxOf(deps, request)),
  )
  scope.put(
    path,
    {
      config: manage,
      schema: {
        tags,
        summary: 'Pair with a domain, or change the pairing',
        body: pairingChangeSchema,
        response: { 200: pairingSchema },
      },
    },
    (request) => savePairing(ctxOf(deps, request), platforms, { change: request.body }),
  )
  scope.post(
    `${path}/validate`,
    {
      config: manage,
      schema: {
        tags,
        summary: 'Try credentials of a domain; changes nothing',
        body: pairingValidateSchema,
        response: { 200: pairingValidatedSchema },
      },
    },
    (request) => validatePairing(ctxOf(deps, request), platforms, request.body),
  )
  scope.delete(
    path,
    {
      config: manage,
      schema: {
        tags,
        summary: 'Un-pair: leave the domain as it was found',
        querystring: unpairQuerySchema,
        response: { 204: z.void() },
      },
    },
    async (request, reply) => {
      await unpair(ctxOf(deps, request), platforms, request.query)
      return reply.code(204).send()
    },
  )
  registerLists(scope, deps, platforms)
}

function registerLists(scope: HttpScope, deps: Deps, platforms: Platforms): void {
  scope.get(
    `${path}/trunks`,
    {
      config: write,
      schema: { tags, summary: 'Outbound trunks', response: { 200: pageOf(trunkSchema) } },
    },
    async (request) => wholeList(await listTrunks(ctxOf(deps, request), platforms)),
  )
  scope.get(
    `${path}/voices`,
    {
      config: write,
      schema: { tags, summary: 'Voices for prompts', response: { 200: pageOf(voiceSchema) } },
    },
    async (request) => wholeList(await listVoices(ctxOf(deps, request), platforms)),
  )
  scope.get(
    `${path}/dnids`,
    {
      config: manage,
      schema: {
        tags,
        summary: 'Numbers that the domain answers',
        response: { 200: pageOf(dnidSchema) },
      },
    },
    async (request) => wholeList(await listDnids(ctxOf(deps, request), platforms)),
  )
}

/** The platform has no pages. */
function wholeList<T>(items: T[]) {
  return { items, nextCursor: null }
}
