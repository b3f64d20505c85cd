import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type TestOrganization } from '../testing/factories.ts'
import {
  applyCompany,
  makeVoiceDomain,
  placeCall,
  type VoiceDomain,
} from '../testing/voice-domain.ts'

/** Every collected request of the platform, good and bad, through HTTP. */

interface Fixture {
  kind: 'voice' | 'session_update' | 'cdr'
  method: 'GET' | 'POST'
  path: string
  headers: Record<string, string>
  query?: Record<string, string>
  contentType: string
  body: unknown
}

const directory = new URL('../../../../fixtures/cloudonix/', import.meta.url)
const good = namesIn('good')
const bad = namesIn('bad')

let server: TestApp
let acme: TestOrganization
let domain: VoiceDomain

beforeAll(async () => {
  server = await testApp()
  acme = await makeOrganization(server)
  domain = await makeVoiceDomain(server, acme.organizationId)
  await applyCompany(server, acme.organizationId)
})

describe('good', () => {
  test('there are fixtures of every kind', () => {
    expect(good.length).toBeGreaterThan(50)
    expect(bad.length).toBeGreaterThan(30)
  })

  test.each(good)('%s is understood', async (name) => {
    const fixture = load('good', name)
    const response = await send(fixture)
    expect(response.statusCode, response.body).toBe(200)
    if (fixture.kind === 'voice') expectCxml(response)
    else expect(response.json()).toEqual({ status: 'ok' })
    await server.services.settled()
    const call = await callOf(fixture)
    expect(call).toMatchObject(fixture.kind === 'voice' ? {} : { session: sessionOf(fixture) })
  })

  test('a phone, a trunk and what we started ourselves are told apart', async () => {
    const directions = ['voice-subscriber-call', 'voice-trunk-call', 'voice-outbound-api-call'].map(
      async (name) => {
        const fixture = load('good', `${name}.json`)
        const session = `${name}-${domain.uuid}`
        await send(withSession(fixture, session))
        await server.services.settled()
        return (await findCall(session))?.direction
      },
    )
    expect(await Promise.all(directions)).toEqual(['internal', 'inbound', 'outbound'])
  })
})

describe('bad', () => {
  const unauthorized = [
    'cdr-domains-disagree',
    'cdr-missing-owner',
    'cdr-unknown-domain',
    'session-update-simple-unknown-domain',
    'session-update-unknown-domain',
    'session-update-wrong-key',
    'voice-basic-authorization',
    'voice-missing-key',
    'voice-unknown-domain',
    'voice-wrong-domain',
    'voice-wrong-domain-header',
    'voice-wrong-key',
    // Nothing in them says whose they are.
    'cdr-broken-json',
    'cdr-empty-array',
  ]
  const unreadable = [
    'cdr-missing-session',
    'session-update-broken-json',
    'session-update-empty-array',
    'session-update-missing-token',
    'session-update-null',
    'session-update-null-status',
    'session-update-two-elements',
  ]

  test.each(bad)('%s is answered properly', async (file) => {
    const name = file.replace('.json', '')
    const fixture = load('bad', file)
    const response = await send(fixture)
    const status = unauthorized.includes(name) ? 401 : 200
    if (fixture.kind === 'voice') {
      expect(response.statusCode).toBe(status)
      expectCxml(response)
      return
    }
    expect(response.statusCode, response.body).toBe(unreadable.includes(name) ? 400 : status)
    expect(response.headers['content-type']).toContain('application/json')
  })

  test('nothing that was sent is ever repeated as markup', async () => {
    for (const file of bad) {
      const response = await send(load('bad', file))
      expect(response.body).not.toContain(']]>')
      expect(response.body).not.toMatch(/<b>|<script/i)
    }
  })
})

/** The fixture as if it came from this test's domain; continuations are real ones of its session. */
async function send(fixture: Fixture) {
  const path = fixture.path.includes('CONTINUATION') ? await continuationFor(fixture) : fixture.path
  const query = new URLSearchParams(fixture.query)
  // The platform sends no key with CDRs: their address carries it.
  if (fixture.kind === 'cdr') query.set('key', domain.cdrKey)
  return server.app.inject({
    method: fixture.method,
    url: `${path}?${query}`,
    headers: {
      ...fixture.headers,
      ...(fixture.contentType === '' ? {} : { 'content-type': fixture.contentType }),
    },
    ...(fixture.body === null && fixture.method === 'GET' ? {} : { payload: bodyOf(fixture) }),
  })
}

function bodyOf({ body, contentType }: Fixture): string {
  const isText = typeof body === 'string' && (contentType !== 'application/json' || !isJson(body))
  return isText && typeof body === 'string' ? body : JSON.stringify(body)
}

function isJson(text: string): boolean {
  return !text.startsWith('{') && !text.startsWith('[')
}

/** Begins a call that waits for what the fixture brings, and gives the address that it was told. */
async function continuationFor(fixture: Fixture): Promise<string> {
  const isPhone = JSON.stringify(fixture.body).includes('subscriber')
  const call = placeCall(server, domain, {
    session: sessionOf(fixture),
    ...(isPhone ? { phone: '1001', to: '1002' } : {}),
  })
  return (await call.route()).action
}

function expectCxml(response: { body: string; headers: Record<string, unknown> }): void {
  expect(response.headers['content-type']).toBe('application/xml; charset=utf-8')
  expect(response.body).toMatch(
    /^<\?xml version="1.0" encoding="UTF-8"\?><Response>.+<\/Response>$/,
  )
}

let sessions = 0

/** Sessions of the collection are the same in all files; each one here gets its own. */
function load(folder: string, name: string): Fixture {
  sessions += 1
  const own = sessions.toString(16).padStart(8, '0')
  const text = readFileSync(new URL(`${folder}/${name}`, directory), 'utf8')
    .replaceAll('acme.cloudonix.net', domain.name)
    .replaceAll('11111111-2222-4333-8444-555555555555', domain.uuid)
    .replaceAll('requests-key-of-acme', domain.requestsKey)
    .replaceAll('0123456789abcdef01234567', `0123456789abcdef${own}`)
    .replaceAll('fedcba9876543210fedcba98', `fedcba9876543210${own}`)
    .replaceAll('cc250000-7371', `${own}-7371`)
  const fixture: Fixture = JSON.parse(text)
  return fixture
}

function withSession(fixture: Fixture, session: string): Fixture {
  const text = JSON.stringify(fixture).replaceAll(sessionOf(fixture), session)
  const changed: Fixture = JSON.parse(text)
  return changed
}

function sessionOf(fixture: Fixture): string {
  const text = JSON.stringify([fixture.query, fixture.headers, fixture.body])
  return /(?:0123456789abcdef|fedcba9876543210)[0-9a-f]{16}|uuid-xyz789/.exec(text)?.[0] ?? ''
}

async function callOf(fixture: Fixture) {
  return findCall(sessionOf(fixture))
}

async function findCall(session: string) {
  const { items } = (await as(server, acme.owner).get('/api/v1/calls?limit=200')).json()
  return items.find((item: { session: string }) => item.session === session)
}

function namesIn(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, directory)).filter((name) => name.endsWith('.json'))
}
