import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Context } from '../context.ts'
import { PlatformError } from '../platform-error.ts'
import { readBody } from '../rest/body.ts'

const creation = z.strictObject({
  name: z
    .string()
    .regex(/^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$/, 'must be a domain name')
    .optional(),
  uuid: z.uuid().optional(),
})

export function domainControl(app: FastifyInstance, ctx: Context): void {
  app.post('/simulator/domains', async (request, reply) => {
    const { name, uuid } = readBody(creation, request.body ?? {})
    for (const reference of [name, uuid]) {
      if (reference !== undefined && ctx.store.findDomain(reference)) {
        throw new PlatformError(409, `A domain ${reference} exists`)
      }
    }
    const wanted = { ...(name ? { name } : {}), ...(uuid ? { uuid } : {}) }
    const domain = ctx.store.createDomain(wanted, new Date(ctx.now()).toISOString())
    await ctx.store.save()
    return reply.code(201).send({ uuid: domain.uuid, domain: domain.domain, apiKey: domain.apiKey })
  })

  app.get('/simulator/domains', () =>
    ctx.store.state.domains.map((domain) => ({
      uuid: domain.uuid,
      domain: domain.domain,
      applications: domain.applications.map(({ name, url }) => ({ name, url })),
      subscribers: domain.subscribers.map(({ msisdn, active }) => ({ msisdn, active })),
    })),
  )
}
