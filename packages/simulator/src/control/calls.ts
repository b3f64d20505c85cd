import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { actionSchema } from '../calls/action.ts'
import type { Call } from '../calls/call.ts'
import type { Hand } from '../calls/people.ts'
import { describeCall, startCall, type WantedCall, whenResting } from '../calls/start-call.ts'
import type { Context } from '../context.ts'
import { PlatformError } from '../platform-error.ts'
import { readBody } from '../rest/body.ts'
import type { Domain } from '../state.ts'
import { controlledDomain } from './access.ts'
import { streamEvents } from './events.ts'

const wantedCall = z.strictObject({
  domain: z.string(),
  from: z.string().min(1).max(128),
  to: z.string().min(1).max(128),
  direction: z.enum(['inbound', 'subscriber']).optional(),
  at: z.iso.datetime({ offset: true }).optional(),
  trial: z.enum(['live', 'draft']).optional(),
  mode: z.enum(['script', 'manual']).default('script'),
  script: z.array(actionSchema).max(200).default([]),
  payloads: z.enum(['real', 'simple']).default('real'),
  duplicates: z.number().int().min(0).max(20).optional(),
  reorder: z.number().int().optional(),
  arrays: z.boolean().default(false),
  form: z.boolean().default(false),
  plus: z.boolean().default(false),
  voiceDuplicates: z.number().int().min(0).max(20).default(0),
  dialStatus: z.enum(['both', 'CallStatus', 'DialCallStatus']).default('both'),
  failedDialSkipsAction: z.boolean().default(false),
})

export function callControl(app: FastifyInstance, ctx: Context): void {
  app.post('/simulator/calls', async (request, reply) => {
    const wanted = readBody(wantedCall, request.body)
    const domain = controlledDomain(ctx, request, wanted.domain)
    const call = startCall(ctx, domain, readCall(ctx, domain, wanted))
    await whenResting(call)
    return reply.code(wanted.mode === 'manual' ? 201 : 200).send(describeCall(call))
  })

  app.get('/simulator/calls/:id', (request) => {
    const call = findCall(ctx, controlledDomain(ctx, request, undefined), request.params)
    return describeCall(call)
  })

  app.post('/simulator/calls/:id/actions', async (request) => {
    const call = findCall(ctx, controlledDomain(ctx, request, undefined), request.params)
    const action = readBody(actionSchema, request.body)
    const why = isHand(call.person) ? call.person.act(call, action) : 'The call follows a script.'
    if (why !== null) throw new PlatformError(409, why)
    await whenResting(call)
    return describeCall(call)
  })

  app.get('/simulator/calls/:id/events', (request, reply) => {
    const call = findCall(ctx, controlledDomain(ctx, request, undefined), request.params)
    streamEvents(call, request, reply)
  })
}

function readCall(ctx: Context, domain: Domain, wanted: z.output<typeof wantedCall>): WantedCall {
  const subscriber = domain.subscribers.find(({ msisdn }) => msisdn === wanted.from) ?? null
  if (wanted.direction === 'subscriber' && subscriber === null) {
    throw new PlatformError(400, `from: ${wanted.from} is no subscriber of the domain`)
  }
  const { payloads, arrays, form, plus, voiceDuplicates } = wanted
  const { dialStatus, failedDialSkipsAction } = wanted
  return {
    from: wanted.from,
    to: wanted.to,
    caller: wanted.direction === 'inbound' ? null : subscriber,
    at: wanted.at === undefined ? ctx.now() : Date.parse(wanted.at),
    script: wanted.mode === 'manual' ? null : wanted.script,
    options: {
      trial: wanted.trial ?? null,
      duplicates: wanted.duplicates ?? ctx.faults.of(domain.uuid).duplicates,
      reorder: wanted.reorder ?? null,
      payloads,
      arrays,
      form,
      plus,
      voiceDuplicates,
      dialStatus,
      failedDialSkipsAction,
    },
  }
}

const path = z.object({ id: z.string() })

/** A call by its id or session token; those of other domains do not exist. */
function findCall(ctx: Context, domain: Domain, params: unknown): Call {
  const call = ctx.calls.find(readBody(path, params).id)
  if (call?.domain !== domain) throw new PlatformError(404, 'No such call')
  return call
}

function isHand(person: Call['person']): person is Hand {
  return person.manual
}
