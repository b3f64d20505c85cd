import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Context } from '../context.ts'
import type { Faults } from '../faults.ts'
import { readBody } from '../rest/body.ts'
import { controlledDomain } from './access.ts'

const trafficQuery = z.object({ domain: z.string().optional(), session: z.string().optional() })

const count = z.number().int().min(0).max(1_000_000)
const faultsChange = z.strictObject({
  domain: z.string().optional(),
  rateLimit: z.boolean().optional(),
  latencyMs: z.number().int().min(0).max(60_000).optional(),
  failNext: z
    .strictObject({
      count,
      status: z.number().int().min(400).max(599),
      path: z.string().optional(),
    })
    .nullable()
    .optional(),
  hangNext: z
    .union([
      count.transform((times) => ({ count: times })),
      z.strictObject({ count, path: z.string().optional() }),
    ])
    .nullable()
    .optional(),
  deadRecordings: z.boolean().optional(),
  duplicates: z.number().int().min(0).max(20).optional(),
})

/** What happened on the wire, and what shall go wrong on it. */
export function observationControl(app: FastifyInstance, ctx: Context): void {
  app.get('/simulator/traffic', (request) => {
    const query = readBody(trafficQuery, request.query)
    const domain = controlledDomain(ctx, request, query.domain)
    return ctx.traffic.list(domain.uuid, query.session ?? null)
  })

  app.get('/simulator/faults', (request) => {
    const { domain } = readBody(trafficQuery, request.query)
    return ctx.faults.of(controlledDomain(ctx, request, domain).uuid)
  })

  app.post('/simulator/faults', (request) => {
    const { domain, ...wanted } = readBody(faultsChange, request.body)
    const change: Partial<Faults> = Object.fromEntries(
      Object.entries(wanted).filter(([, value]) => value !== undefined),
    )
    return ctx.faults.change(controlledDomain(ctx, request, domain).uuid, change)
  })
}
