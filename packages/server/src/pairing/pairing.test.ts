import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, test } from 'vitest'
import { markMirrored } from '../db/mirror.ts'
import { runInTransaction } from '../db/transaction.ts'
import { as, makeOrganization } from '../testing/factories.ts'
import { makeVoiceDomain } from '../testing/voice-domain.ts'
import {
  openInstallation,
  type SimulatorDomain,
  type TestInstallation,
} from '../testing/with-simulator.ts'
import { createPairingDirectory } from './service.ts'
import { pairings } from './table.ts'

const path = '/api/v1/settings/cloudonix'
let the: TestInstallation

beforeAll(async () => {
  the = await openInstallation()
})

const change = (domain: SimulatorDomain, more: object = {}) => ({
  platform: 'simulator',
  domainUuid: domain.uuid,
  domainApiKey: domain.apiKey,
  ...more,
})
const domainOf = (domain: SimulatorDomain) =>
  the.ask(domain, 'GET', `/customers/self/domains/${domain.uuid}`)
const applicationsOf = async (domain: SimulatorDomain) => {
  const path = `/customers/self/domains/${domain.uuid}/applications`
  return (await the.ask(domain, 'GET', path)) as { id: number; name: string; url: string }[]
}

/** A domain whose calls go to somebody else's application. */
async function domainInUse() {
  const domain = await the.makeDomain()
  const base = `/customers/self/domains/${domain.uuid}`
  const body = { name: 'reception', type: 'cxml', url: 'http://127.0.0.1:9/', method: 'POST' }
  const theirs = (await the.ask(domain, 'POST', `${base}/applications`, body)) as { id: number }
  const profile = { 'provisional-timeout': 3 }
  await the.ask(domain, 'PUT', base, { defaultApplication: theirs.id, profile })
  return { domain, theirs }
}

describe('pairing with the simulator', () => {
  test('a domain is set up with profile, application and default, and each step is told', async () => {
    const { owner } = await makeOrganization(the, { name: 'Käse & Söhne/100% 🧀' })
    const domain = await the.makeDomain()
    const saved = await the.send(owner, 'PUT', path, change(domain, { noAnswerTimeout: 45 }))
    expect(saved).toMatchObject({
      status: 200,
      body: {
        status: 'configured',
        platform: 'simulator',
        domainName: domain.domain,
        package: 'Simulator',
        domainApiKey: `${domain.apiKey.slice(0, 4)}********`,
        requestsApiKey: '********',
        webhookApiKey: '********',
        voiceApplication: 'OPBX - Käse & Söhne/100% 🧀',
        resolvedWebhookBaseUrl: the.url,
        warnings: [],
      },
    })
    const { checks } = saved.body as { checks: { step: string; ok: boolean }[] }
    const done = checks.filter(({ ok }) => ok).map(({ step }) => step)
    expect(done).toEqual(
      expect.arrayContaining([
        'credentials',
        'domain',
        'profile',
        'voice_application',
        'default_application',
        'webhook_url',
      ]),
    )
    const [own] = (await applicationsOf(domain)).filter(({ name }) => name.startsWith('OPBX'))
    expect(own?.url).toBe(`${the.url}/api/voice/route`)
    expect(await domainOf(domain)).toMatchObject({
      defaultApplication: own?.id,
      profile: {
        'call-timeout': 45,
        'recording-media-type': 'mp3',
        'session-update-endpoint': `${the.url}/api/webhooks/cloudonix/session-update`,
        'cdr-endpoint': expect.stringMatching(/\/api\/webhooks\/cloudonix\/cdr\?key=[\w-]{32}$/),
        'authorization-api-key': expect.stringMatching(/^[\w-]{43}$/),
      },
    })
    const shown = await the.send(owner, 'GET', path)
    expect(shown.body).toMatchObject({ status: 'configured', domainUuid: domain.uuid })
    expect(JSON.stringify(shown.body)).not.toContain(domain.apiKey)
  })

  test('validating connects and changes nothing', async () => {
    const { owner } = await makeOrganization(the)
    const domain = await the.makeDomain()
    const tried = await the.send(owner, 'POST', `${path}/validate`, change(domain))
    expect(tried).toMatchObject({
      status: 200,
      body: { valid: true, profile: { domainName: domain.domain, noAnswerTimeout: 60 } },
    })
    expect((await the.traffic(domain)).map(({ request }) => request.method)).toEqual(['GET'])
    expect(await the.send(owner, 'GET', path)).toMatchObject({ body: { status: 'unpaired' } })
  })

  test('a refused key is 422 and nothing is stored', async () => {
    const { owner } = await makeOrganization(the)
    const domain = await the.makeDomain()
    const wrong = change(domain, { domainApiKey: 'XIwrongwrongwrongwrongwrongwrong12' })
    for (const [method, at] of [
      ['PUT', path],
      ['POST', `${path}/validate`],
    ] as const) {
      expect(await the.send(owner, method, at, wrong)).toMatchObject({
        status: 422,
        body: {
          code: 'credentials_refused',
          detail: expect.stringMatching(/^Invalid credentials/),
          errors: [{ path: 'domainApiKey' }],
        },
      })
    }
    expect(await the.send(owner, 'GET', path)).toMatchObject({ body: { status: 'unpaired' } })
  })

  test('bad fields are named', async () => {
    const { owner } = await makeOrganization(the)
    const domain = await the.makeDomain()
    const bad = [
      ['domainUuid', { domainUuid: 'acme' }],
      ['noAnswerTimeout', { noAnswerTimeout: 4 }],
      ['recordingFormat', { recordingFormat: 'ogg' }],
      ['requestsApiKey', { requestsApiKey: 'too short' }],
      ['webhookBaseUrl', { webhookBaseUrl: 'http://203.0.113.9:8080' }],
      ['domainApiKey', { domainApiKey: 'XI12********' }],
      ['surprise', { surprise: 1 }],
    ] as const
    for (const [field, wrong] of bad) {
      const answer = await the.send(owner, 'PUT', path, change(domain, wrong))
      expect(answer, field).toMatchObject({ status: 422, body: { errors: [{ path: field }] } })
    }
  })

  test('a domain belongs to one organization only', async () => {
    const first = await makeOrganization(the)
    const second = await makeOrganization(the)
    const domain = await the.makeDomain()
    await the.send(first.owner, 'PUT', path, change(domain))
    const answer = await the.send(second.owner, 'PUT', path, change(domain))
    expect(answer).toMatchObject({
      status: 409,
      body: { detail: expect.stringMatching(/another organization/) },
    })
    expect(await the.send(second.owner, 'GET', path)).toMatchObject({
      body: { status: 'unpaired', domainUuid: null },
    })
  })

  test('two saves at once make one application', async () => {
    const { owner } = await makeOrganization(the, { name: 'Racers' })
    const domain = await the.makeDomain()
    const answers = await Promise.all([
      the.send(owner, 'PUT', path, change(domain)),
      the.send(owner, 'PUT', path, change(domain)),
    ])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const own = (await applicationsOf(domain)).filter(({ name }) => name.startsWith('OPBX'))
    expect(own).toHaveLength(1)
    expect(await domainOf(domain)).toMatchObject({ defaultApplication: own[0]?.id })
  })

  test('only the owner reads and changes the pairing; trunks are for who edits the flow', async () => {
    const { owner, admin, reporter } = await makeOrganization(the)
    const domain = await the.makeDomain()
    await the.send(owner, 'PUT', path, change(domain))
    for (const person of [admin, reporter]) {
      expect((await the.send(person, 'GET', path)).status).toBe(403)
      expect((await the.send(person, 'PUT', path, change(domain))).status).toBe(403)
      expect((await the.send(person, 'DELETE', path)).status).toBe(403)
    }
    expect(await the.send(admin, 'GET', `${path}/trunks`)).toMatchObject({
      body: { items: [{ name: 'outbound-carrier', direction: 'outbound', active: true }] },
    })
    const voices = await the.send(admin, 'GET', `${path}/voices`)
    expect(voices.body).toMatchObject({
      items: expect.arrayContaining([
        expect.objectContaining({ voice: 'Cloudonix-Neural:Zoe', name: 'Zoe' }),
      ]),
    })
    expect(await the.send(owner, 'GET', `${path}/dnids`)).toMatchObject({ body: { items: [] } })
    expect((await the.send(reporter, 'GET', `${path}/trunks`)).status).toBe(403)
  })

  test('masked values that come back keep what is stored', async () => {
    const { owner } = await makeOrganization(the)
    const domain = await the.makeDomain()
    const first = await the.send(owner, 'PUT', path, change(domain))
    const before = (await domainOf(domain)) as { profile: Record<string, unknown> }
    const { domainApiKey, requestsApiKey } = first.body as Record<string, string>
    const again = change(domain, { domainApiKey, requestsApiKey, recordingFormat: 'wav' })
    expect(await the.send(owner, 'PUT', path, again)).toMatchObject({
      status: 200,
      body: { status: 'configured', recordingFormat: 'wav' },
    })
    const after = (await domainOf(domain)) as { profile: Record<string, unknown> }
    expect(after.profile).toEqual({ ...before.profile, 'recording-media-type': 'wav' })
  })

  test('a default application of somebody else is named, confirmed, and put back', async () => {
    const { owner } = await makeOrganization(the)
    const { domain, theirs } = await domainInUse()
    const asked = await the.send(owner, 'PUT', path, change(domain))
    expect(asked.body).toMatchObject({
      status: 'attention',
      foreignDefaultApplication: 'reception',
    })
    expect(await domainOf(domain)).toMatchObject({ defaultApplication: theirs.id })

    const confirmed = change(domain, { replaceDefaultApplication: true })
    expect(await the.send(owner, 'PUT', path, confirmed)).toMatchObject({
      body: { status: 'configured', foreignDefaultApplication: null },
    })
    const [own] = (await applicationsOf(domain)).filter(({ name }) => name.startsWith('OPBX'))
    expect(await domainOf(domain)).toMatchObject({ defaultApplication: own?.id })

    expect((await the.send(owner, 'DELETE', path)).status).toBe(204)
    expect(await domainOf(domain)).toMatchObject({
      defaultApplication: theirs.id,
      profile: { 'provisional-timeout': 3 },
    })
    const left = (await domainOf(domain)) as { profile: object }
    expect(Object.keys(left.profile)).toEqual(['provisional-timeout'])
    expect((await applicationsOf(domain)).map(({ name }) => name)).toContain('reception')
    expect((await applicationsOf(domain)).some(({ name }) => name.startsWith('OPBX'))).toBe(false)
    expect(await the.send(owner, 'GET', path)).toMatchObject({ body: { status: 'unpaired' } })
  })

  test('a renamed organization gets a new application at the next save, and the old one goes', async () => {
    const { owner } = await makeOrganization(the, { name: 'Before' })
    const domain = await the.makeDomain()
    await the.send(owner, 'PUT', path, change(domain))
    const organization = await the.send(owner, 'GET', '/api/v1/organization')
    const { version } = organization.body as { version: number }
    await the.app.inject({
      method: 'PATCH',
      url: '/api/v1/organization',
      headers: { ...owner.headers, 'if-match': String(version) },
      payload: { name: 'After' },
    })
    await the.send(owner, 'PUT', path, change(domain))
    const own = (await applicationsOf(domain)).filter(({ name }) => name.startsWith('OPBX'))
    expect(own.map(({ name }) => name)).toEqual(['OPBX - After'])
    expect(await domainOf(domain)).toMatchObject({ defaultApplication: own[0]?.id })
  })

  test('a step that fails is stored and told, and saving again mends it', async () => {
    const { owner } = await makeOrganization(the)
    const domain = await the.makeDomain()
    const failNext = { count: 9, status: 400, path: '/applications' }
    await the.ask(domain, 'POST', '/simulator/faults', { failNext })
    const broken = await the.send(owner, 'PUT', path, change(domain))
    expect(broken).toMatchObject({ status: 200, body: { status: 'attention' } })
    expect((broken.body as { checks: object[] }).checks).toContainEqual(
      expect.objectContaining({
        step: 'voice_application',
        ok: false,
        message: expect.stringMatching(/^Voice application creation failed/),
        remedy: expect.any(String),
      }),
    )
    await the.ask(domain, 'POST', '/simulator/faults', { failNext: null })
    expect(await the.send(owner, 'PUT', path, change(domain))).toMatchObject({
      body: { status: 'configured' },
    })
  })
})

describe('pairing with the real platform', () => {
  test('wants a public https address', async () => {
    const { owner } = await makeOrganization(the)
    const domain = await the.makeDomain()
    for (const webhookBaseUrl of [
      null,
      'http://pbx.acme.example',
      'https://10.0.0.7',
      'https://pbx.local',
    ]) {
      const wrong = change(domain, { platform: 'cloudonix', webhookBaseUrl })
      expect(await the.send(owner, 'PUT', path, wrong)).toMatchObject({
        status: 422,
        body: { errors: [{ path: 'webhookBaseUrl', message: expect.stringMatching(/https/) }] },
      })
    }
  })

  test('an address that leads elsewhere is stored with its remedy, and warnings say what is missing', async () => {
    const { owner } = await makeOrganization(the)
    const domain = await the.makeDomain()
    const saved = await the.send(
      owner,
      'PUT',
      path,
      change(domain, { platform: 'cloudonix', webhookBaseUrl: 'https://pbx.acme.example/' }),
    )
    expect(saved).toMatchObject({
      status: 200,
      body: {
        status: 'attention',
        webhookBaseUrl: 'https://pbx.acme.example',
        webhookUrls: { cdr: 'https://pbx.acme.example/api/webhooks/cloudonix/cdr?key=********' },
        warnings: [expect.stringMatching(/Emergency calls/), expect.stringMatching(/outside/)],
      },
    })
    expect((saved.body as { checks: object[] }).checks).toContainEqual(
      expect.objectContaining({
        step: 'webhook_url',
        ok: false,
        message: expect.stringMatching(/^Webhook URL unreachable/),
      }),
    )
  })
})

describe('the directory', () => {
  test('knows a domain and its keys at once, also a key that was just replaced', async () => {
    const { owner, organizationId } = await makeOrganization(the, { country: 'DE' })
    const domain = await the.makeDomain()
    const directory = await createPairingDirectory(the.deps)
    const first = 'first-key-of-sixteen'
    await the.send(owner, 'PUT', path, change(domain, { requestsApiKey: first }))
    await directory.refresh()
    const entry = directory.byDomain(domain.domain)
    expect(entry).toMatchObject({
      organizationId,
      kind: 'main',
      platform: 'simulator',
      domainUuid: domain.uuid,
      country: 'DE',
      trialKey: domain.apiKey,
      baseUrl: the.url,
    })
    expect(directory.byDomain(domain.uuid.toUpperCase())).toEqual(entry)
    const [hash] = entry?.requestsKeys ?? []
    expect(directory.byRequestsKey(hash ?? '')).toEqual(entry)
    expect(directory.byRequestsKey('0'.repeat(64))).toBeNull()

    await the.send(owner, 'PUT', path, change(domain, { requestsApiKey: 'second-key-of-sixteen' }))
    await directory.refresh()
    const now = directory.byDomain(domain.domain)
    expect(now?.requestsKeys).toHaveLength(2)
    expect(directory.byRequestsKey(hash ?? '')).toEqual(now)
    the.setNow('2026-03-02T15:10:01Z')
    expect(directory.byRequestsKey(hash ?? '')).toBeNull()
    expect(directory.byDomain(domain.domain)?.requestsKeys).toHaveLength(1)
    the.setNow('2026-03-02T15:00:00Z')

    await the.send(owner, 'DELETE', path)
    await directory.refresh()
    expect(directory.byDomain(domain.domain)).toBeNull()
    await directory.close()
  })

  test('answers from its copy on disk while the database is away', async () => {
    const { owner } = await makeOrganization(the)
    const domain = await the.makeDomain()
    await the.send(owner, 'PUT', path, change(domain))
    const before = await createPairingDirectory(the.deps)
    const known = before.byDomain(domain.domain)
    await before.close()
    const away = new Proxy(the.deps.db.query, {
      get() {
        throw new Error('The database is away')
      },
    })
    const deps = { ...the.deps, db: { ...the.deps.db, query: away } }
    const after = await createPairingDirectory(deps)
    expect(known).not.toBeNull()
    expect(after.byDomain(domain.domain)).toEqual(known)
    expect(await after.probe()).toBeNull()
    await after.close()
  })

  test('hears of changes made by another process, and of the organization', async () => {
    const { owner, organizationId } = await makeOrganization(the, { country: 'US' })
    const domain = await the.makeDomain()
    const directory = await createPairingDirectory(the.deps)
    await the.send(owner, 'PUT', path, change(domain))
    await expect.poll(() => directory.byDomain(domain.uuid)?.country).toBe('US')

    const { body } = await the.send(owner, 'GET', '/api/v1/organization')
    const { version } = body as { version: number }
    await as(the, owner).patch('/api/v1/organization', { country: 'DE' }, { version })
    await expect.poll(() => directory.byDomain(domain.uuid)?.country).toBe('DE')

    // Its message was lost: the change is found by asking.
    await runInTransaction(the.deps.db, async (tx) => {
      await tx.delete(pairings).where(eq(pairings.organizationId, organizationId))
      await markMirrored(tx, organizationId)
    })
    expect(directory.byDomain(domain.uuid)).not.toBeNull()
    await directory.refresh()
    expect(directory.byDomain(domain.uuid)).toBeNull()
    await directory.close()
  })

  test('hears of a change after the clock went back', async () => {
    const late = await makeOrganization(the)
    const { organizationId } = await makeOrganization(the)
    const at = (name: string) => directory.byDomain(name)
    const directory = await createPairingDirectory(the.deps)
    the.setNow('2026-09-01T15:00:00Z')
    const ahead = await makeVoiceDomain(the, late.organizationId)
    await directory.refresh()
    the.setNow('2026-03-02T15:00:00Z')
    const domain = await makeVoiceDomain(the, organizationId)
    await directory.refresh()
    expect([at(ahead.uuid), at(domain.uuid)]).not.toContain(null)
    await directory.close()
  })

  test('notes the first call once', async () => {
    const { owner, organizationId } = await makeOrganization(the)
    const domain = await the.makeDomain()
    await the.send(owner, 'PUT', path, change(domain))
    const directory = await createPairingDirectory(the.deps)
    const firstCallAt = async () => {
      const { body } = await the.send(owner, 'GET', path)
      return (body as { firsts: { callAt: string | null } }).firsts.callAt
    }
    expect(await firstCallAt()).toBeNull()
    directory.noteFirst(organizationId, 'call', new Date('2026-03-02T15:00:01Z'))
    directory.noteFirst(organizationId, 'call', new Date('2026-03-02T15:00:09Z'))
    await expect.poll(firstCallAt).toBe('2026-03-02T15:00:01.000Z')
    await directory.close()
  })
})
