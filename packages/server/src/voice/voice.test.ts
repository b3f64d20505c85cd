import { randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type TestOrganization } from '../testing/factories.ts'
import {
  applyCompany,
  makeVoiceDomain,
  placeCall,
  trialHeaderOf,
  type VoiceDomain,
} from '../testing/voice-domain.ts'

let server: TestApp
let acme: TestOrganization
let domain: VoiceDomain
let other: VoiceDomain

beforeAll(async () => {
  server = await testApp()
  acme = await makeOrganization(server)
  domain = await makeVoiceDomain(server, acme.organizationId, { platform: 'simulator' })
  await applyCompany(server, acme.organizationId)
  const stranger = await makeOrganization(server)
  other = await makeVoiceDomain(server, stranger.organizationId)
})

describe('a call through the menu', () => {
  test('is greeted, rings the group, and its story says why', async () => {
    const call = placeCall(server, domain)
    const menu = await call.route()
    expect(menu.status).toBe(200)
    expect(menu.cxml).toContain('<Gather action="https://pbx.acme.example/api/voice/next/2.')
    const ringing = await call.next(menu.action, { Digits: '1' })
    expect(ringing.cxml).toContain('<Number>1001</Number><Number>1002</Number>')
    const after = await call.next(ringing.action, { DialCallStatus: 'completed' })
    expect(after.cxml).toContain('<Hangup/>')
    await server.services.settled()
    const { items } = (await as(server, acme.owner).get('/api/v1/calls?number=2025550150')).json()
    const story = (await as(server, acme.owner).get(`/api/v1/calls/${items[0].id}`)).json()
    expect(story).toMatchObject({
      session: call.session,
      direction: 'inbound',
      from: '+12025550150',
      to: '+12025550100',
      disposition: null,
      rang: [{ extension: '1001' }, { extension: '1002' }],
      revision: 1,
    })
    expect(story.answeredAt).not.toBeNull()
    expect(story.trace.map((entry: { name: string }) => entry.name)).toContain('Sales')
    expect(story.trace.every((entry: { because: string }) => entry.because !== '')).toBe(true)
    expect(JSON.stringify(story)).not.toContain('/api/voice/next/2.')
  })

  test('asked ten times at once gets the same bytes and decides once', async () => {
    const call = placeCall(server, domain)
    const menus = await Promise.all(Array.from({ length: 10 }, () => call.route()))
    expect(new Set(menus.map(({ cxml }) => cxml)).size).toBe(1)
    const action = menus[0]?.action ?? ''
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => call.next(action, { Digits: '2' })),
    )
    expect(new Set(answers.map(({ cxml }) => cxml)).size).toBe(1)
    await server.services.settled()
    const story = await storyOf(call.session)
    expect(story.events.map((event: { id: string }) => event.id)).toEqual(['d0', 'd1'])
  })

  test('a step taken once is not taken again with other keys; the story tells of it', async () => {
    const call = placeCall(server, domain)
    const menu = await call.route()
    const first = await call.next(menu.action, { Digits: '2' })
    const second = await call.next(menu.action, { Digits: '3' })
    expect(second.cxml).toBe(first.cxml)
    await server.services.settled()
    const story = await storyOf(call.session)
    expect(story.events.map((event: { kind: string }) => event.kind).sort()).toEqual([
      'decision',
      'decision',
      'repeat',
    ])
    expect(story.trace.at(-1).because).toContain('the first one counts')
  })

  test('GET and form bodies are understood as JSON is', async () => {
    const session = randomBytes(16).toString('hex')
    const query = new URLSearchParams({
      Session: session,
      From: '12025550150',
      To: '12025550100',
      Direction: 'inbound',
      Domain: domain.name,
    })
    const headers = { authorization: `Bearer ${domain.requestsKey}` }
    const got = await server.app.inject({ url: `/api/voice/route?${query}`, headers })
    const posted = await server.app.inject({
      method: 'POST',
      url: '/api/voice/route',
      headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
      payload: query.toString(),
    })
    expect(got.body).toContain('<Gather')
    expect(posted.body).toBe(got.body)
  })
})

describe('who asks', () => {
  const authorization = () => `Bearer ${domain.requestsKey}`

  test.each([
    ['no key', () => ({})],
    ['a wrong key', () => ({ authorization: 'Bearer not-the-key' })],
    ['another kind of authorization', () => ({ authorization: 'Basic eDp5' })],
    [
      "another organization's domain",
      () => ({ authorization: authorization(), 'x-cx-domain': other.name }),
    ],
    [
      'a domain that nobody has',
      () => ({ authorization: authorization(), 'x-cx-domain': 'nobody.example' }),
    ],
  ])('%s is answered 401, in CXML', async (_what, headers) => {
    const response = await server.app.inject({
      method: 'POST',
      url: '/api/voice/route',
      headers: { 'content-type': 'application/json', ...headers() },
      payload: '{ this is not read',
    })
    expect(response.statusCode).toBe(401)
    expect(response.headers['content-type']).toContain('application/xml')
    expect(response.body).toMatch(/^<\?xml.*<Response><Say>.*<\/Say><Hangup\/><\/Response>$/)
  })

  test('the domain in the body must be the one of the key too, by name or UUID', async () => {
    const call = placeCall(server, domain)
    expect((await call.route({ Domain: other.name })).status).toBe(401)
    expect((await call.route({ Domain: other.uuid })).status).toBe(401)
    expect((await call.route({ Domain: domain.uuid })).status).toBe(200)
  })

  test('a right key is heard however often its address failed', async () => {
    for (let count = 0; count < 60; count++) {
      await server.app.inject({ url: '/api/voice/route', headers: { authorization: 'Bearer x' } })
    }
    expect((await placeCall(server, domain).route()).status).toBe(200)
  })
})

describe('what cannot be read', () => {
  const headers = () => ({
    authorization: `Bearer ${domain.requestsKey}`,
    'content-type': 'application/json',
  })
  const apology = /^<\?xml.*<Response><Say>Sorry.*<\/Say><Hangup\/><\/Response>$/

  test.each([
    ['broken JSON', 'POST', '/api/voice/route', '{"Session":'],
    ['a body of more than 1 MB', 'POST', '/api/voice/route', `"${'x'.repeat(1_100_000)}"`],
    ['no session', 'POST', '/api/voice/route', '{}'],
    ['an unknown path', 'POST', '/api/voice/other', '{}'],
    ['a wrong method', 'PUT', '/api/voice/route', '{}'],
    ['a token that is too long', 'POST', `/api/voice/next/${'x'.repeat(3_000)}`, '{"Session":"s"}'],
    ['an address with broken escapes', 'POST', '/api/voice/next/%ff%fe', '{"Session":"s"}'],
  ] as const)('%s gets an apology in CXML', async (_what, method, url, payload) => {
    const response = await server.app.inject({ method, url, headers: headers(), payload })
    expect(response.statusCode).toBe(200)
    expect(response.headers['content-type']).toContain('application/xml')
    expect(response.body).toMatch(apology)
  })

  test('what cannot be read stands in the story of the call that its header names', async () => {
    const session = `unreadable-${randomBytes(4).toString('hex')}`
    await server.app.inject({
      method: 'POST',
      url: '/api/voice/route',
      headers: { ...headers(), 'x-cx-session': session },
      payload: '{"Session":',
    })
    await server.services.settled()
    const story = await storyOf(session)
    expect(story.trace).toMatchObject([
      { happened: 'The caller heard an apology, then the call was ended.' },
    ])
    expect(story.trace[0].because).toContain('cannot be read')
  })

  test("another session's continuation is refused in words and noted", async () => {
    const mine = placeCall(server, domain)
    const menu = await mine.route()
    const stolen = await placeCall(server, domain).next(menu.action, { Digits: '1' })
    expect(stolen).toMatchObject({ status: 200 })
    expect(stolen.cxml).toMatch(apology)
    const changed = await mine.next(`${menu.action.slice(0, -4)}AAAA`, { Digits: '1' })
    expect(changed.cxml).toMatch(apology)
    await expect
      .poll(async () => {
        const log = await as(server, acme.owner).get('/api/v1/audit-log')
        return log
          .json()
          .items.filter(
            (entry: { action: string }) => entry.action === 'security.continuation_refused',
          ).length
      })
      .toBe(2)
    expect((await mine.next(menu.action, { Digits: '1' })).cxml).toContain('<Number>1001</Number>')
  })

  test("another organization's continuation is refused", async () => {
    const menu = await placeCall(server, domain, { session: 'shared' }).route()
    const theirs = await placeCall(server, other, { session: 'shared' }).next(menu.action)
    expect(theirs.cxml).toMatch(apology)
  })
})

describe('numbers', () => {
  test('an unknown number gets an apology and a call that says why', async () => {
    const call = placeCall(server, domain, { to: '12025550177' })
    expect((await call.route()).cxml).toContain('not in service')
    await server.services.settled()
    const story = await storyOf(call.session)
    expect(story.trace.at(-1).because).toContain('+12025550177')
  })

  test('nothing applied yet is an apology and a call that says why', async () => {
    const organization = await makeOrganization(server)
    const empty = await makeVoiceDomain(server, organization.organizationId)
    const call = placeCall(server, empty)
    expect((await call.route()).cxml).toContain('<Say>Sorry')
    await server.services.settled()
    const { items } = (await as(server, organization.owner).get('/api/v1/calls')).json()
    const story = (await as(server, organization.owner).get(`/api/v1/calls/${items[0].id}`)).json()
    expect(story.trace[0].because).toContain('Because no configuration has been applied')
  })

  test.each(['12025550100', '+12025550100', '2025550100', '+1 (202) 555-0100'])(
    '%s is the same number',
    async (to) => {
      expect((await placeCall(server, domain, { to }).route()).cxml).toContain('<Gather')
    },
  )

  test('a phone is known by its subscriber and rings another with its own number', async () => {
    const call = placeCall(server, domain, { phone: '1001', from: '9999', to: '1002' })
    expect((await call.route()).cxml).toContain('callerId="1001"')
    await server.services.settled()
    expect(await storyOf(call.session)).toMatchObject({
      direction: 'internal',
      caller: { extension: '1001' },
    })
  })
})

describe('calls from phones to the outside', () => {
  test('leave by a route, and the story names it', async () => {
    const call = placeCall(server, domain, { phone: '1001', to: '2025550190' })
    const ringing = await call.route()
    expect(ringing.cxml).toContain('<Number>+12025550190</Number>')
    expect(ringing.cxml).toContain('callerId="+12025550100"')
    expect((await call.next(ringing.action, { DialCallStatus: 'completed' })).cxml).toContain(
      '<Hangup/>',
    )
    await server.services.settled()
    const story = await storyOf(call.session)
    expect(story).toMatchObject({ direction: 'outbound', caller: { extension: '1001' } })
    expect(story.trace[0].because).toContain('Because outbound route')
  })

  test('in another country are refused in words', async () => {
    const call = placeCall(server, domain, { phone: '1001', to: '+442079460000' })
    expect((await call.route()).cxml).toContain('not permitted')
  })

  test('an emergency is called, told to the console and kept in the audit log', async () => {
    const heard: string[] = []
    const stop = server.deps.live.subscribe((organizationId, event) => {
      if (organizationId === acme.organizationId) heard.push(event.name)
    })
    const call = placeCall(server, domain, { phone: '1001', to: '911' })
    expect((await call.route()).cxml).toMatch(/<Dial [^>]*><Number>911<\/Number>/)
    await expect.poll(() => heard).toContain('emergency')
    stop()
    await server.services.settled()
    expect(await storyOf(call.session)).toMatchObject({ direction: 'outbound', to: '911' })
    const { items } = (await as(server, acme.owner).get('/api/v1/audit-log')).json()
    expect(items).toContainEqual(
      expect.objectContaining({ action: 'call.emergency', subjectName: '911' }),
    )
  })

  test('an emergency is called before anything was applied', async () => {
    const { organizationId } = await makeOrganization(server)
    const empty = await makeVoiceDomain(server, organizationId)
    const call = placeCall(server, empty, { phone: '1001', to: '911' })
    const ringing = await call.route()
    expect(ringing.cxml).toContain('<Number>911</Number>')
    expect((await call.next(ringing.action, { DialCallStatus: 'completed' })).cxml).toMatch(
      /<Response><Hangup\/><\/Response>$/,
    )
    const other = placeCall(server, empty, { phone: '1001', to: '2025550190' })
    expect((await other.route()).cxml).toContain('<Say>Sorry')
  })

  test('an emergency is called however much is going on', async () => {
    const others = Array.from({ length: 230 }, () => placeCall(server, domain).route())
    const emergency = placeCall(server, domain, { phone: '1002', to: '+911' }).route()
    const answers = await Promise.all([...others, emergency])
    expect(
      answers.filter(({ cxml }) => cxml.includes('all lines are busy')).length,
    ).toBeGreaterThan(0)
    expect(answers.at(-1)?.cxml).toContain('<Number>911</Number>')
  })
})

describe('trial calls', () => {
  test('take their time from the signed header and are marked', async () => {
    const session = randomBytes(16).toString('hex')
    const at = '2026-11-14T22:30:00.000Z'
    const header = trialHeaderOf(domain, session, { at })
    const call = placeCall(server, domain, {
      session,
      to: '12025550101',
      headers: { 'x-opbx-trial': header },
    })
    // A Saturday: closed, so voicemail.
    expect((await call.route()).cxml).toContain('<Record')
    await server.services.settled()
    expect(await storyOf(session)).toMatchObject({ trial: true, startedAt: at })
  })

  test('a header that somebody else signed changes nothing', async () => {
    const session = randomBytes(16).toString('hex')
    const at = '2026-11-14T22:30:00.000Z'
    const forged = trialHeaderOf({ ...domain, apiKey: 'XIother' }, session, { at })
    const call = placeCall(server, domain, {
      session,
      to: '12025550101',
      headers: { 'x-opbx-trial': forged },
    })
    // Monday 10:00 in New York, by the clock of the tests.
    expect((await call.route()).cxml).toContain('<Gather')
  })
})

test('more than 200 questions at once are answered with a spoken busy, not queued', async () => {
  const answers = await Promise.all(
    Array.from({ length: 260 }, () => placeCall(server, domain).route()),
  )
  const count = (words: string) => answers.filter(({ cxml }) => cxml.includes(words)).length
  expect(count('<Gather')).toBeGreaterThanOrEqual(200)
  expect(count('all lines are busy')).toBe(260 - count('<Gather'))
  expect(count('all lines are busy')).toBeGreaterThan(0)
  expect((await placeCall(server, domain).route()).cxml).toContain('<Gather')
})

test('the voice path says that it answers, and who it is', async () => {
  const response = await server.app.inject('/api/voice/health?nonce=abc')
  expect(response.json()).toMatchObject({ status: 'ok', nonce: 'abc' })
  expect(response.json().signature).toMatch(/^[0-9a-f]{64}$/)
  expect((await server.app.inject('/api/voice/health')).json()).toEqual({ status: 'ok' })
})

async function storyOf(session: string) {
  const { items } = (await as(server, acme.owner).get('/api/v1/calls?limit=200')).json()
  const found = items.find((item: { session: string }) => item.session === session)
  return (await as(server, acme.owner).get(`/api/v1/calls/${found?.id}`)).json()
}
