import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import type { FlowImport } from '../call-flow/service.ts'
import { importFlow } from '../call-flow/service.ts'
import { systemCtx } from '../context.ts'
import { markMirrored } from '../db/mirror.ts'
import { cdrKeyOf } from '../pairing/keys.ts'
import { applyDraft } from '../revisions/service.ts'
import { sampleCompany } from '../trial/sample-company.ts'
import type { TestApp } from './app.ts'

/** A domain of the platform that an organization is paired with, and its keys. */
export interface VoiceDomain {
  organizationId: string
  name: string
  uuid: string
  requestsKey: string
  webhookKey: string
  cdrKey: string
  /** Signs the trial header of a simulator's domain. */
  apiKey: string
}

interface DomainOptions {
  platform?: 'cloudonix' | 'simulator'
  kind?: 'main' | 'trial'
}

/** Pairs an organization without asking any platform: straight into the table. */
export async function makeVoiceDomain(
  test: TestApp,
  organizationId: string,
  { platform = 'cloudonix', kind = 'main' }: DomainOptions = {},
): Promise<VoiceDomain> {
  const { deps } = test
  const unique = randomBytes(4).toString('hex')
  const webhookKey = `webhook-key-${unique}-0123456789`
  const domain: VoiceDomain = {
    organizationId,
    name: `acme-${unique}.cloudonix.net`,
    uuid: randomUUID(),
    requestsKey: `requests-key-${unique}-0123456789`,
    webhookKey,
    cdrKey: cdrKeyOf(webhookKey),
    apiKey: `XI${randomBytes(16).toString('hex')}`,
  }
  const { encrypt } = deps.secrets
  await deps.db.pool.query(
    `insert into pairings (organization_id, kind, id, platform, domain_uuid, domain_name,
       domain_api_key, requests_api_key, webhook_api_key, former_keys, no_answer_timeout_seconds,
       recording_format, status, checks, created_at, updated_at, webhook_base_url)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, '[]', 60, 'mp3', 'configured', '[]', $10, $10, $11)`,
    [
      organizationId,
      kind,
      `pair_${unique}`,
      platform,
      domain.uuid,
      domain.name,
      encrypt(domain.apiKey),
      encrypt(domain.requestsKey),
      encrypt(webhookKey),
      deps.clock.now(),
      'https://pbx.acme.example',
    ],
  )
  await markMirrored(deps.db.query, organizationId)
  await test.services.pairings.refresh()
  return domain
}

/** Makes nodes and numbers, applies them, and confirms every device. Pair before, call after. */
export async function applyCompany(
  test: TestApp,
  organizationId: string,
  company: FlowImport = sampleCompany('US'),
): Promise<Record<string, string>> {
  const { deps, services } = test
  const ctx = systemCtx(deps, organizationId, ['flow.read', 'flow.write'])
  const ids = await importFlow(ctx, company)
  await applyDraft(ctx, services.revisions, { note: '', draftVersion: null })
  await deps.db.pool.query(
    `update subscribers set msisdn = wanted_msisdn, active = true, status = 'synced',
       platform_id = $2 || wanted_msisdn where organization_id = $1`,
    [organizationId, platformIdPrefix],
  )
  await markMirrored(deps.db.query, organizationId)
  await services.subscribers.refresh()
  return ids
}

const platformIdPrefix = '24'

/** Id, at the platform, of the subscriber of an extension's first device. */
function platformIdOf(extension: string): string {
  return `${platformIdPrefix}${extension}`
}

interface CallOptions {
  from?: string
  to?: string
  session?: string
  /** The extension whose phone calls; without it the call comes over a trunk. */
  phone?: string
  headers?: Record<string, string>
}

/** A call as the platform tells of it: asks over HTTP and follows the addresses that it is given. */
export function placeCall({ app }: TestApp, domain: VoiceDomain, options: CallOptions = {}) {
  const session = options.session ?? randomBytes(16).toString('hex')
  const { phone, from = phone ?? '12025550150', to = '12025550100' } = options
  const parameters = {
    ApiVersion: '1',
    CallStatus: phone === undefined ? 'unknown' : 'in-progress',
    From: from,
    To: to,
    CallSid: session,
    SessionData: {
      token: session,
      ...(phone === undefined ? {} : { outgoingSubscriberId: Number(platformIdOf(phone)) }),
    },
    Domain: domain.name,
    Direction: phone === undefined ? 'inbound' : 'subscriber',
    AccountSid: domain.name,
    Session: session,
  }
  const ask = async (path: string, extra: Record<string, unknown> = {}) => {
    const response = await app.inject({
      method: 'POST',
      url: path,
      headers: {
        authorization: `Bearer ${domain.requestsKey}`,
        'x-cx-domain': domain.name,
        'content-type': 'application/json',
        ...options.headers,
      },
      payload: JSON.stringify({ ...parameters, ...extra }),
    })
    return { ...readCxml(response.body), status: response.statusCode }
  }
  const tell = (path: string, body: unknown, key: string) =>
    app.inject({
      method: 'POST',
      url: `/api/webhooks/cloudonix/${path}?key=${key}`,
      headers: { 'content-type': 'application/json', ...options.headers },
      payload: JSON.stringify(body),
    })
  return {
    session,
    parameters,
    route: (extra?: Record<string, unknown>) => ask('/api/voice/route', extra),
    next: ask,
    update: (status: string, extra: Record<string, unknown> = {}) =>
      tell(
        'session-update',
        {
          token: session,
          eventId: randomUUID(),
          domain: domain.name,
          callerId: from,
          destination: to,
          direction: phone === undefined ? 'incoming' : 'outgoing',
          status,
          ...extra,
        },
        domain.cdrKey,
      ),
    cdr: (disposition: string, extra: Record<string, unknown> = {}) =>
      tell(
        'cdr',
        {
          from,
          to,
          disposition,
          duration: 20,
          billsec: 10,
          call_id: `${session}@198.51.100.7:5060`,
          session: { token: session },
          owner: { domain: { name: domain.name, uuid: domain.uuid } },
          ...extra,
        },
        domain.cdrKey,
      ),
  }
}

/** The document, and the path that its action or, failing that, its Redirect leads to. */
function readCxml(cxml: string): { cxml: string; action: string; fallThrough: string } {
  const path = (found: RegExpExecArray | null) =>
    found?.[1] === undefined ? '' : new URL(found[1].replaceAll('&amp;', '&')).pathname
  return {
    cxml,
    action: path(/ action="([^"]+)"/.exec(cxml)),
    fallThrough: path(/<Redirect[^>]*>([^<]+)</.exec(cxml)),
  }
}

/** `X-Opbx-Trial` for a call of this domain. */
export function trialHeaderOf(
  domain: VoiceDomain,
  session: string,
  { at, revision = 'live' }: { at: string; revision?: 'live' | 'draft' },
): string {
  const signature = createHmac('sha256', domain.apiKey)
    .update(`${session}\n${at}\n${revision}`)
    .digest('hex')
  return `t=${at};r=${revision};s=${signature}`
}
