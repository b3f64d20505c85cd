import { setTimeout as delay } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { strikes } from '../faults.ts'
import { PlatformError } from '../platform-error.ts'
import type { Domain } from '../state.ts'

export type PlatformRequest = {
  ctx: Context
  domain: Domain
  /** The last part of the path, decoded: a name or an id. */
  item: string
  body: unknown
  query: unknown
}

/** Its value is the answer; nothing is 204. */
type Handler = (request: PlatformRequest) => Promise<unknown> | unknown

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** The long path and its short form, which the platform takes as the same. */
const domainPaths = ['/customers/:customer/domains/:domain', '/domains/:domain']

export type Register = (method: Method | Method[], path: string, handler: Handler) => void

/** How a group of the platform's paths is registered: with its key, its limit and its faults. */
export function platformRoutes(
  app: FastifyInstance,
  ctx: Context,
  prefixes: string[] = domainPaths,
): Register {
  return (method, path, handler) => {
    for (const prefix of prefixes) {
      app.route({
        method,
        url: `${prefix}${path}`,
        exposeHeadRoute: false,
        handler: async (request, reply) => {
          const { domain, item } = authorize(ctx, request)
          if (await misbehaves(ctx, domain, request, reply)) return reply
          limitRate(ctx, domain)
          const { body, query } = request
          const answer = await handler({ ctx, domain, item, body, query })
          return answer === undefined ? reply.code(204).send() : answer
        },
      })
    }
  }
}

const pathSchema = z.object({
  customer: z.string().default('self'),
  domain: z.string(),
  item: z.string().default(''),
})

/** The domain of a path, if the request's key opens it. */
function authorize(ctx: Context, request: FastifyRequest): { domain: Domain; item: string } {
  const path = pathSchema.parse(request.params)
  const owner = ctx.store.domainOfKey(bearerKey(request))
  if (owner === null) throw new PlatformError(401, 'Unauthorized')
  const domain = path.domain === 'self' ? owner : ctx.store.findDomain(path.domain)
  if (domain === null) throw new PlatformError(404, 'Domain not found')
  // A key that is good elsewhere is answered like a wrong one.
  if (domain !== owner) throw new PlatformError(401, 'Unauthorized')
  const customers = ['self', String(domain.tenantId), domain.tenantUuid]
  if (!customers.includes(path.customer)) throw new PlatformError(401, 'Unauthorized')
  return { domain, item: path.item }
}

export function bearerKey(request: FastifyRequest): string {
  return /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? ''
}

/** Plays the faults that were asked for; true: the request is never answered. */
async function misbehaves(
  ctx: Context,
  domain: Domain,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<boolean> {
  const faults = ctx.faults.of(domain.uuid)
  if (strikes(faults.hangNext, request.url)) {
    reply.hijack()
    return true
  }
  if (faults.latencyMs > 0) await delay(faults.latencyMs, undefined, { signal: ctx.stopping })
  if (faults.failNext && strikes(faults.failNext, request.url)) {
    throw new PlatformError(faults.failNext.status, 'A fault that was asked for')
  }
  return false
}

const requestsAllowed = 10
const windowMs = 10_000
const served = new WeakMap<Domain, number[]>()

/** 10 requests in 10 s for each domain: the stricter of the two figures that are published. */
function limitRate(ctx: Context, domain: Domain): void {
  if (!ctx.faults.of(domain.uuid).rateLimit) return
  const now = ctx.now()
  const recent = (served.get(domain) ?? []).filter((at) => at > now - windowMs)
  served.set(domain, recent)
  if (recent.length >= requestsAllowed) throw new PlatformError(429, 'Rate limit exceeded')
  recent.push(now)
}
