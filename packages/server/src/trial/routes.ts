import { Readable } from 'node:stream'
import {
  trialCallCreateSchema,
  trialCallSchema,
  trialCompanySchema,
  trialManualActionSchema,
} from '@opbx/contract/trial'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import type { HttpScope } from '../http/types.ts'
import { createSimulatorClient } from './simulator-client.ts'
import { startTrial, type TrialParts } from './start-trial.ts'
import { actInTrialCall, getTrialCall, placeTrialCall, streamTrialCall } from './trial-calls.ts'

const tags = ['trial']
const config = { permission: 'flow.write' } as const

export function registerTrial(
  scope: HttpScope,
  deps: Deps,
  services: Omit<TrialParts, 'simulator'>,
): void {
  const parts = { ...services, simulator: createSimulatorClient(deps.config) }
  scope.post(
    '/api/v1/trial',
    {
      config,
      schema: {
        tags,
        summary: 'Get ready to try calls: the sample company, or a trial domain for your own',
        response: { 201: trialCompanySchema },
      },
    },
    async (request, reply) => reply.code(201).send(await startTrial(ctxOf(deps, request), parts)),
  )
  scope.post(
    '/api/v1/trial/calls',
    {
      config,
      schema: {
        tags,
        summary: 'Place a simulated call, by script or by hand',
        body: trialCallCreateSchema,
        response: { 200: trialCallSchema },
      },
    },
    (request) => placeTrialCall(ctxOf(deps, request), parts, request.body),
  )
  registerOneCall(scope, deps, parts)
}

function registerOneCall(scope: HttpScope, deps: Deps, parts: TrialParts): void {
  const path = '/api/v1/trial/calls/:id'
  scope.get(
    path,
    {
      config,
      schema: {
        tags,
        summary: 'A simulated call with its steps so far',
        params: idParamsSchema,
        response: { 200: trialCallSchema },
      },
    },
    (request) => getTrialCall(ctxOf(deps, request), parts, request.params.id),
  )
  scope.post(
    `${path}/actions`,
    {
      config,
      schema: {
        tags,
        summary: 'What the caller or a member does now',
        params: idParamsSchema,
        body: trialManualActionSchema,
        response: { 200: trialCallSchema },
      },
    },
    (request) =>
      actInTrialCall(ctxOf(deps, request), parts, {
        id: request.params.id,
        action: request.body,
      }),
  )
  scope.get(
    `${path}/events`,
    {
      config,
      schema: {
        tags,
        summary: 'The steps as they happen (server-sent events: step, state)',
        params: idParamsSchema,
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const stop = new AbortController()
      request.raw.socket.once('close', () => stop.abort())
      const last = request.headers['last-event-id']
      const events = await streamTrialCall(ctxOf(deps, request), parts, {
        id: request.params.id,
        lastEventId: typeof last === 'string' ? last : undefined,
        signal: stop.signal,
      })
      return reply
        .header('content-type', 'text/event-stream')
        .header('cache-control', 'no-store')
        .send(Readable.from(events))
    },
  )
}
