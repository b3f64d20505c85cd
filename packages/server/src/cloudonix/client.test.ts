import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { startSimulator } from '@opbx/simulator/simulator'
import { afterEach, describe, expect, test } from 'vitest'
import { createCloudonixClient } from './client.ts'
import { createPacer } from './pacer.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

/** A platform that answers as the test says, one answer after the other; the last one stays. */
async function hostile(...answers: Answer[]) {
  const requests: { method: string; url: string; body: string }[] = []
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      requests.push({ method: request.method ?? '', url: request.url ?? '', body })
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      answer?.(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  return { url: `http://127.0.0.1:${port}`, requests }
}

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(JSON.stringify(body))
  }
const raw =
  (status: number, text: string): Answer =>
  (_request, response) => {
    response.writeHead(status)
    response.end(text)
  }
const silence: Answer = () => {}

function clientOf(baseUrl: string, options: { apiKey?: string; timeoutMs?: number } = {}) {
  // Waiting takes no time: the pace has tests of its own.
  let now = 0
  const pacer = createPacer({
    now: () => now,
    wait: async (milliseconds) => {
      now += milliseconds
    },
  })
  const { apiKey = 'XIkey', timeoutMs = 2_000 } = options
  return createCloudonixClient({ baseUrl, apiKey, timeoutMs, pacer }, 'the-domain')
}

async function withSimulator() {
  const simulator = await startSimulator({ port: 0 })
  open.push(simulator)
  const response = await fetch(`${simulator.url}/simulator/domains`, { method: 'POST' })
  const domain = (await response.json()) as { uuid: string; domain: string; apiKey: string }
  const pacer = createPacer()
  const client = createCloudonixClient(
    { baseUrl: simulator.url, apiKey: domain.apiKey, timeoutMs: 5_000, pacer },
    domain.uuid,
  )
  return { simulator, domain, client }
}

describe('the client at the simulator', () => {
  test('reads a domain, its plan and the clock of the platform', async () => {
    const { client, domain } = await withSimulator()
    const found = await client.getDomain()
    expect(found).toMatchObject({
      ok: true,
      value: { name: domain.domain, package: 'Simulator', noAnswerTimeout: 60 },
    })
    expect(found.ok && found.date).toBeInstanceOf(Date)
  })

  test('takes the 404 of an empty list for an empty list', async () => {
    const { client } = await withSimulator()
    expect(await client.listSubscribers()).toMatchObject({ ok: true, value: [] })
    expect(await client.listDnids()).toMatchObject({ ok: true, value: [] })
  })

  test('makes, changes and deletes an application by its percent-encoded name', async () => {
    const { client } = await withSimulator()
    const name = 'OPBX - Käse & Co/100% 🧀'
    const made = await client.createApplication({ name, url: 'http://127.0.0.1/a', method: 'POST' })
    const id = made.ok ? made.value.id : 0
    expect(made).toMatchObject({ ok: true, value: { name, url: 'http://127.0.0.1/a' } })
    const changed = await client.updateApplication(
      { id, name },
      { url: 'http://127.0.0.1/b', method: 'POST' },
    )
    expect(changed).toMatchObject({ ok: true, value: { id, url: 'http://127.0.0.1/b' } })
    expect(await client.deleteApplication({ id, name })).toMatchObject({ ok: true })
    expect(await client.deleteApplication({ id, name })).toMatchObject({ ok: true })
  })

  test('makes, disables and deletes a subscriber', async () => {
    const { client } = await withSimulator()
    const made = await client.createSubscriber({ msisdn: '1001', sipPassword: 'secret-1' })
    const id = made.ok ? made.value.id : ''
    expect(made).toMatchObject({
      ok: true,
      value: { msisdn: '1001', sipPassword: 'secret-1', active: true },
    })
    const off = { msisdn: '1001', sipPassword: 'secret-1', active: false }
    expect(await client.updateSubscriber(id, off)).toMatchObject({ value: { active: false } })
    expect(await client.createSubscriber({ msisdn: '1001', sipPassword: 'x' })).toMatchObject({
      ok: false,
      failure: { kind: 'refused', status: 409 },
    })
    expect(await client.deleteSubscriber(id)).toMatchObject({ ok: true })
    expect(await client.deleteSubscriber(id)).toMatchObject({ ok: true })
  })

  test('a wrong key is invalid credentials, with a remedy', async () => {
    const { simulator, domain } = await withSimulator()
    const found = await createCloudonixClient(
      { baseUrl: simulator.url, apiKey: 'XIwrong', timeoutMs: 5_000, pacer: createPacer() },
      domain.uuid,
    ).getDomain()
    expect(found).toMatchObject({
      ok: false,
      failure: { kind: 'invalid_credentials', status: 401, remedy: expect.stringMatching(/XI/) },
    })
    expect(!found.ok && found.failure.message).toMatch(/^Invalid credentials/)
  })
})

describe('the client at a hostile platform', () => {
  const kinds = [
    [401, 'invalid_credentials', /^Invalid credentials/],
    [403, 'forbidden', /403/],
    [404, 'not_found', /404/],
    [407, 'proxy_authentication', /407/],
    [400, 'refused', /refused/],
  ] as const
  test.each(kinds)('status %i is %s and is not repeated', async (status, kind, words) => {
    const { url, requests } = await hostile(json(status, { status: false, message: 'because' }))
    const found = await clientOf(url).getDomain()
    expect(found).toMatchObject({ ok: false, failure: { kind, status } })
    expect(!found.ok && found.failure.message).toMatch(words)
    expect(!found.ok && found.failure.message).toContain('because')
    expect(requests).toHaveLength(1)
  })

  test('a fault that passes is asked again', async () => {
    const { url, requests } = await hostile(
      json(503, { message: 'soon' }),
      json(200, { domain: 'acme.example', 'call-timeout': 25, profile: [] }),
    )
    expect(await clientOf(url).getDomain()).toMatchObject({
      ok: true,
      value: { name: 'acme.example', noAnswerTimeout: 25, profile: {} },
    })
    expect(requests).toHaveLength(2)
  })

  test('the profile wins over the old place of a setting', async () => {
    const profile = { 'call-timeout': '30', 'recording-media-type': 'wav' }
    const { url } = await hostile(
      json(200, { domain: 'acme.example', profile, 'call-timeout': 99 }),
    )
    expect(await clientOf(url).getDomain()).toMatchObject({
      value: { noAnswerTimeout: 30, recordingFormat: 'wav' },
    })
  })

  test('what creates is never sent twice, but after 429', async () => {
    const faulty = await hostile(json(500, {}))
    const subscriber = { msisdn: '1001', sipPassword: 'secret' }
    expect(await clientOf(faulty.url).createSubscriber(subscriber)).toMatchObject({
      failure: { kind: 'platform_fault' },
    })
    expect(faulty.requests).toHaveLength(1)
    const busy = await hostile(
      json(429, {}, { 'retry-after': '0' }),
      json(200, { id: 7, ...subscriber }),
    )
    expect(await clientOf(busy.url).createSubscriber(subscriber)).toMatchObject({
      ok: true,
      value: { id: '7' },
    })
    expect(busy.requests).toHaveLength(2)
  })

  test('429 without an end is said as such', async () => {
    const { url, requests } = await hostile(json(429, {}, { 'retry-after': '0' }))
    expect(await clientOf(url).getDomain()).toMatchObject({ failure: { kind: 'rate_limited' } })
    expect(requests.length).toBeGreaterThan(1)
  })

  test('a platform that never answers is a time-out', async () => {
    const { url } = await hostile(silence)
    expect(await clientOf(url, { timeoutMs: 100 }).getDomain()).toMatchObject({
      failure: { kind: 'timeout', status: null },
    })
  })

  test('nobody there is a network error', async () => {
    const found = await clientOf('http://127.0.0.1:9').getDomain()
    expect(found).toMatchObject({ failure: { kind: 'network' } })
    expect(!found.ok && found.failure.message).toMatch(/^Network error/)
  })

  test.each([
    ['a page', raw(200, '<html>Welcome</html>')],
    ['a list', json(200, [])],
    ['an object of something else', json(200, { hello: 1 })],
    ['nothing', raw(200, '')],
    ['a broken text', raw(200, '{"domain": "acme')],
  ])('%s in place of a domain is unreadable', async (_what, answer) => {
    const { url } = await hostile(answer)
    expect(await clientOf(url).getDomain()).toMatchObject({ failure: { kind: 'unreadable' } })
  })

  test('a redirect is not followed', async () => {
    const { url, requests } = await hostile((_request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:9/' })
      response.end()
    })
    expect(await clientOf(url).getDomain()).toMatchObject({ failure: { kind: 'refused' } })
    expect(requests).toHaveLength(1)
  })

  test('200 with status false is a refusal with its message', async () => {
    const { url } = await hostile(json(200, { status: false, message: 'Domain is suspended' }))
    const found = await clientOf(url).getDomain()
    expect(!found.ok && found.failure).toMatchObject({ kind: 'refused' })
    expect(!found.ok && found.failure.message).toContain('Domain is suspended')
  })

  test('an empty answer to a change is a success', async () => {
    const { url } = await hostile(raw(204, ''), raw(200, ''), raw(204, ''))
    const client = clientOf(url)
    expect(await client.updateDomain({ defaultApplication: 1 })).toMatchObject({ value: null })
    expect(await client.updateDomain({ profile: {} })).toMatchObject({ value: null })
    expect(await client.deleteSubscriber('7')).toMatchObject({ ok: true })
  })

  test('what was created with an empty answer is found in the list', async () => {
    const list = [{ id: 4, msisdn: '1000' }, 'rubbish', { id: 5, msisdn: '1001', active: true }]
    const { url } = await hostile(raw(201, ''), json(200, list))
    const made = await clientOf(url).createSubscriber({ msisdn: '1001', sipPassword: 'x' })
    expect(made).toMatchObject({ ok: true, value: { id: '5', msisdn: '1001' } })
  })

  test('a password that was not understood is sent under its older name', async () => {
    const { url, requests } = await hostile(
      json(200, { id: 5, msisdn: '1001', sipPassword: 'of-the-platform' }),
      json(200, { id: 5, msisdn: '1001', 'sip-password': 'mine' }),
    )
    const made = await clientOf(url).createSubscriber({ msisdn: '1001', sipPassword: 'mine' })
    expect(made).toMatchObject({ ok: true, value: { sipPassword: 'mine' } })
    expect(JSON.parse(requests[1]?.body ?? '')).toMatchObject({ 'sip-password': 'mine' })
  })
})
