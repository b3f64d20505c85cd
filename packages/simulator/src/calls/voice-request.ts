import { randomBytes } from 'node:crypto'
import type { Context } from '../context.ts'
import { readCxml } from '../cxml/check.ts'
import type { Element } from '../cxml/parse.ts'
import { CxmlError } from '../cxml/parse.ts'
import { type Call, fail, note } from './call.ts'
import { type Outgoing, type Sent, send, userAgent } from './send.ts'
import { voiceParameters } from './voice-parameters.ts'

export type VoiceAsk = {
  url: string
  method: 'GET' | 'POST'
  /** What is asked for, as part of a sentence: "the first instruction". */
  about: string
  parameters: Record<string, unknown>
}

/** How long the platform waits is not published; this is the figure of an old design document. */
const timeoutMs = 10_000
/** A call that asks more often than this goes in circles. Two hours of hold music are some 1,500. */
const mostRequests = 2_000

/** Asks the application; anything but a good CXML document with status 200 fails the call. */
export async function requestDocument(
  ctx: Context,
  call: Call,
  question: VoiceAsk,
): Promise<Element | null> {
  call.requests += 1
  if (call.requests > mostRequests) {
    fail(call, `The call made ${mostRequests} requests without coming to an end`)
    return null
  }
  const outgoing = buildRequest(call, question)
  const repeats = Array.from({ length: call.options.voiceDuplicates }, () =>
    send(ctx, call, outgoing),
  )
  const [sent, ...copies] = await Promise.all([send(ctx, call, outgoing), ...repeats])
  note(call, {
    kind: 'request',
    happened: `The platform asks for ${question.about}`,
    request: sent.request,
    response: sent.response,
    cxml: sent.text,
  })
  if (copies.some((copy) => copy.text !== sent.text)) {
    fail(call, 'The same voice request sent twice got different answers')
    return null
  }
  return readAnswer(call, sent)
}

/** Sends the parameters to a status callback; its answer is not read. */
export async function tellCallback(ctx: Context, call: Call, question: VoiceAsk): Promise<void> {
  const sent = await send(ctx, call, buildRequest(call, question))
  note(call, {
    kind: 'event',
    happened: `The platform reports ${question.about}`,
    request: sent.request,
    response: sent.response,
  })
}

/** The key that the domain's profile gives to requests, as the platform sends it. */
export function bearer(call: Call): Record<string, string> {
  const key = call.domain.profile['authorization-api-key']
  return typeof key === 'string' ? { Authorization: `Bearer ${key}` } : {}
}

function readAnswer(call: Call, sent: Sent): Element | null {
  const problem = transportProblem(sent)
  if (problem !== null) {
    fail(call, problem)
    return null
  }
  try {
    return readCxml(sent.text)
  } catch (error) {
    if (!(error instanceof CxmlError)) throw error
    fail(call, `The CXML is refused: ${error.message}`)
    return null
  }
}

function transportProblem({ response, error }: Sent): string | null {
  if (response === null) return `The application cannot be reached: ${error}`
  if (response.status !== 200) return `The application answered ${response.status} instead of 200`
  const type = response.contentType.split(';')[0]?.trim().toLowerCase()
  if (type === 'application/xml' || type === 'text/xml') return null
  return `The application answered "${response.contentType}" instead of application/xml`
}

function buildRequest(call: Call, question: VoiceAsk): Outgoing {
  const body = voiceParameters(call, question.parameters)
  const base = { method: question.method, url: question.url, body, timeoutMs }
  const headers = voiceHeaders(call)
  if (question.method === 'GET') {
    const url = new URL(question.url)
    for (const [name, value] of flat(body)) url.searchParams.append(name, value)
    return { ...base, url: url.href, headers, body: null, text: null }
  }
  const contentType = call.options.form ? 'application/x-www-form-urlencoded' : 'application/json'
  const text = call.options.form ? new URLSearchParams(flat(body)).toString() : JSON.stringify(body)
  return { ...base, headers: { ...headers, 'Content-Type': contentType }, text }
}

function voiceHeaders(call: Call): Record<string, string> {
  return {
    'User-Agent': userAgent,
    ...bearer(call),
    'X-Cx-Apikey': call.application?.apiKey ?? '',
    'X-Cx-Domain': call.domain.domain,
    'X-Cx-Session': call.token,
    'X-Cx-From': headerText(call.from),
    'X-Cx-To': headerText(call.to),
    // Only this value was ever seen, and only on calls from phones.
    ...(call.direction === 'subscriber' ? { 'X-Cx-Source': 'SUBSCRIBER' } : {}),
    'X-Cx-Stageid': randomBytes(8).toString('hex'),
  }
}

/** A header carries bytes; a caller's name with letters beyond Latin-1 cannot go as it is. */
function headerText(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, (letter) => encodeURIComponent(letter))
}

/** Query strings and forms carry texts: objects go as JSON. */
function flat(body: Record<string, unknown>): [string, string][] {
  return Object.entries(body).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ])
}
