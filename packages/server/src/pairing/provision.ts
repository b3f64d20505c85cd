import type { PairingCheck } from '@opbx/contract/pairing'
import type { CloudonixClient } from '../cloudonix/client.ts'
import type { PlatformFailure, PlatformResult } from '../cloudonix/failure.ts'
import type { PlatformApplication, PlatformDomain } from '../cloudonix/shapes.ts'
import {
  failed,
  findOwnApplication,
  hasOurProfile,
  isBuiltIn,
  lostKeys,
  passed,
  profileOf,
  voiceApplicationName,
  type WebhookUrls,
} from './rules.ts'
import type { PairingRow } from './table.ts'

export interface Wanted {
  /** As it stands in the database now. */
  row: PairingRow
  organizationName: string
  requestsApiKey: string
  urls: WebhookUrls
  mayReplaceDefault: boolean
}

/** What the domain looks like afterwards, as far as it is ours to remember. */
export interface Provisioned {
  checks: PairingCheck[]
  /** The platform has our profile, with the Requests API key. */
  profileWritten: boolean
  application: { id: number; name: string } | null
  former: { id: number; name: string } | null
  foreignName: string | null
  platformMs: number | null
}

/** Writes profile, voice application and default application into a domain. Repeatable. */
export async function provision(
  client: CloudonixClient,
  domain: PlatformDomain,
  wanted: Wanted,
): Promise<Provisioned> {
  const listed = await client.listApplications()
  const own = listed.ok
    ? await ensureApplication(client, listed.value, wanted)
    : { ok: false as const, failure: listed.failure }
  const current = currentDefault(domain, listed.ok ? listed.value : [])
  const choice = own.ok ? chooseDefault(current, own.value, wanted) : null
  const written = await writeDomain(client, domain, {
    profile: profileOf({ ...wanted.row, requestsApiKey: wanted.requestsApiKey, urls: wanted.urls }),
    defaultApplication: choice?.set ?? null,
  })
  const stale = own.ok && written.ok ? own.value.stale : null
  if (stale !== null) await client.deleteApplication(stale)
  return {
    checks: [
      checkProfile(written, wanted),
      checkApplication(own),
      checkDefault({ own, choice, current, written }),
    ],
    profileWritten: written.ok,
    application: own.ok ? { id: own.value.id, name: own.value.name } : null,
    former: choice?.former ?? null,
    foreignName: choice?.foreignName ?? null,
    platformMs: written.ok ? (written.date?.getTime() ?? null) : null,
  }
}

type OwnApplication = { id: number; name: string; stale: PlatformApplication | null }

/** One that exists is brought up to date; a new name (the organization was renamed) makes a new one. */
async function ensureApplication(
  client: CloudonixClient,
  applications: readonly PlatformApplication[],
  { row, organizationName, urls }: Wanted,
): Promise<PlatformResult<OwnApplication>> {
  const name = voiceApplicationName(organizationName)
  const found = findOwnApplication(applications, {
    id: row.applicationId,
    name,
    url: urls.voiceRoute,
  })
  const address = { url: urls.voiceRoute, method: 'POST' as const }
  if (found?.name === name) {
    const isRight = found.url === address.url && found.method === address.method
    if (isRight) return { ok: true, value: { id: found.id, name, stale: null }, date: null }
    const changed = await client.updateApplication(found, address)
    if (changed.ok) return { ...changed, value: { id: found.id, name, stale: null } }
    // Deleted since it was listed: made anew.
    if (changed.failure.kind !== 'not_found') return changed
  }
  const created = await client.createApplication({ name, ...address })
  if (!created.ok) return created
  const isOurs =
    found !== null && (found.id === row.applicationId || found.name.startsWith('OPBX - '))
  const stale = isOurs && found.name !== name ? found : null
  return { ...created, value: { id: created.value.id, name, stale } }
}

type DefaultApplication = { id: number; name: string; type: string }

function currentDefault(
  domain: PlatformDomain,
  applications: readonly PlatformApplication[],
): DefaultApplication | null {
  const id = domain.defaultApplicationId
  if (id === null) return null
  const listed = applications.find((application) => application.id === id)
  return listed ?? domain.defaultApplication ?? { id, name: `number ${id}`, type: 'cxml' }
}

interface DefaultChoice {
  /** The application to make the default; null: it stays as it is. */
  set: number | null
  /** What un-pairing puts back. */
  former: { id: number; name: string } | null
  foreignName: string | null
}

/** A default application that somebody made is replaced only when that was confirmed. */
function chooseDefault(
  current: DefaultApplication | null,
  own: OwnApplication,
  { row, mayReplaceDefault }: Wanted,
): DefaultChoice {
  const remembered =
    row.formerApplicationId === null
      ? null
      : { id: row.formerApplicationId, name: row.formerApplicationName ?? '' }
  if (current === null || current.id === own.id || current.id === own.stale?.id) {
    return { set: own.id, former: remembered, foreignName: null }
  }
  if (!isBuiltIn(current) && !mayReplaceDefault) {
    return { set: null, former: remembered, foreignName: current.name }
  }
  return { set: own.id, former: { id: current.id, name: current.name }, foreignName: null }
}

/** Profile and default in one request; read again when the answer is empty; mended when it was no merge. */
async function writeDomain(
  client: CloudonixClient,
  before: PlatformDomain,
  change: { profile: Record<string, string | number>; defaultApplication: number | null },
): Promise<PlatformResult<PlatformDomain>> {
  const { profile, defaultApplication } = change
  const body = defaultApplication === null ? { profile } : { profile, defaultApplication }
  const written = await orRead(client, await client.updateDomain(body))
  if (!written.ok) return written
  const lost = lostKeys(before.profile, written.value.profile)
  if (lost.length === 0) return written
  const kept = Object.fromEntries(lost.map((key) => [key, before.profile[key]]))
  return orRead(client, await client.updateDomain({ profile: { ...kept, ...profile } }))
}

async function orRead(
  client: CloudonixClient,
  written: PlatformResult<PlatformDomain | null>,
): Promise<PlatformResult<PlatformDomain>> {
  if (!written.ok) return written
  return written.value === null ? client.getDomain() : { ...written, value: written.value }
}

function checkProfile(written: PlatformResult<PlatformDomain>, wanted: Wanted): PairingCheck {
  if (!written.ok) return failedWith('profile', 'The domain was not set up', written.failure)
  const profile = profileOf({
    ...wanted.row,
    requestsApiKey: wanted.requestsApiKey,
    urls: wanted.urls,
  })
  return hasOurProfile(written.value.profile, profile)
    ? passed('profile', 'The domain sends its events here, with the Requests API key.')
    : failed(
        'profile',
        'The platform took the settings of the domain but does not show them.',
        'Save again. If it stays so, compare the profile of the domain in the Cloudonix portal.',
      )
}

function checkApplication(own: PlatformResult<OwnApplication>): PairingCheck {
  return own.ok
    ? passed('voice_application', `The voice application "${own.value.name}" asks OPBX.`)
    : failedWith('voice_application', 'Voice application creation failed', own.failure)
}

function checkDefault(done: {
  own: PlatformResult<OwnApplication>
  choice: DefaultChoice | null
  current: DefaultApplication | null
  written: PlatformResult<PlatformDomain>
}): PairingCheck {
  const { own, choice, current, written } = done
  if (!own.ok || choice === null) {
    return failed(
      'default_application',
      'There is no voice application to make the default.',
      'See what is said about the voice application.',
    )
  }
  if (choice.foreignName !== null) {
    return failed(
      'default_application',
      `The default application of the domain is "${choice.foreignName}", which is not ours. Calls still go there.`,
      'Confirm that it may be replaced, and save again. Un-pairing puts it back.',
    )
  }
  if (!written.ok) {
    return failedWith('default_application', 'The default application was not set', written.failure)
  }
  const shown = written.value.defaultApplicationId
  if (shown !== null && shown !== own.value.id) {
    return failed(
      'default_application',
      "The platform's default application is not ours.",
      'Save again to make it the default.',
    )
  }
  const replaced = current !== null && choice.former?.id === current.id
  return passed(
    'default_application',
    replaced
      ? `Calls come to OPBX. "${current.name}" was the default before and is put back when you disconnect.`
      : 'Calls come to OPBX: its application is the default of the domain.',
  )
}

function failedWith(
  step: PairingCheck['step'],
  what: string,
  failure: PlatformFailure,
): PairingCheck {
  return failed(step, `${what}: ${failure.message}`, failure.remedy)
}
