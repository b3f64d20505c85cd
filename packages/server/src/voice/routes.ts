import { readEmergencyNumber } from '@opbx/contract/call-flow/emergency'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../context.ts'
import { sayAndHangUp, spoken } from '../engine/say.ts'
import { createFailedKeys } from '../http/failed-keys.ts'
import { type Parameters, parametersOf, parseForm } from '../http/parameters.ts'
import { answerNonce, type PairingDirectory, type PairingEntry } from '../pairing/service.ts'
import { hashOfToken } from '../tokens.ts'
import { type CallAnswerer, createCallAnswerer } from './answer-call.ts'
import { renderLast, type VoiceEdge } from './edge.ts'
import { registerHoldMusic } from './hold-music.ts'
import { dialedOf, domainsOf, longestName, parseVoiceRequest } from './parse-voice-request.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** The domain that a voice request comes from; set once its key is right. */
    domain: PairingEntry | null
  }
}

const mostInFlight = 200
const cxmlType = 'application/xml; charset=utf-8'
const unauthorized = renderLast(sayAndHangUp('Sorry, this call was not recognized. Goodbye.'))
const apology = renderLast(sayAndHangUp(spoken.fault))
const busy = renderLast(
  sayAndHangUp('Sorry, all lines are busy at the moment. Try again later. Goodbye.'),
)

/**
 * `/api/voice`: what the platform asks. Lean: no session, no schema, authentication before the body is read,
 * and every answer is CXML, also to what cannot be read.
 */
export async function registerVoiceRoutes(app: FastifyInstance, edge: VoiceEdge): Promise<void> {
  registerVoiceHealth(app, edge.deps)
  registerHoldMusic(app)
  await app.register(
    (scope, _options, done) => {
      voiceScope(scope, edge)
      done()
    },
    { prefix: '/api/voice' },
  )
}

function voiceScope(scope: FastifyInstance, edge: VoiceEdge): void {
  const answerer = createCallAnswerer(edge)
  const ask = createAsk(edge, answerer)
  scope.decorateRequest('domain', null)
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
    try {
      done(null, parseBody(request, String(body)))
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)))
    }
  })
  scope.addHook('onRequest', authenticator(edge))
  scope.setErrorHandler((error, request, reply) => {
    const { statusCode } = Object(error)
    if (typeof statusCode !== 'number' || statusCode >= 500) {
      edge.deps.log.error({ err: error }, 'a voice request failed')
    } else noteUnreadable(edge, request, String(Object(error).code ?? 'malformed'))
    return sendCxml(reply, apology)
  })
  scope.setNotFoundHandler((request, reply) => {
    noteUnreadable(edge, request, 'no such address')
    return sendCxml(reply, apology)
  })
  for (const method of ['GET', 'POST'] as const) {
    scope.route({ method, url: '/route', exposeHeadRoute: false, handler: ask })
    scope.route({ method, url: '/next/:token', exposeHeadRoute: false, handler: ask })
  }
}

/**
 * An address under `/api/voice` that no router takes (broken escapes, a token that is too long) is answered
 * like every other, key first. False for any other address.
 */
export function answerUnroutable(
  edge: VoiceEdge,
  request: FastifyRequest,
  reply: FastifyReply,
): boolean {
  if (request.raw.url?.startsWith('/api/voice/') !== true) return false
  const key = bearerOf(request.headers.authorization)
  const domains = domainsOf(request.headers, {}, {})
  const entry = key === null ? null : findEntry(edge.pairings, hashOfToken(key), domains)
  void (entry === null
    ? reply.code(401).type(cxmlType).send(unauthorized)
    : sendCxml(reply, apology))
  return true
}

/** The voice path answers; with `nonce` also that it is this installation that does. */
function registerVoiceHealth(app: FastifyInstance, deps: Deps): void {
  app.get('/api/voice/health', async (request) => {
    const { nonce } = parametersOf(request.query)
    if (typeof nonce !== 'string' || nonce.length > 200) return { status: 'ok' }
    return { status: 'ok', ...answerNonce(deps.secrets, nonce) }
  })
}

/** A JSON body that is none throws; a body of no known type is read as what it looks like. */
function parseBody(request: FastifyRequest, body: string): unknown {
  if (body === '') return {}
  const type = request.headers['content-type'] ?? ''
  if (/^application\/x-www-form-urlencoded\b/i.test(type)) return parseForm(body)
  if (/^application\/json\b/i.test(type) || /^\s*[[{]/.test(body)) return parseJson(body)
  return parseForm(body)
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw Object.assign(new Error('The body is no JSON', { cause }), { statusCode: 400 })
  }
}

/** By the key first: who has it is heard, whatever was tried from the same address before. */
function authenticator(edge: VoiceEdge) {
  const failures = createFailedKeys()
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply | undefined> => {
    const key = bearerOf(request.headers.authorization)
    const domains = domainsOf(request.headers, parametersOf(request.query), {})
    request.domain = key === null ? null : findEntry(edge.pairings, hashOfToken(key), domains)
    if (request.domain !== null) return undefined
    return refuse(edge, request, { reply, isWorthALine: failures.note(request.ip) })
  }
}

function refuse(
  { deps }: VoiceEdge,
  request: FastifyRequest,
  { reply, isWorthALine }: { reply: FastifyReply; isWorthALine: boolean },
): FastifyReply {
  if (isWorthALine) deps.log.warn({ address: request.ip }, 'a voice request without a right key')
  else reply.header('connection', 'close')
  return reply.code(401).type(cxmlType).send(unauthorized)
}

/** The domain that all given names mean, if the key is one of its keys. Without a name: the key's own. */
function findEntry(
  pairings: PairingDirectory,
  keyHash: string,
  domains: readonly string[],
): PairingEntry | null {
  const [first] = domains
  const entry = first === undefined ? pairings.byRequestsKey(keyHash) : pairings.byDomain(first)
  if (entry === null || !entry.requestsKeys.includes(keyHash)) return null
  return domains.every((name) => isNameOf(entry, name)) ? entry : null
}

function isNameOf(entry: PairingEntry, name: string): boolean {
  const lower = name.toLowerCase()
  return lower === entry.domainName.toLowerCase() || lower === entry.domainUuid
}

function bearerOf(header: string | undefined): string | null {
  return header?.startsWith('Bearer ') === true ? header.slice(7).trim() : null
}

function createAsk(edge: VoiceEdge, answerer: CallAnswerer) {
  const inFlight = new Map<string, number>()
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const entry = request.domain
    if (entry === null) return reply.code(401).type(cxmlType).send(unauthorized)
    const { organizationId } = entry
    const count = inFlight.get(organizationId) ?? 0
    if (count >= mostInFlight && !isEmergency(request, entry)) {
      edge.deps.log.warn({ organizationId }, 'too many voice requests at once: busy')
      return sendCxml(reply, busy)
    }
    inFlight.set(organizationId, count + 1)
    try {
      return await answer(edge, answerer, { request, reply, entry })
    } finally {
      const left = (inFlight.get(organizationId) ?? 1) - 1
      if (left === 0) inFlight.delete(organizationId)
      else inFlight.set(organizationId, left)
    }
  }
}

/** Never refused, however much is going on. What stands before it may be access digits. */
function isEmergency(request: FastifyRequest, entry: PairingEntry): boolean {
  const { To, to } = { ...parametersOf(request.query), ...parametersOf(request.body) }
  const dialed = dialedOf(To ?? to)
  const before = [1, 2, 3].map((length) => dialed.slice(0, length))
  return readEmergencyNumber(dialed, entry.country, before) !== null
}

async function answer(
  edge: VoiceEdge,
  answerer: CallAnswerer,
  { request, reply, entry }: { request: FastifyRequest; reply: FastifyReply; entry: PairingEntry },
): Promise<FastifyReply> {
  const query = parametersOf(request.query)
  const body = parametersOf(request.body)
  if (!domainsOf({}, {}, body).every((name) => isNameOf(entry, name))) {
    return refuse(edge, request, { reply, isWorthALine: true })
  }
  const voice = parseVoiceRequest({ ...query, ...body }, request.headers, entry.country)
  if (voice === null) {
    noteUnreadable(edge, request, 'no session')
    return sendCxml(reply, apology)
  }
  if (entry.kind === 'main') {
    edge.pairings.noteFirst(entry.organizationId, 'call', edge.deps.clock.now())
  }
  const token = tokenOf(request.params)
  const trialHeader = headerOf(request.headers['x-opbx-trial'])
  return sendCxml(reply, await answerer.answer({ entry, request: voice, token, trialHeader }))
}

function tokenOf(params: unknown): string | null {
  const { token }: Parameters = parametersOf(params)
  return typeof token === 'string' ? token : null
}

function headerOf(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null
}

function sendCxml(reply: FastifyReply, cxml: string): FastifyReply {
  return reply.code(200).type(cxmlType).send(cxml)
}

/** Said in the log and, when the header names the session, in the story of that call. */
function noteUnreadable(edge: VoiceEdge, request: FastifyRequest, why: string): void {
  const { deps, journal } = edge
  const organizationId = request.domain?.organizationId
  deps.log.warn({ organizationId, why }, 'a voice request that cannot be read')
  const session = headerOf(request.headers['x-cx-session'])
  if (request.domain === null || session === null || session.length > longestName) return
  const now = deps.clock.now()
  void journal.append({
    organizationId: request.domain.organizationId,
    session,
    receivedAt: now.getTime(),
    isTrial: request.domain.kind === 'trial',
    event: {
      kind: 'repeat',
      key: `unreadable ${why}`,
      at: now.getTime(),
      trace: {
        at: now.toISOString(),
        step: 0,
        node: null,
        name: 'Call',
        type: 'call',
        happened: 'The caller heard an apology, then the call was ended.',
        exit: null,
        because: `Because what the platform sent cannot be read (${why}).`,
      },
    },
    body: '',
  })
}
