import type { Context } from '../context.ts'
import { maskBody, maskHeaders, maskUrl } from '../masking.ts'
import { type ShownRequest, type ShownResponse, shorten } from '../traffic.ts'
import { trialHeader } from '../trial-header.ts'
import { type Call, iso } from './call.ts'

/** How every request of the platform names itself. */
export const userAgent = 'Cloudonix APP.Core/5.3.673'

export type Outgoing = {
  method: 'GET' | 'POST'
  url: string
  headers: Record<string, string>
  /** The value that `text` encodes, for showing. */
  body: unknown
  text: string | null
  timeoutMs: number
  /** The answer is audio: counted, not kept. */
  binary?: boolean
  /** The virtual time of what is told, where that is not the call's present. */
  at?: number
}

export type Sent = {
  request: ShownRequest
  response: ShownResponse | null
  text: string
  bytes: number
  error: string | null
}

const longestAnswer = 1_000_000

/** One real HTTP request of a call, written to the traffic. */
export async function send(ctx: Context, call: Call, outgoing: Outgoing): Promise<Sent> {
  const headers = { ...outgoing.headers, ...trialHeaders(call, outgoing.at ?? call.now) }
  const request: ShownRequest = {
    method: outgoing.method,
    url: maskUrl(outgoing.url),
    headers: maskHeaders(headers),
    body: maskBody(outgoing.body),
  }
  const started = performance.now()
  const sent = await exchange(ctx, outgoing, headers)
  const response: ShownResponse | null = sent.status
    ? {
        status: sent.status,
        contentType: sent.contentType,
        milliseconds: Math.round(performance.now() - started),
        body: shorten(sent.text),
      }
    : null
  ctx.traffic.add({
    at: new Date(ctx.now()).toISOString(),
    direction: 'out',
    domain: call.domain.uuid,
    session: call.token,
    request,
    response,
    error: sent.error,
  })
  return { request, response, text: sent.text, bytes: sent.bytes, error: sent.error }
}

function trialHeaders(call: Call, at: number): Record<string, string> {
  const revision = call.options.trial
  if (revision === null) return {}
  const { apiKey } = call.domain
  return {
    'X-Opbx-Trial': trialHeader({ apiKey, session: call.token, time: iso(at), revision }),
  }
}

type Received = {
  status: number
  contentType: string
  text: string
  bytes: number
  error: string | null
}

async function exchange(
  ctx: Context,
  outgoing: Outgoing,
  headers: Record<string, string>,
): Promise<Received> {
  const { method, url, text, timeoutMs, binary } = outgoing
  const mostBytes = binary ? 20 * longestAnswer : longestAnswer
  try {
    const { status, contentType, bytes } = await ctx.http.request({
      method,
      url,
      headers,
      text,
      timeoutMs,
      mostBytes,
    })
    const shown = binary ? `(${bytes.length} bytes)` : bytes.toString('utf8')
    return { status, contentType, text: shown, bytes: bytes.length, error: null }
  } catch (error) {
    return { status: 0, contentType: '', text: '', bytes: 0, error: explain(error) }
  }
}

/** A refused connection to a name with several addresses has no message, only a code. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || ('code' in error ? String(error.code) : error.name)
}
