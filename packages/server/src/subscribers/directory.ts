import { and, inArray, isNotNull } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import { openMirror } from '../db/mirror.ts'
import type { Query } from '../db/query.ts'
import { type PairingKind, subscribers } from './table.ts'

/** A subscriber that the platform has confirmed, and whose device it is. */
interface ConfirmedSubscriber {
  deviceId: string
  nodeId: string
  /** Its name at the platform now; after renumbering the old one until the new one exists. */
  msisdn: string
  platformId: string
  active: boolean
}

export interface SubscriberDirectory {
  /** Device id to name, of those that may be rung. */
  confirmed(organizationId: string, kind: PairingKind): ReadonlyMap<string, string>
  /** Whose phone calls: by the subscriber id in the platform's session, never by the caller's number. */
  byPlatformId(
    organizationId: string,
    kind: PairingKind,
    platformId: string | number,
  ): ConfirmedSubscriber | null
  refresh(): Promise<void>
  probe(): Promise<string | null>
  close(): Promise<void>
}

type Stored = ConfirmedSubscriber & { kind: PairingKind }
interface Indexed {
  names: Map<string, string>
  byPlatformId: Map<string, ConfirmedSubscriber>
}

const none: Indexed = { names: new Map(), byPlatformId: new Map() }

/** What the platform has confirmed, from memory. */
export async function openSubscriberDirectory(deps: Deps): Promise<SubscriberDirectory> {
  const indexes = new Map<string, Indexed>()
  const at = (organizationId: string, kind: PairingKind) =>
    indexes.get(`${organizationId} ${kind}`) ?? none
  const mirror = await openMirror<{ organizationId: string; subscribers: Stored[] }>(deps, {
    name: 'subscribers',
    load,
    changed(before, after) {
      const organizationId = (before ?? after)?.organizationId
      if (organizationId === undefined) return
      for (const kind of ['main', 'trial'] as const) {
        const own = after?.subscribers.filter((subscriber) => subscriber.kind === kind) ?? []
        if (own.length === 0) indexes.delete(`${organizationId} ${kind}`)
        else indexes.set(`${organizationId} ${kind}`, indexOf(own))
      }
    },
  })
  return {
    confirmed: (organizationId, kind) => at(organizationId, kind).names,
    byPlatformId: (organizationId, kind, platformId) =>
      at(organizationId, kind).byPlatformId.get(String(platformId)) ?? null,
    refresh: () => mirror.refresh(),
    probe: async () => mirror.probe(),
    close: () => mirror.close(),
  }
}

function indexOf(own: readonly Stored[]): Indexed {
  const active = own.filter((subscriber) => subscriber.active)
  return {
    names: new Map(active.map(({ deviceId, msisdn }) => [deviceId, msisdn])),
    byPlatformId: new Map(own.map((subscriber) => [subscriber.platformId, subscriber])),
  }
}

async function load(query: Query, organizationIds: readonly string[] | null) {
  const rows = await query
    .select({
      organizationId: subscribers.organizationId,
      kind: subscribers.pairingKind,
      deviceId: subscribers.deviceId,
      nodeId: subscribers.nodeId,
      msisdn: subscribers.msisdn,
      platformId: subscribers.platformId,
      active: subscribers.active,
    })
    .from(subscribers)
    .where(
      and(
        isNotNull(subscribers.platformId),
        organizationIds === null
          ? undefined
          : inArray(subscribers.organizationId, [...organizationIds]),
      ),
    )
  const found = new Map<string, { organizationId: string; subscribers: Stored[] }>()
  for (const { organizationId, msisdn, platformId, active, ...rest } of rows) {
    if (msisdn === null || platformId === null) continue
    const entry = found.get(organizationId) ?? { organizationId, subscribers: [] }
    entry.subscribers.push({ ...rest, msisdn, platformId, active: active ?? true })
    found.set(organizationId, entry)
  }
  return found
}
