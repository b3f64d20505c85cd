import { createHmac } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type TestOrganization } from '../testing/factories.ts'
import { makeVoiceDomain, placeCall, type VoiceDomain } from '../testing/voice-domain.ts'

let server: TestApp
let acme: TestOrganization
let domain: VoiceDomain
let other: VoiceDomain
const now = '2026-03-02T15:00:00.000Z'

beforeAll(async () => {
  server = await testApp()
  acme = await makeOrganization(server)
  domain = await makeVoiceDomain(server, acme.organizationId)
  const stranger = await makeOrganization(server)
  other = await makeVoiceDomain(server, stranger.organizationId)
})

describe('who tells', () => {
  const body = () =>
    JSON.stringify({
      session_uuid: 'signed',
      domain_uuid: domain.uuid,
      state: 'ringing',
      timestamp: now,
    })
  const unix = (seconds: number) => String(Math.floor(Date.parse(now) / 1000) + seconds)
  const sign = (text: string, key = domain.webhookKey) =>
    createHmac('sha256', key).update(text).digest('hex')
  const send = (headers: Record<string, string>, payload = body(), query = '') =>
    server.app.inject({
      method: 'POST',
      url: `/api/webhooks/cloudonix/session-update${query}`,
      headers: { 'content-type': 'application/json', ...headers },
      payload,
    })

  test.each<[string, () => Record<string, string>]>([
    ['a signature', () => ({ 'x-cloudonix-signature': sign(body()) })],
    ['a signature with its prefix', () => ({ 'x-cloudonix-signature': `sha256=${sign(body())}` })],
    [
      'a signature over the timestamp and the body',
      () => ({
        'x-cloudonix-signature': `sha256=${sign(`${unix(-299)}.${body()}`)}`,
        'x-cloudonix-timestamp': unix(-299),
      }),
    ],
    [
      'a timestamp in ISO 8601',
      () => ({
        'x-cloudonix-signature': sign(`${now}.${body()}`),
        'x-cloudonix-timestamp': now,
      }),
    ],
    ['the key of requests', () => ({ authorization: `Bearer ${domain.requestsKey}` })],
  ])('%s is enough', async (_what, headers) => {
    expect((await send(headers())).statusCode).toBe(200)
  })

  test('the key in the address is enough', async () => {
    expect((await send({}, body(), `?key=${domain.cdrKey}`)).statusCode).toBe(200)
  })

  test.each<[string, () => Record<string, string>]>([
    ['nothing', () => ({})],
    ['a wrong key', () => ({ authorization: 'Bearer wrong' })],
    ["another organization's key", () => ({ authorization: `Bearer ${other.requestsKey}` })],
    [
      "another organization's signature",
      () => ({ 'x-cloudonix-signature': sign(body(), other.webhookKey) }),
    ],
    [
      'a wrong signature beside a right key',
      () => ({
        authorization: `Bearer ${domain.requestsKey}`,
        'x-cloudonix-signature': sign('something else'),
      }),
    ],
    [
      'a signature that is too old',
      () => ({
        'x-cloudonix-signature': sign(`${unix(-301)}.${body()}`),
        'x-cloudonix-timestamp': unix(-301),
      }),
    ],
    [
      'a timestamp that was not signed with',
      () => ({
        'x-cloudonix-signature': sign(`${unix(-10)}.${body()}`),
        'x-cloudonix-timestamp': unix(-9),
      }),
    ],
  ])('%s is not', async (_what, headers) => {
    const response = await send(headers())
    expect(response.statusCode).toBe(401)
    expect(response.json()).toEqual({ error: 'Unauthorized.' })
  })

  test('no flipped bit of a signed body is accepted', async () => {
    const text = body()
    const signature = sign(text)
    for (let index = 0; index < text.length; index += 7) {
      const bytes = Buffer.from(text)
      bytes[index] = (bytes[index] ?? 0) ^ 1
      const response = await send({ 'x-cloudonix-signature': signature }, bytes.toString('latin1'))
      expect(response.statusCode).toBe(401)
    }
  })

  test('an unknown domain and a wrong key are the same answer', async () => {
    const unknown = await send(
      { authorization: `Bearer ${domain.requestsKey}` },
      JSON.stringify({ session_uuid: 'x', domain_uuid: 'nobody', state: 'ringing' }),
    )
    const wrong = await send({ authorization: 'Bearer wrong' })
    expect([unknown.statusCode, unknown.body]).toEqual([wrong.statusCode, wrong.body])
  })
})

describe('what is told', () => {
  test('duplicates in any order leave one record', async () => {
    const call = placeCall(server, domain)
    const cdr = () => call.cdr('ANSWER')
    const ringing = () =>
      call.update('ringing', { eventId: 'r', modifiedAt: '2026-03-02T15:00:01Z' })
    const over = () => call.update('answer', { eventId: 'a', modifiedAt: '2026-03-02T15:00:20Z' })
    for (const tell of [cdr, over, ringing, cdr, over, ringing]) {
      expect((await tell()).statusCode).toBe(200)
    }
    await server.services.settled()
    const story = await storyOf(call.session)
    expect(story).toMatchObject({ status: 'ended', disposition: 'answered', durationSeconds: 20 })
    expect(story.events).toHaveLength(3)
    expect(story.legs).toHaveLength(1)
  })

  test('an unknown state is stored and shown and changes nothing', async () => {
    const call = placeCall(server, domain)
    await call.update('ringing')
    await call.update('levitating')
    await server.services.settled()
    const story = await storyOf(call.session)
    expect(story.status).toBe('ringing')
    expect(story.events.map((event: { summary: string }) => event.summary)).toContain('levitating')
  })

  test("another organization sees nothing of it, and its own callbacks don't touch it", async () => {
    const call = placeCall(server, domain)
    await call.update('ringing')
    await placeCall(server, other, { session: call.session }).update('busy')
    await server.services.settled()
    expect(await storyOf(call.session)).toMatchObject({ status: 'ringing' })
  })

  test('more than 1 MB is refused, in JSON', async () => {
    const response = await server.app.inject({
      method: 'POST',
      url: '/api/webhooks/cloudonix/cdr',
      headers: { 'content-type': 'application/json' },
      payload: `"${'x'.repeat(1_100_000)}"`,
    })
    expect(response.statusCode).toBe(413)
    expect(response.headers['content-type']).toContain('application/json')
  })

  test('links to audio in a record are shown to nobody', async () => {
    const call = placeCall(server, domain)
    await call.cdr('ANSWER', { recording_url: 'https://recordings.example/secret.mp3' })
    await server.services.settled()
    expect(JSON.stringify(await storyOf(call.session))).not.toContain('secret.mp3')
  })
})

async function storyOf(session: string) {
  const { items } = (await as(server, acme.owner).get('/api/v1/calls?limit=200')).json()
  const found = items.find((item: { session: string }) => item.session === session)
  return (await as(server, acme.owner).get(`/api/v1/calls/${found?.id}`)).json()
}
