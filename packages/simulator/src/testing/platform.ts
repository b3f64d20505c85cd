import { z } from 'zod'
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator.ts'

const newDomain = z.object({ uuid: z.string(), domain: z.string(), apiKey: z.string() })

const callSchema = z.looseObject({
  id: z.string(),
  session: z.string(),
  state: z.string(),
  outcome: z.string().nullable(),
  answeredBy: z.string().nullable(),
  startedAt: z.string(),
  endedAt: z.string().nullable(),
  now: z.string(),
  steps: z.array(
    z.looseObject({
      index: z.number(),
      at: z.string(),
      kind: z.string(),
      happened: z.string(),
      request: z.record(z.string(), z.unknown()).optional(),
      response: z.record(z.string(), z.unknown()).optional(),
      cxml: z.string().optional(),
    }),
  ),
  unused: z.array(z.unknown()),
  phones: z.array(z.looseObject({ number: z.string(), kind: z.string(), result: z.string() })),
  situation: z.looseObject({ kind: z.string(), deadline: z.string() }).optional(),
})

export type PlayedCall = z.infer<typeof callSchema>

export type Answer = { status: number; body: unknown; headers: Headers }

/** A simulator with one domain, and the requests that a client makes. */
export async function startPlatform(options: Partial<SimulatorOptions> = {}) {
  return newPlatform(await startSimulator({ port: 0, ...options }))
}

/** A domain of its own on a simulator that runs. */
export async function newPlatform(simulator: Simulator) {
  const made = await ask('POST', `${simulator.url}/simulator/domains`, { body: {} })
  const domain = newDomain.parse(made.body)
  return { ...client(simulator.url, domain.apiKey, domain.uuid), simulator, domain }
}

export type Platform = Awaited<ReturnType<typeof startPlatform>>

/** Requests with a domain's key; paths that begin with a dot are under the domain's long path. */
export function client(url: string, apiKey: string, uuid: string) {
  const rest = (method: string, path: string, body?: unknown): Promise<Answer> => {
    const full = path.startsWith('.') ? `/customers/self/domains/${uuid}${path.slice(1)}` : path
    return ask(method, `${url}${full}`, { body, apiKey })
  }
  const play = async (wanted: Record<string, unknown>): Promise<PlayedCall> => {
    const { status, body } = await rest('POST', '/simulator/calls', { domain: uuid, ...wanted })
    if (status > 201) throw new Error(`${status} ${JSON.stringify(body)}`)
    return callSchema.parse(body)
  }
  const act = async (call: { id: string }, action: unknown): Promise<PlayedCall> => {
    const { status, body } = await rest('POST', `/simulator/calls/${call.id}/actions`, action)
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`)
    return callSchema.parse(body)
  }
  const addPhones = async (...msisdns: string[]) => {
    await rest('POST', '/simulator/faults', { rateLimit: false })
    for (const msisdn of msisdns) {
      await rest('POST', './subscribers', { msisdn, sipPassword: `secret-${msisdn}` })
    }
  }
  /** Pairs the domain with an application under test. */
  const pair = async (application: { url: string }, method = 'POST') => {
    await rest('POST', '/simulator/faults', { rateLimit: false })
    const made = await rest('POST', './applications', {
      name: 'pbx',
      type: 'cxml',
      url: `${application.url}/route`,
      method,
      profile: {},
    })
    const { id } = z.object({ id: z.number() }).parse(made.body)
    await rest('PUT', '.', {
      defaultApplication: id,
      profile: {
        'session-update-endpoint': `${application.url}/session-update`,
        'cdr-endpoint': `${application.url}/cdr?key=planted-secret`,
        'authorization-api-key': 'requests-key',
      },
    })
  }
  return { url, rest, play, act, addPhones, pair }
}

export async function ask(
  method: string,
  url: string,
  { body, apiKey, headers = {} }: { body?: unknown; apiKey?: string; headers?: HeadersInit } = {},
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  const json = response.headers.get('content-type')?.includes('json')
  return {
    status: response.status,
    body: json ? JSON.parse(text) : text,
    headers: response.headers,
  }
}
