import type { z } from 'zod'
import { failureOf, type PlatformResult } from './failure.ts'
import { type PlatformRequest, send, type Transport } from './request.ts'
import {
  applicationSchema,
  domainSchema,
  type PlatformApplication,
  type PlatformDomain,
  type PlatformSubscriber,
  platformDnidSchema,
  platformTrunkSchema,
  platformVoiceSchema,
  subscriberSchema,
} from './shapes.ts'

export type CloudonixClient = ReturnType<typeof createCloudonixClient>

/** The platform's REST API for one domain. Failures are values with a sentence and a remedy. */
export function createCloudonixClient(transport: Transport, domainUuid: string) {
  const base = `/customers/self/domains/${encodeURIComponent(domainUuid)}`
  const one = oneOf(transport)
  const list = listOf(transport)
  const gone = goneOf(transport)
  return {
    getDomain: () => one(domainSchema, { method: 'GET', path: base }),
    updateDomain: (change: DomainChange): Promise<PlatformResult<PlatformDomain | null>> =>
      oneOrNothing(transport, domainSchema, { method: 'PUT', path: base, body: change }),

    listApplications: () => list(applicationSchema, `${base}/applications`),
    createApplication: (application: ApplicationBody) =>
      createApplication(transport, `${base}/applications`, application),
    /** By name: that is how the platform finds it; some versions know the numeric id only. */
    updateApplication: (at: { id: number; name: string }, change: Omit<ApplicationBody, 'name'>) =>
      byNameThenId(at, (reference) =>
        oneOrNothing(transport, applicationSchema, {
          method: 'PUT',
          path: `${base}/applications/${encodeURIComponent(reference)}`,
          body: { ...change, type: 'cxml', profile: {} },
        }),
      ),
    deleteApplication: async (at: { id: number; name: string }) =>
      nothingLeft(
        await byNameThenId(at, (reference) =>
          send(transport, {
            method: 'DELETE',
            path: `${base}/applications/${encodeURIComponent(reference)}`,
          }),
        ),
      ),

    listSubscribers: () => list(subscriberSchema, `${base}/subscribers`),
    createSubscriber: (subscriber: SubscriberBody) =>
      createSubscriber(transport, `${base}/subscribers`, subscriber),
    updateSubscriber: (id: string, change: SubscriberBody & { active: boolean }) =>
      oneOrNothing(transport, subscriberSchema, {
        method: 'PUT',
        path: `${base}/subscribers/${encodeURIComponent(id)}`,
        body: change,
      }),
    deleteSubscriber: (id: string) => gone(`${base}/subscribers/${encodeURIComponent(id)}`),

    /** The live session asks `url` now, whatever it is doing. Once: a second time would take it away from where it is. */
    switchApplication: (domain: string, session: string, to: { url: string; method: 'POST' }) =>
      send(transport, {
        method: 'POST',
        path: `/calls/${encodeURIComponent(domain)}/sessions/${encodeURIComponent(session)}/application`,
        body: to,
      }),

    listTrunks: () => list(platformTrunkSchema, `${base}/trunks`),
    listDnids: () => list(platformDnidSchema, `${base}/dnids`),
    listVoices: () =>
      list(platformVoiceSchema, `/domains/${encodeURIComponent(domainUuid)}/resources/voices`),
  }
}

export interface DomainChange {
  /** Keys are merged; null removes a key. */
  profile?: Record<string, unknown>
  defaultApplication?: number | null
}
export interface ApplicationBody {
  name: string
  url: string
  method: 'POST'
}
export interface SubscriberBody {
  msisdn: string
  sipPassword: string
}

const oneOf =
  (transport: Transport) =>
  async <T>(schema: z.ZodType<T>, request: PlatformRequest): Promise<PlatformResult<T>> => {
    const result = await oneOrNothing(transport, schema, request)
    if (!result.ok) return result
    if (result.value === null) return { ok: false, failure: failureOf('unreadable') }
    return { ok: true, value: result.value, date: result.date }
  }

/** Null: done, with an empty body (204, or 200 without one). */
async function oneOrNothing<T>(
  transport: Transport,
  schema: z.ZodType<T>,
  request: PlatformRequest,
): Promise<PlatformResult<T | null>> {
  const result = await send(transport, request)
  if (!result.ok || result.value === null) return toNull(result)
  const parsed = schema.safeParse(result.value)
  if (!parsed.success) return { ok: false, failure: failureOf('unreadable') }
  return { ok: true, value: parsed.data, date: result.date }
}

function toNull(result: PlatformResult<unknown>): PlatformResult<null> {
  return result.ok ? { ok: true, value: null, date: result.date } : result
}

/** An empty list is answered with 404. Entries that cannot be read are left out. */
const listOf =
  (transport: Transport) =>
  async <T>(schema: z.ZodType<T>, path: string): Promise<PlatformResult<T[]>> => {
    const result = await send(transport, { method: 'GET', path })
    if (!result.ok) {
      if (result.failure.kind !== 'not_found') return result
      return { ok: true, value: [], date: null }
    }
    if (result.value === null) return { ok: true, value: [], date: result.date }
    if (!Array.isArray(result.value)) return { ok: false, failure: failureOf('unreadable') }
    const items = result.value.flatMap((item) => {
      const parsed = schema.safeParse(item)
      return parsed.success ? [parsed.data] : []
    })
    return { ok: true, value: items, date: result.date }
  }

const goneOf =
  (transport: Transport) =>
  async (path: string): Promise<PlatformResult<null>> =>
    nothingLeft(await send(transport, { method: 'DELETE', path }))

/** What is not there needs no deleting. */
function nothingLeft(result: PlatformResult<unknown>): PlatformResult<null> {
  if (!result.ok && result.failure.kind === 'not_found') {
    return { ok: true, value: null, date: null }
  }
  return toNull(result)
}

async function byNameThenId<T>(
  at: { id: number; name: string },
  ask: (reference: string) => Promise<PlatformResult<T>>,
): Promise<PlatformResult<T>> {
  const byName = await ask(at.name)
  return !byName.ok && byName.failure.kind === 'not_found' ? ask(String(at.id)) : byName
}

async function createApplication(
  transport: Transport,
  path: string,
  application: ApplicationBody,
): Promise<PlatformResult<PlatformApplication>> {
  const created = await oneOrNothing(transport, applicationSchema, {
    method: 'POST',
    path,
    // An empty list as the profile is refused: it has to be an object.
    body: { ...application, type: 'cxml', profile: {} },
  })
  if (!created.ok) return created
  return createdOrListed(
    created,
    () => listOf(transport)(applicationSchema, path),
    (found) => found.name === application.name,
  )
}

async function createSubscriber(
  transport: Transport,
  path: string,
  subscriber: SubscriberBody,
): Promise<PlatformResult<PlatformSubscriber>> {
  const answer = await oneOrNothing(transport, subscriberSchema, {
    method: 'POST',
    path,
    body: { ...subscriber, profile: {} },
  })
  if (!answer.ok) return answer
  const created = await createdOrListed(
    answer,
    () => listOf(transport)(subscriberSchema, path),
    (found) => found.msisdn === subscriber.msisdn,
  )
  if (!created.ok || created.value.sipPassword === null) return created
  if (created.value.sipPassword === subscriber.sipPassword) return created
  // It did not understand sipPassword, the spelling of the newer papers.
  const renamed = await oneOrNothing(transport, subscriberSchema, {
    method: 'PUT',
    path: `${path}/${encodeURIComponent(created.value.id)}`,
    body: { msisdn: subscriber.msisdn, 'sip-password': subscriber.sipPassword, active: true },
  })
  if (!renamed.ok) return renamed
  return { ...created, value: renamed.value ?? created.value }
}

/** Creating may be answered with nothing: then the list tells. */
async function createdOrListed<T>(
  created: PlatformResult<T | null> & { ok: true },
  list: () => Promise<PlatformResult<T[]>>,
  isIt: (item: T) => boolean,
): Promise<PlatformResult<T>> {
  if (created.value !== null) return { ok: true, value: created.value, date: created.date }
  const listed = await list()
  if (!listed.ok) return listed
  const found = listed.value.find(isIt)
  if (found === undefined) return { ok: false, failure: failureOf('unreadable') }
  return { ok: true, value: found, date: listed.date }
}
