import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Context } from './context.ts'
import { maskBody, maskHeaders, maskUrl } from './masking.ts'
import { PlatformError } from './platform-error.ts'
import { bearerKey } from './rest/access.ts'
import { shorten } from './traffic.ts'

/** What holds for every request: who may come in, how bodies are read, what is written down, how errors look. */
export function addDoors(app: FastifyInstance, ctx: Context): void {
  app.addHook('onRequest', async (request) => {
    refuseForeignNames(request)
    if (request.url.startsWith('/simulator')) refuseOutsiders(request)
  })
  app.addHook('onSend', async (request, reply, payload) => {
    record(ctx, request, {
      status: reply.statusCode,
      contentType: String(reply.getHeader('content-type') ?? ''),
      milliseconds: Math.round(reply.elapsedTime),
      body: typeof payload === 'string' ? readJson(payload) : null,
    })
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => {
    const text = String(body)
    if (text.trim() === '') return done(null, undefined)
    try {
      done(null, JSON.parse(text))
    } catch {
      done(new PlatformError(400, 'The body is not JSON'))
    }
  })
  app.setNotFoundHandler((_, reply) => reply.code(404).send(refusal('Not found')))
  app.setErrorHandler((error, request, reply) => {
    const status = statusOf(error)
    if (status >= 500) ctx.log.error({ error, url: request.url }, 'the simulator failed')
    const message = error instanceof Error && status < 500 ? error.message : 'Request failed'
    return reply.code(status).send(refusal(message))
  })
}

function refusal(message: string) {
  return { status: false, message }
}

function statusOf(error: unknown): number {
  if (error instanceof PlatformError) return error.status
  const known = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined
  return typeof known === 'number' ? known : 500
}

/** A page of another site could reach this port under a name of its own (DNS rebinding). */
function refuseForeignNames(request: FastifyRequest): void {
  const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase()
  if (host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)) return
  throw new PlatformError(403, 'Only names of this machine are served')
}

/** The control interface is for programs on this machine, not for pages in a browser. */
function refuseOutsiders(request: FastifyRequest): void {
  const address = request.socket.remoteAddress ?? ''
  const loopback = /^(127\.|::1$|::ffff:127\.)/.test(address)
  if (!loopback || request.headers.origin !== undefined) {
    throw new PlatformError(403, 'Only programs on this machine may do that')
  }
}

function record(
  ctx: Context,
  request: FastifyRequest,
  response: { status: number; contentType: string; milliseconds: number; body: unknown },
): void {
  if (request.url.startsWith('/simulator')) return
  const domain = ctx.store.domainOfKey(bearerKey(request)) ?? domainInPath(ctx, request)
  if (domain === null) return
  ctx.traffic.add({
    at: new Date(ctx.now()).toISOString(),
    direction: 'in',
    domain: domain.uuid,
    session: null,
    request: {
      method: request.method,
      url: maskUrl(request.url),
      headers: maskHeaders(request.headers),
      body: maskBody(request.body ?? null),
    },
    response: { ...response, body: maskBody(response.body) },
    error: null,
  })
}

/** So that a request with a wrong key shows up at the domain that it meant. */
function domainInPath(ctx: Context, request: FastifyRequest) {
  const name =
    /\/(?:domains|calls)\/([^/?]+)/.exec(request.url)?.[1] ??
    /^\/recordings\/(\d+)-/.exec(request.url)?.[1]
  return name === undefined ? null : ctx.store.findDomain(name)
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return shorten(text)
  }
}
