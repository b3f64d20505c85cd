import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import { announceMirrored, markMirrored, openMirror } from '../db/mirror.ts'
import type { Query } from '../db/query.ts'
import { runInTransaction } from '../db/transaction.ts'
import { findOrganizations } from '../organizations/service.ts'
import { cdrKeyOf, sha256Hex } from './keys.ts'
import { defaultWebhookBase } from './rules.ts'
import { type FormerKeys, type PairingKind, type PairingRow, pairings } from './table.ts'

/** What the voice and callback edges need to know of a domain. Secrets in clear: never logged. */
export interface PairingEntry {
  organizationId: string
  kind: PairingKind
  platform: PairingRow['platform']
  domainName: string
  domainUuid: string
  country: string
  timeZone: string
  /** SHA-256, hex, of all Bearer keys that are valid now. */
  requestsKeys: string[]
  /** HMAC secrets that are valid now. */
  webhookKeys: string[]
  /** Values of `?key=` that are valid now. */
  cdrKeys: string[]
  /** Of a simulator's domain: its API key, which signs X-Opbx-Trial. */
  trialKey: string | null
  baseUrl: string
}

type First = 'subscriber' | 'call' | 'session_update' | 'cdr'

export interface PairingDirectory {
  byRequestsKey(sha256: string): PairingEntry | null
  byDomain(nameOrUuid: string): PairingEntry | null
  of(organizationId: string, kind: PairingKind): PairingEntry | null
  /** Notes the first of its kind at the organization's own domain (not the trial's); cheap when known. */
  noteFirst(organizationId: string, kind: First, at: Date): void
  refresh(): Promise<void>
  /** Null, or why no domain is known. */
  probe(): Promise<string | null>
  close(): Promise<void>
}

interface Key {
  requests: string
  webhook: string
  cdr: string
  /** ISO time until which it is accepted; null: without end. */
  until: string | null
}
type Stored = Omit<PairingEntry, 'requestsKeys' | 'webhookKeys' | 'cdrKeys'> & {
  keys: Key[]
  firsts: First[]
}

/** Which organization has a domain or a key, from memory. */
export async function openPairingDirectory(deps: Deps): Promise<PairingDirectory> {
  const byKey = new Map<string, Stored>()
  const byDomain = new Map<string, Stored>()
  const noted = new Set<string>()
  const forget = (entry: Stored) => {
    for (const key of entry.keys) byKey.delete(key.requests)
    for (const name of namesOf(entry)) byDomain.delete(name)
    for (const first of allFirsts) noted.delete(`${entry.organizationId} ${first}`)
  }
  const remember = (entry: Stored) => {
    for (const key of entry.keys) byKey.set(key.requests, entry)
    for (const name of namesOf(entry)) byDomain.set(name, entry)
    for (const first of entry.firsts) noted.add(`${entry.organizationId} ${first}`)
  }
  const mirror = await openMirror<Stored[]>(deps, {
    name: 'pairings',
    load: (query, ids) => load(deps, query, ids),
    changed(before = [], after = []) {
      for (const entry of before) forget(entry)
      for (const entry of after) remember(entry)
    },
  })
  // A call asks for its domain several times a second, its keys change once in a year.
  const valid = new WeakMap<Stored, Valid>()
  const toEntry = (stored: Stored | undefined): PairingEntry | null => {
    if (stored === undefined) return null
    const now = deps.clock.now().getTime()
    const known = valid.get(stored)
    if (known !== undefined && now >= known.from && now < known.until) return known.entry
    const found = validAt(stored, now)
    valid.set(stored, found)
    return found.entry
  }
  return {
    byRequestsKey(sha256) {
      const entry = toEntry(byKey.get(sha256))
      return entry?.requestsKeys.includes(sha256) ? entry : null
    },
    byDomain: (nameOrUuid) => toEntry(byDomain.get(nameOrUuid.toLowerCase())),
    of: (organizationId, kind) =>
      toEntry(mirror.of(organizationId)?.find((entry) => entry.kind === kind)),
    noteFirst(organizationId, kind, at) {
      const name = `${organizationId} ${kind}`
      if (noted.has(name)) return
      noted.add(name)
      storeFirst(deps, { organizationId, kind, at }).catch((error: unknown) => {
        noted.delete(name)
        deps.log.warn({ err: error, organizationId, kind }, 'first of its kind not noted')
      })
    },
    refresh: () => mirror.refresh(),
    probe: async () => mirror.probe(),
    close: () => mirror.close(),
  }
}

function namesOf(entry: Stored): string[] {
  return [entry.domainUuid, entry.domainName.toLowerCase()]
}

/** An entry and the time, in milliseconds, in which its keys are the valid ones. */
interface Valid {
  entry: PairingEntry
  from: number
  until: number
}

function validAt(stored: Stored, now: number): Valid {
  const { keys, firsts: _, ...entry } = stored
  const ends = keys.map((key) => (key.until === null ? Infinity : Date.parse(key.until)))
  const valid = keys.filter((_key, index) => (ends[index] ?? 0) > now)
  return {
    entry: {
      ...entry,
      requestsKeys: valid.map((key) => key.requests),
      webhookKeys: valid.map((key) => key.webhook),
      cdrKeys: valid.map((key) => key.cdr),
    },
    from: Math.max(-Infinity, ...ends.filter((end) => end <= now)),
    until: Math.min(...ends.filter((end) => end > now)),
  }
}

async function load(
  deps: Deps,
  query: Query,
  organizationIds: readonly string[] | null,
): Promise<Map<string, Stored[]>> {
  const rows = await query
    .select()
    .from(pairings)
    .where(
      organizationIds === null ? undefined : inArray(pairings.organizationId, [...organizationIds]),
    )
  const ids = [...new Set(rows.map((row) => row.organizationId))]
  const organizations = await findOrganizations(query, ids)
  const found = new Map<string, Stored[]>()
  for (const { id, country, timeZone } of organizations) {
    const own = rows.filter((row) => row.organizationId === id)
    found.set(
      id,
      own.map((row) => ({ ...toStored(deps, row), country, timeZone })),
    )
  }
  return found
}

function toStored(deps: Deps, row: PairingRow): Omit<Stored, 'country' | 'timeZone'> {
  const current = { requests: row.requestsApiKey, webhook: row.webhookApiKey, until: null }
  return {
    organizationId: row.organizationId,
    kind: row.kind,
    platform: row.platform,
    domainName: row.domainName,
    domainUuid: row.domainUuid,
    keys: [current, ...row.formerKeys].map((keys) => toKey(deps, keys)),
    trialKey: row.platform === 'simulator' ? deps.secrets.decrypt(row.domainApiKey) : null,
    baseUrl: row.webhookBaseUrl ?? defaultWebhookBase(row.platform, deps.config),
    firsts: firstsOf(row),
  }
}

function toKey({ secrets }: Deps, keys: FormerKeys): Key {
  const webhook = secrets.decrypt(keys.webhook)
  return {
    requests: sha256Hex(secrets.decrypt(keys.requests)),
    webhook,
    cdr: cdrKeyOf(webhook),
    until: keys.until,
  }
}

const allFirsts = ['subscriber', 'call', 'session_update', 'cdr'] as const

const firstColumns = {
  subscriber: 'firstSubscriberAt',
  call: 'firstCallAt',
  session_update: 'firstSessionUpdateAt',
  cdr: 'firstCdrAt',
} as const satisfies Record<First, keyof PairingRow>

function firstsOf(row: PairingRow): First[] {
  if (row.kind !== 'main') return []
  return allFirsts.filter((kind) => row[firstColumns[kind]] !== null)
}

/** Notes the first subscriber, call, session update or CDR of an organization's own domain, once. */
async function storeFirst(
  deps: Deps,
  { organizationId, kind, at }: { organizationId: string; kind: First; at: Date },
): Promise<void> {
  const column = firstColumns[kind]
  await runInTransaction(deps.db, async (tx) => {
    await markMirrored(tx, organizationId)
    await tx
      .update(pairings)
      .set({ [column]: at })
      .where(
        and(
          eq(pairings.organizationId, organizationId),
          eq(pairings.kind, 'main'),
          isNull(pairings[column]),
        ),
      )
  })
  announceMirrored(deps, organizationId)
}
