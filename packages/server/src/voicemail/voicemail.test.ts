import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../testing/app.ts'
import { as, makeOrganization, type Sender, type TestOrganization } from '../testing/factories.ts'
import {
  applyCompany,
  makeVoiceDomain,
  placeCall,
  type VoiceDomain,
} from '../testing/voice-domain.ts'

// Where the simulator would listen: the one origin on this machine that its domains' recordings may be at.
const wav = Buffer.concat([Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt '), Buffer.alloc(1_000, 7)])
let isDead = false
const platform = createServer((request, response) => {
  if (isDead || request.url !== '/message.wav') response.writeHead(404).end()
  else response.end(wav)
})

let server: TestApp
let acme: TestOrganization
let domain: VoiceDomain
let link: string
let seconds = 0

beforeAll(async () => {
  platform.listen(0, '127.0.0.1')
  await once(platform, 'listening')
  const address = platform.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  link = `http://127.0.0.1:${port}/message.wav`
  server = await openTestApp({ OPBX_SIMULATOR_PORT: String(port) })
  acme = await makeOrganization(server)
  domain = await makeVoiceDomain(server, acme.organizationId, { platform: 'simulator' })
  await applyCompany(server, acme.organizationId)
})
afterAll(async () => {
  await server.app.close()
  platform.close()
})

/** A caller who presses nothing, hears the greeting and leaves a message. */
async function leaveMessage(of: VoiceDomain, recordingUrl: string) {
  // A second later than the one before: the newest is the first in lists.
  seconds += 1
  server.setNow(new Date(Date.parse('2026-03-02T15:00:00Z') + seconds * 1000))
  const call = placeCall(server, of)
  const menu = await call.route()
  const greeting = await call.next(menu.action, { Digits: '' })
  expect(greeting.cxml).toContain('<Record')
  const thanks = await call.next(greeting.action, { RecordingUrl: recordingUrl })
  expect(thanks.cxml).toContain('Your message was saved')
  await server.runJobs()
  return call
}

async function messages(sender: Sender, query = '') {
  const response = await as(server, sender).get(`/api/v1/voicemail-messages${query}`)
  return response.json().items
}

test('a message is fetched, listed and played, also when the link of the platform is dead', async () => {
  const call = await leaveMessage(domain, link)
  isDead = true
  const [message] = await messages(acme.owner)
  expect(message).toMatchObject({
    from: '+12025550150',
    box: { name: 'Voicemail' },
    status: 'stored',
    heard: false,
  })
  const played = await server.app.inject(message.url)
  expect(played.statusCode).toBe(200)
  expect(played.headers['content-type']).toBe('audio/wav')
  expect(played.rawPayload.equals(wav)).toBe(true)
  const { items } = (await as(server, acme.owner).get('/api/v1/calls')).json()
  const found = items.find((item: { session: string }) => item.session === call.session)
  expect(found.recordings).toMatchObject([{ id: message.id, status: 'stored' }])
  expect((await server.app.inject(found.recordings[0].url)).statusCode).toBe(200)
  isDead = false
})

test('the player may ask for parts', async () => {
  const [message] = await messages(acme.owner)
  const get = (range: string) => server.app.inject({ url: message.url, headers: { range } })
  const part = await get('bytes=4-7')
  expect(part.statusCode).toBe(206)
  expect(part.headers['content-range']).toBe(`bytes 4-7/${wav.length}`)
  expect(part.rawPayload.equals(wav.subarray(4, 8))).toBe(true)
  const last = await get('bytes=-10')
  expect(last.rawPayload.equals(wav.subarray(-10))).toBe(true)
  expect((await get('bytes=999999-')).statusCode).toBe(416)
})

test('a link is good for its message only, and for an hour', async () => {
  const [message] = await messages(acme.owner)
  const url: string = message.url
  const changed = [
    url.replace(/expires=\d+/, 'expires=9999999999'),
    // The first sign may be an underscore already.
    url.replace(/signature=(.)/, (_, sign) => `signature=${sign === '_' ? 'A' : '_'}`),
    url.replace(message.id, 'msg_00000000000000000000000000'),
    url.replace(acme.organizationId, 'org_00000000000000000000000000'),
  ]
  for (const other of changed) expect((await server.app.inject(other)).statusCode).toBe(404)
  server.setNow('2026-03-02T16:30:00Z')
  expect((await server.app.inject(url)).statusCode).toBe(404)
  server.setNow('2026-03-02T15:00:00Z')
})

test('a reporter sees that there is a message, without a link to it', async () => {
  const [message] = await messages(acme.reporter)
  expect(message).toMatchObject({ status: 'stored', url: null })
  const { items } = (await as(server, acme.reporter).get('/api/v1/calls')).json()
  expect(items[0].recordings[0].url).toBeNull()
  const path = `/api/v1/voicemail-messages/${message.id}`
  expect((await as(server, acme.reporter).patch(path, { heard: true })).statusCode).toBe(403)
  expect((await as(server, acme.reporter).del(path)).statusCode).toBe(403)
})

test("a pbx_user sees her own box only, and another organization's messages are not found", async () => {
  const [message] = await messages(acme.owner)
  expect(await messages(acme.user)).toEqual([])
  const stranger = await makeOrganization(server)
  expect(await messages(stranger.owner)).toEqual([])
  const path = `/api/v1/voicemail-messages/${message.id}`
  for (const sender of [acme.user, stranger.owner]) {
    expect((await as(server, sender).patch(path, { heard: true })).statusCode).toBe(404)
    expect((await as(server, sender).del(path)).statusCode).toBe(404)
  }
})

test('a message is marked as heard', async () => {
  const [message] = await messages(acme.owner)
  const path = `/api/v1/voicemail-messages/${message.id}`
  const changed = await as(server, acme.admin).patch(path, { heard: true })
  expect(changed.json()).toMatchObject({ id: message.id, heard: true })
  expect(await messages(acme.owner, `?box=${message.box.id}`)).toMatchObject([{ heard: true }])
  expect(await messages(acme.owner, '?box=vm_other')).toEqual([])
})

test('a deleted message stays deleted, with its audio, whatever is told of its call later', async () => {
  const call = await leaveMessage(domain, link)
  const [message] = await messages(acme.owner)
  expect(message.callId).toMatch(/^call_/)
  const path = `/api/v1/voicemail-messages/${message.id}`
  expect((await as(server, acme.owner).del(path)).statusCode).toBe(204)
  await call.cdr('ANSWER')
  await server.runJobs()
  expect((await messages(acme.owner)).map(({ id }: { id: string }) => id)).not.toContain(message.id)
  expect((await server.app.inject(message.url)).statusCode).toBe(404)
})

test('an address on this network is never asked, unless it is the simulator of its own domain', async () => {
  const real = await makeOrganization(server)
  const realDomain = await makeVoiceDomain(server, real.organizationId)
  await applyCompany(server, real.organizationId)
  for (const address of [link, 'http://169.254.169.254/latest/meta-data/', 'file:///etc/passwd']) {
    await leaveMessage(realDomain, address)
  }
  const found = await messages(real.owner)
  expect(found.map(({ status }: { status: string }) => status)).toEqual([
    'failed',
    'failed',
    'failed',
  ])
  expect(found[0].reason).not.toBe('')
})

test('a dead link is tried again, with the reason in words', async () => {
  await leaveMessage(domain, link.replace('message', 'gone'))
  const [message] = await messages(acme.owner)
  expect(message).toMatchObject({
    status: 'fetching',
    reason: "The recording's link answered 404.",
    url: null,
  })
})
