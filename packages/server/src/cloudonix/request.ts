import { setTimeout as delay } from 'node:timers/promises'
import { request } from 'undici'
import { failureOf, kindOfStatus, mayPass, type PlatformResult } from './failure.ts'
import type { Pacer } from './pacer.ts'

export interface Transport {
  baseUrl: string
  apiKey: string
  /** For one request with all its repetitions. */
  timeoutMs: number
  /** Before everything that is not. */
  isUrgent?: boolean
  pacer: Pacer
}

export interface PlatformRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  body?: unknown
}

const attempts = 3
const firstDelayMs = 250
const mostBytes = 8_000_000
// The platform is not known to send Retry-After.
const defaultRetryAfterMs = 3_000

/** Asks the platform at its pace. What may be repeated without harm is, when the fault may pass. */
export async function send(
  transport: Transport,
  wanted: PlatformRequest,
): Promise<PlatformResult<unknown>> {
  const started = performance.now()
  for (let attempt = 1; ; attempt++) {
    const result = await sendOnce(transport, wanted)
    const pause = firstDelayMs * 2 ** attempt * Math.random()
    const inTime = performance.now() - started + pause < transport.timeoutMs
    if (result.ok || attempt === attempts || !inTime || !repeatable(result, wanted)) return result
    await delay(pause)
  }
}

/** A 429 was not carried out, whatever it asked for. POST creates: it is never sent twice otherwise. */
function repeatable(
  result: PlatformResult<unknown> & { ok: false },
  wanted: PlatformRequest,
): boolean {
  if (result.failure.kind === 'rate_limited') return true
  return wanted.method !== 'POST' && mayPass(result.failure)
}

async function sendOnce(
  transport: Transport,
  wanted: PlatformRequest,
): Promise<PlatformResult<unknown>> {
  const done = await transport.pacer.take({ isUrgent: transport.isUrgent ?? false })
  if (done === null) return { ok: false, failure: failureOf('rate_limited') }
  try {
    const result = await exchange(transport, wanted)
    done()
    return result
  } catch (error) {
    done({ arrived: !nobodyThere.includes(networkCode(error) ?? '') })
    return { ok: false, failure: describe(error, transport.timeoutMs) }
  }
}

const nobodyThere = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']

async function exchange(
  transport: Transport,
  { method, path, body }: PlatformRequest,
): Promise<PlatformResult<unknown>> {
  // Not fetch: it hides 407 behind a network error. Redirects are not followed.
  const response = await request(`${transport.baseUrl}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${transport.apiKey}`,
      accept: 'application/json',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(transport.timeoutMs),
  })
  const status = response.statusCode
  const text = await readText(response.body)
  if (status === 429) transport.pacer.tooFast(retryAfterMs(response.headers))
  const parsed = parseJson(text)
  if (status >= 300) {
    return { ok: false, failure: failureOf(kindOfStatus(status), status, messageIn(parsed)) }
  }
  if (parsed === undefined) return { ok: false, failure: failureOf('unreadable', status) }
  // Some answers of the platform are 200 and say in the body that they failed.
  if (isRecord(parsed) && parsed.status === false) {
    return { ok: false, failure: failureOf('refused', status, messageIn(parsed)) }
  }
  return { ok: true, value: parsed, date: dateOf(response.headers) }
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > mostBytes) throw new TooLarge()
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}

class TooLarge extends Error {}

/** Null for an empty body, undefined for what is no JSON. */
function parseJson(text: string): unknown {
  if (text.trim() === '') return null
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function messageIn(body: unknown): string | null {
  if (!isRecord(body)) return null
  const word = body.message ?? body.error
  return typeof word === 'string' ? word : null
}

type Headers = Record<string, string | string[] | undefined>

function retryAfterMs(headers: Headers): number {
  const seconds = Number(headers['retry-after'] ?? Number.NaN)
  return seconds >= 0 ? Math.min(seconds * 1000, 60_000) : defaultRetryAfterMs
}

function dateOf(headers: Headers): Date | null {
  const date = new Date(String(headers.date))
  return Number.isNaN(date.getTime()) ? null : date
}

function describe(error: unknown, timeoutMs: number) {
  if (error instanceof TooLarge) return failureOf('unreadable')
  if (error instanceof Error && error.name === 'TimeoutError') {
    return failureOf('timeout', null, `no answer for ${timeoutMs / 1000} s`)
  }
  return failureOf('network', null, networkCode(error))
}

/** `ECONNREFUSED`, `ENOTFOUND` … */
function networkCode(error: unknown): string | null {
  return isRecord(error) && typeof error.code === 'string' ? error.code : null
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
