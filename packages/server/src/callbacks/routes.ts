import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { CallEvent, EventRecord } from '../calls/rules.ts'
import type { Deps } from '../context.ts'
import { createFailedKeys, type FailedKeys } from '../http/failed-keys.ts'
import { objectOf, type Parameters, parametersOf, parseForm, textOf } from '../http/parameters.ts'
import { readTrialHeader } from '../http/trial-header.ts'
import type { PairingDirectory, PairingEntry } from '../pairing/service.ts'
import { type OrderedRecording, openOrder } from '../recordings/service.ts'
import type { SubscriberDirectory } from '../subscribers/service.ts'
import { authenticateCallback, type Credentials } from './authenticate.ts'
import { parseCdr } from './parse-cdr.ts'
import { parseRecording } from './parse-recording.ts'
import { parseSessionUpdate } from './parse-session-update.ts'
import { callbackDomainsOf, UnreadableCallback } from './told.ts'

/** What the callback edge works with. */
export interface CallbackEdge {
  deps: Deps
  pairings: PairingDirectory
  subscribers: SubscriberDirectory
  /** Resolves when the event is durable. */
  keep(record: EventRecord): Promise<void>
}

interface Received {
  entry: PairingEntry
  payload: Parameters
  receivedAt: number
}
interface Told {
  session: string
  event: CallEvent
}

/** `/api/webhooks/cloudonix`: what the platform tells. Durable before it is acknowledged. */
export async function registerCallbackRoutes(
  app: FastifyInstance,
  edge: CallbackEdge,
): Promise<void> {
  await app.register(
    (scope, _options, done) => {
      callbackScope(scope, edge)
      done()
    },
    { prefix: '/api/webhooks/cloudonix' },
  )
}

function callbackScope(scope: FastifyInstance, edge: CallbackEdge): void {
  const failures = createFailedKeys()
  scope.removeAllContentTypeParsers()
  // Raw bytes: a signature covers exactly these.
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
  scope.setErrorHandler((error, _request, reply) => {
    const { statusCode } = Object(error)
    const status = typeof statusCode === 'number' ? statusCode : 500
    if (status >= 500) edge.deps.log.error({ err: error }, 'a callback failed')
    return reply.code(status).send({ error: status >= 500 ? 'Try again.' : 'This cannot be read.' })
  })
  scope.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'Not found.' }))
  scope.post('/session-update', (request, reply) =>
    receive(edge, failures, { request, reply, read: (received) => readUpdate(edge, received) }),
  )
  scope.post('/cdr', (request, reply) =>
    receive(edge, failures, { request, reply, read: (received) => readCdr(edge, received) }),
  )
  scope.post<{ Params: { token: string } }>('/recording/:token', (request, reply) => {
    const ordered = openOrder(edge.deps, request.params.token, edge.deps.clock.now())
    if (ordered === null) return unauthorized(edge, failures, { request, reply })
    return receiveRecording(edge, ordered, { request, reply })
  })
}

async function receive(
  edge: CallbackEdge,
  failures: FailedKeys,
  {
    request,
    reply,
    read,
  }: { request: FastifyRequest; reply: FastifyReply; read: (received: Received) => Told },
): Promise<FastifyReply> {
  const startedAt = performance.now()
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const text = body.toString('utf8')
  const payload = parsePayload(text, request.headers['content-type'] ?? '')
  const now = edge.deps.clock.now()
  const entry = authenticateCallback(
    edge.pairings,
    {
      body,
      domains: callbackDomainsOf(payload ?? {}, objectOf(objectOf(payload?.owner).domain)),
      given: credentialsOf(request),
    },
    now,
  )
  if (entry === null) return unauthorized(edge, failures, { request, reply })
  const { organizationId } = entry
  if (payload === null)
    return refuse(edge, reply, { organizationId, why: 'The body cannot be read.' })
  try {
    const told = read({ entry, payload, receivedAt: now.getTime() })
    await edge.keep(recordOf({ entry, told, text, request, now }))
    edge.deps.log.debug(
      {
        organizationId,
        session: told.session,
        kind: told.event.kind,
        ms: performance.now() - startedAt,
      },
      'told',
    )
    return reply.code(200).send({ status: 'ok' })
  } catch (error) {
    if (!(error instanceof UnreadableCallback)) throw error
    return refuse(edge, reply, { organizationId, why: error.message })
  }
}

function unauthorized(
  { deps }: CallbackEdge,
  failures: FailedKeys,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): FastifyReply {
  if (failures.note(request.ip)) {
    deps.log.warn({ address: request.ip }, 'a callback without a right key')
  }
  return reply.code(401).send({ error: 'Unauthorized.' })
}

/** The address alone says whose it is: it was signed for this call. */
async function receiveRecording(
  edge: CallbackEdge,
  { organizationId, session, isTrial, order }: OrderedRecording,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
): Promise<FastifyReply> {
  const text = textOfBody(request)
  const payload = parsePayload(text, request.headers['content-type'] ?? '')
  if (payload === null)
    return refuse(edge, reply, { organizationId, why: 'The body cannot be read.' })
  const now = edge.deps.clock.now()
  const at = (trialMomentOf(edge, organizationId, { session, request }) ?? now).getTime()
  try {
    const event = parseRecording(payload, { order, at })
    if (event !== null) {
      const receivedAt = now.getTime()
      await edge.keep({ organizationId, session, receivedAt, isTrial, event, body: text })
    }
    return reply.code(200).send({ status: 'ok' })
  } catch (error) {
    if (!(error instanceof UnreadableCallback)) throw error
    return refuse(edge, reply, { organizationId, why: error.message })
  }
}

/** The virtual time of a pretend call; null for a real one. */
function trialMomentOf(
  { pairings }: CallbackEdge,
  organizationId: string,
  { session, request }: { session: string; request: FastifyRequest },
): Date | null {
  const header = request.headers['x-opbx-trial']
  if (typeof header !== 'string') return null
  for (const kind of ['main', 'trial'] as const) {
    const key = pairings.of(organizationId, kind)?.trialKey ?? null
    const moment = key === null ? null : readTrialHeader(header, { key, session })
    if (moment !== null) return moment.now
  }
  return null
}

function textOfBody({ body }: FastifyRequest): string {
  return Buffer.isBuffer(body) ? body.toString('utf8') : ''
}

function refuse(
  { deps }: CallbackEdge,
  reply: FastifyReply,
  { organizationId, why }: { organizationId: string; why: string },
): FastifyReply {
  deps.log.warn({ organizationId, why }, 'a callback that cannot be read')
  return reply.code(400).send({ error: why })
}

function readUpdate(edge: CallbackEdge, { entry, payload, receivedAt }: Received): Told {
  const { organizationId, country, kind } = entry
  const update = parseSessionUpdate(payload, { country, receivedAt })
  if (kind === 'main')
    edge.pairings.noteFirst(organizationId, 'session_update', new Date(receivedAt))
  const { session, event, subscriberId } = update
  const subscriber =
    subscriberId === null ? null : edge.subscribers.byPlatformId(organizationId, kind, subscriberId)
  return { session, event: { ...event, node: subscriber?.nodeId ?? null } }
}

function readCdr(edge: CallbackEdge, { entry, payload, receivedAt }: Received): Told {
  const { organizationId, country, kind } = entry
  const told = parseCdr(payload, { country, receivedAt })
  if (kind === 'main') edge.pairings.noteFirst(organizationId, 'cdr', new Date(receivedAt))
  return told
}

function recordOf({
  entry,
  told,
  text,
  request,
  now,
}: {
  entry: PairingEntry
  told: Told
  text: string
  request: FastifyRequest
  now: Date
}): EventRecord {
  return {
    organizationId: entry.organizationId,
    session: told.session,
    receivedAt: now.getTime(),
    isTrial: entry.kind === 'trial' || isTrialCall(entry, told.session, request),
    event: told.event,
    body: text,
  }
}

function isTrialCall(entry: PairingEntry, session: string, request: FastifyRequest): boolean {
  const header = request.headers['x-opbx-trial']
  if (typeof header !== 'string' || entry.trialKey === null) return false
  return readTrialHeader(header, { key: entry.trialKey, session }) !== null
}

/** JSON or form; null for what is neither. */
function parsePayload(text: string, contentType: string): Parameters | null {
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return parseForm(text)
  try {
    const parsed: unknown = JSON.parse(text)
    const payload = parametersOf(parsed)
    return Object.keys(payload).length === 0 ? null : payload
  } catch {
    return null
  }
}

function credentialsOf(request: FastifyRequest): Credentials {
  const { authorization } = request.headers
  const { key } = parametersOf(request.query)
  return {
    signature: textOf(request.headers['x-cloudonix-signature'], 200),
    timestamp: textOf(request.headers['x-cloudonix-timestamp'], 60),
    bearer: authorization?.startsWith('Bearer ') === true ? authorization.slice(7).trim() : null,
    urlKey: textOf(key, 200),
  }
}
