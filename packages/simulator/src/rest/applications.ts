import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { PlatformError } from '../platform-error.ts'
import { type Application, type Domain, newApiKey } from '../state.ts'
import type { PlatformRequest, Register } from './access.ts'
import { mergeProfile, profileSchema, readBody } from './body.ts'

export function applicationRoutes(register: Register): void {
  register('GET', '/applications', ({ domain }) => domain.applications.map(showApplication))
  register('POST', '/applications', create)
  register('GET', '/applications/:item', ({ domain, item }) => showApplication(find(domain, item)))
  register('PUT', '/applications/:item', (request) =>
    update(request, readBody(whole, request.body)),
  )
  register('PATCH', '/applications/:item', (request) =>
    update(request, readBody(partial, request.body)),
  )
  register('DELETE', '/applications/:item', remove)
}

export function showApplication(application: Application): Record<string, unknown> {
  const { apiKey: _, ...shown } = application
  return { ...shown, deletedAt: null, 'llm-tools': [] }
}

const address = z.url({ protocol: /^https?$/ })
const whole = z.looseObject({
  name: z.string().optional(),
  type: z.literal('cxml'),
  url: address,
  method: z.enum(['GET', 'POST']),
  active: z.boolean().optional(),
  profile: profileSchema.optional(),
})
const partial = whole.partial()
const creation = whole.extend({ name: z.string().trim().min(1).max(255) })

async function create({ ctx, domain, body }: PlatformRequest): Promise<unknown> {
  const wanted = readBody(creation, body)
  if (domain.applications.some(({ name }) => name === wanted.name)) {
    throw new PlatformError(409, `An application named ${wanted.name} exists`)
  }
  const now = new Date(ctx.now()).toISOString()
  const application: Application = {
    id: ctx.store.state.nextId.application++,
    domainId: domain.id,
    name: wanted.name,
    uuid: randomUUID(),
    type: 'cxml',
    url: wanted.url,
    method: wanted.method,
    active: wanted.active ?? true,
    profile: mergeProfile({}, wanted.profile ?? {}),
    apiKey: newApiKey(),
    createdAt: now,
    modifiedAt: now,
  }
  domain.applications.push(application)
  await ctx.store.save()
  return showApplication(application)
}

async function update(
  { ctx, domain, item }: PlatformRequest,
  change: z.output<typeof partial>,
): Promise<unknown> {
  const application = find(domain, item)
  refuseBuiltIn(application)
  if (change.name !== undefined && change.name !== application.name) {
    throw new PlatformError(400, 'name: can be given only at creation')
  }
  application.url = change.url ?? application.url
  application.method = change.method ?? application.method
  application.active = change.active ?? application.active
  application.profile = mergeProfile(application.profile, change.profile ?? {})
  application.modifiedAt = new Date(ctx.now()).toISOString()
  await ctx.store.save()
  return showApplication(application)
}

async function remove({ ctx, domain, item }: PlatformRequest): Promise<undefined> {
  const application = find(domain, item)
  refuseBuiltIn(application)
  domain.applications = domain.applications.filter((one) => one !== application)
  if (domain.defaultApplication === application.id) domain.defaultApplication = null
  await ctx.store.save()
}

/** By name first, as the platform's model page says; its OpenAPI file says by id. */
function find(domain: Domain, item: string): Application {
  const found =
    domain.applications.find(({ name }) => name === item) ??
    domain.applications.find(({ id, uuid }) => String(id) === item || uuid === item)
  if (!found) throw new PlatformError(404, 'Application not found')
  return found
}

function refuseBuiltIn(application: Application): void {
  if (application.type !== 'cxml') {
    throw new PlatformError(403, `${application.name} belongs to the platform`)
  }
}
