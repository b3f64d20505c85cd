import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { cutOff } from '../calls/start-call.ts'
import { PlatformError } from '../platform-error.ts'
import type { Domain, Subscriber } from '../state.ts'
import type { PlatformRequest, Register } from './access.ts'
import { listOrNothing, mergeProfile, profileSchema, readBody } from './body.ts'

export function subscriberRoutes(register: Register): void {
  register('GET', '/subscribers', ({ domain }) =>
    listOrNothing(domain.subscribers.map(showSubscriber), 'subscribers'),
  )
  register('POST', '/subscribers', create)
  register('GET', '/subscribers/:item', ({ domain, item }) => showSubscriber(find(domain, item)))
  register(['PUT', 'PATCH'], '/subscribers/:item', update)
  register('DELETE', '/subscribers/:item', remove)
}

const creation = z.looseObject({
  // Most text works as a name; it stands in paths and SIP addresses.
  msisdn: z.string().regex(/^[^\s/?#@<>&"]{1,64}$/),
  sipPassword: z.string().max(256).nullable(),
  active: z.boolean().optional(),
  profile: profileSchema.optional(),
})
const change = creation.partial()
const creations = z.array(creation).min(1).max(1000)

/** Takes one object, or an array of them: all or none. The password comes back in clear. */
async function create({ ctx, domain, body }: PlatformRequest): Promise<unknown> {
  const many = Array.isArray(body)
  const wanted = many ? readBody(creations, body) : [readBody(creation, body)]
  const names = new Set(domain.subscribers.map(({ msisdn }) => msisdn))
  for (const { msisdn } of wanted) {
    if (names.has(msisdn)) throw new PlatformError(409, `Subscriber ${msisdn} exists`)
    names.add(msisdn)
  }
  const now = new Date(ctx.now()).toISOString()
  const made = wanted.map(
    (one): Subscriber => ({
      id: ctx.store.state.nextId.subscriber++,
      domainId: domain.id,
      msisdn: one.msisdn,
      uuid: randomUUID(),
      active: one.active ?? true,
      sipPassword: one.sipPassword,
      profile: mergeProfile({}, one.profile ?? {}),
      createdAt: now,
      modifiedAt: now,
    }),
  )
  domain.subscribers.push(...made)
  await ctx.store.save()
  const [first] = made
  return many || !first ? made.map(showSubscriber) : showSubscriber(first)
}

async function update({ ctx, domain, item, body }: PlatformRequest): Promise<unknown> {
  const subscriber = find(domain, item)
  const wanted = readBody(change, body)
  if (wanted.msisdn !== undefined && wanted.msisdn !== subscriber.msisdn) {
    throw new PlatformError(400, 'msisdn: can be given only at creation')
  }
  if (wanted.sipPassword !== undefined) subscriber.sipPassword = wanted.sipPassword
  subscriber.active = wanted.active ?? subscriber.active
  subscriber.profile = mergeProfile(subscriber.profile, wanted.profile ?? {})
  subscriber.modifiedAt = new Date(ctx.now()).toISOString()
  await ctx.store.save()
  return showSubscriber(subscriber)
}

const removal = z.object({ 'can-deactivate': z.string().optional() })

async function remove({ ctx, domain, item, query }: PlatformRequest): Promise<undefined> {
  const subscriber = find(domain, item)
  if (readBody(removal, query)['can-deactivate'] === 'true') {
    for (const call of ctx.calls.list()) {
      if (call.caller !== subscriber && call.connectedTo !== subscriber) continue
      cutOff(call, `Subscriber ${subscriber.msisdn} is removed: the call is ended`)
    }
  }
  domain.subscribers = domain.subscribers.filter((one) => one !== subscriber)
  await ctx.store.save()
}

function showSubscriber(subscriber: Subscriber): Record<string, unknown> {
  return { ...subscriber, deletedAt: null }
}

/** By name, else by numeric id. */
function find(domain: Domain, item: string): Subscriber {
  const found =
    domain.subscribers.find(({ msisdn }) => msisdn === item) ??
    domain.subscribers.find(({ id }) => String(id) === item)
  if (!found) throw new PlatformError(404, 'Subscriber not found')
  return found
}
