import { trialCallSchema, trialSituationSchema, trialStepSchema } from '@opbx/contract/trial'
import { type Dispatcher, request } from 'undici'
import { z } from 'zod'
import { platformUrl } from '../cloudonix/platforms.ts'
import { simulatorStopped } from '../cloudonix/simulator-stopped.ts'
import type { Config } from '../config.ts'
import { AppError, fieldError, notFound } from '../errors.ts'

/** The simulator's own interface, beside the platform's: domains, calls, and their steps as they happen. */
export interface SimulatorClient {
  createDomain(): Promise<SimulatorDomain>
  startCall(apiKey: string, call: SimulatorCallBody): Promise<SimulatorCall>
  getCall(apiKey: string, id: string): Promise<SimulatorCall>
  act(apiKey: string, id: string, action: unknown): Promise<SimulatorCall>
  /** Server-sent events `step` and `state`, until the call is over. */
  openEvents(
    apiKey: string,
    id: string,
    options: { lastEventId: string | undefined; signal: AbortSignal },
  ): Promise<AsyncIterable<Uint8Array>>
}

interface SimulatorCallBody {
  domain: string
  from: string
  to: string
  at?: string
  trial: 'live' | 'draft'
  mode: 'script' | 'manual'
  script: readonly unknown[]
}

const domainSchema = z.object({ uuid: z.string(), domain: z.string(), apiKey: z.string() })
type SimulatorDomain = z.infer<typeof domainSchema>

// The simulator leaves out what is not there; our API says null.
const stepSchema = trialStepSchema.extend({
  request: trialStepSchema.shape.request.default(null),
  response: z
    .object({
      status: z.int(),
      contentType: z.string(),
      milliseconds: z.number(),
      body: z
        .unknown()
        .transform((body) => (typeof body === 'string' ? body : JSON.stringify(body))),
    })
    .nullable()
    .default(null),
  cxml: z.string().nullable().default(null),
})
const stateSchema = trialCallSchema
  .pick({ id: true, session: true, state: true, now: true })
  .extend({
    outcome: z.string().nullable().default(null),
    situation: z
      .object({
        kind: trialSituationSchema.shape.kind,
        deadline: trialSituationSchema.shape.deadline,
        prompt: z.string().nullable().default(null),
        ringing: z.array(z.string()).default([]),
      })
      .nullable()
      .default(null),
  })
const callSchema = stateSchema.extend({
  steps: z.array(stepSchema),
  unused: z
    .array(z.object({ index: z.int(), entry: z.unknown() }))
    .default([])
    .transform((unused) => unused.map(({ index, entry }) => ({ index, action: entry }))),
})
export type SimulatorCall = z.infer<typeof callSchema>

/** One `step` or `state` event in the form of our API; null for any other. */
export function readTrialEvent(name: string, data: string): string | null {
  if (name === 'step') return JSON.stringify(stepSchema.parse(JSON.parse(data)))
  if (name === 'state') return JSON.stringify(stateSchema.parse(JSON.parse(data)))
  return null
}

/** A scripted call is over before it is answered; virtual time makes that quick. */
const timeoutMs = 60_000

export function createSimulatorClient(config: Config): SimulatorClient {
  const base = platformUrl(config, 'simulator')
  const ask = async (path: string, options: AskOptions): Promise<Answer['body']> => {
    if (config.simulator.mode === 'off') throw simulatorStopped()
    const answer = await reach(`${base}${path}`, options)
    if (answer.statusCode >= 300) throw await refusal(answer)
    return answer.body
  }
  const call = async (path: string, options: AskOptions): Promise<SimulatorCall> =>
    callSchema.parse(await (await ask(path, options)).json())
  const pathOf = (id: string) => `/simulator/calls/${encodeURIComponent(id)}`
  return {
    createDomain: async () =>
      domainSchema.parse(
        await (await ask('/simulator/domains', { method: 'POST', body: {} })).json(),
      ),
    startCall: (apiKey, body) => call('/simulator/calls', { method: 'POST', apiKey, body }),
    getCall: (apiKey, id) => call(pathOf(id), { method: 'GET', apiKey }),
    act: (apiKey, id, action) =>
      call(`${pathOf(id)}/actions`, { method: 'POST', apiKey, body: action }),
    openEvents: (apiKey, id, { lastEventId, signal }) =>
      ask(`${pathOf(id)}/events`, {
        method: 'GET',
        apiKey,
        signal,
        ...(lastEventId === undefined ? {} : { headers: { 'last-event-id': lastEventId } }),
      }),
  }
}

interface AskOptions {
  method: 'GET' | 'POST'
  apiKey?: string
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

type Answer = Dispatcher.ResponseData

async function reach(url: string, options: AskOptions): Promise<Answer> {
  const { method, apiKey, body, headers, signal } = options
  try {
    return await request(url, {
      method,
      headers: {
        ...headers,
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal ?? AbortSignal.timeout(timeoutMs),
      // A call by hand may say nothing for minutes.
      bodyTimeout: 0,
    })
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new AppError('unavailable', 'The simulated call did not end in a minute.', {
        cause: error,
      })
    }
    throw simulatorStopped()
  }
}

async function refusal(answer: Answer): Promise<AppError> {
  const body = z
    .object({ message: z.string() })
    .catch({ message: '' })
    .parse(await answer.body.json().catch(() => null))
  switch (answer.statusCode) {
    case 400:
      return fieldError(body.message.split(':')[0] ?? '', body.message)
    case 401:
      return new AppError(
        'conflict',
        'The simulator does not know the trial domain any more. Start the trial again.',
      )
    case 404:
      return notFound('Trial call')
    case 409:
      return new AppError('conflict', body.message)
    default:
      return new AppError('unavailable', 'The simulator has a fault. Its log says more.')
  }
}
