import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../testing/app.ts'
import { as, makeOrganization, type TestOrganization } from '../testing/factories.ts'
import { type MailServer, openMailServer } from '../testing/mail-server.ts'
import {
  applyCompany,
  makeVoiceDomain,
  placeCall,
  type VoiceDomain,
} from '../testing/voice-domain.ts'
import { sampleCompany } from '../trial/sample-company.ts'

const wav = Buffer.concat([Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt '), Buffer.alloc(1_000, 7)])
let isReady = true
const platform = createServer((request, response) => {
  if (isReady && request.url === '/message.wav') response.end(wav)
  else response.writeHead(404).end()
})

let mail: MailServer
let server: TestApp
let link: string

beforeAll(async () => {
  platform.listen(0, '127.0.0.1')
  await once(platform, 'listening')
  const address = platform.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  link = `http://127.0.0.1:${port}/message.wav`
  mail = await openMailServer()
  server = await openTestApp({
    OPBX_SIMULATOR_PORT: String(port),
    OPBX_SMTP_URL: mail.url,
    OPBX_MAIL_FROM: 'pbx@acme.example',
    APP_URL: 'https://pbx.acme.example',
  })
})
beforeEach(() => {
  mail.received.length = 0
  isReady = true
  server.setNow('2026-03-02T15:00:00Z')
})
afterAll(async () => {
  await server.app.close()
  await mail.close()
  platform.close()
})

/** A company whose box has these settings too. */
async function makeCompany(
  config: object,
): Promise<{ acme: TestOrganization; domain: VoiceDomain }> {
  const acme = await makeOrganization(server)
  const domain = await makeVoiceDomain(server, acme.organizationId, { platform: 'simulator' })
  const company = sampleCompany('US')
  const nodes = company.nodes.map((node) =>
    node.type === 'voicemail' ? { ...node, config } : node,
  )
  await applyCompany(server, acme.organizationId, { ...company, nodes })
  return { acme, domain }
}

async function leaveMessage(domain: VoiceDomain, recordingUrl = link): Promise<void> {
  const call = placeCall(server, domain)
  const greeting = await call.next((await call.route()).action, { Digits: '' })
  await call.next(greeting.action, { RecordingUrl: recordingUrl, RecordingDuration: '65' })
  await server.runJobs()
}

const emails = ['front-desk@acme.example', 'maya@acme.example']

test('a message is told of once, with a link that plays it for a week', async () => {
  const { acme, domain } = await makeCompany({ emails })
  await leaveMessage(domain)
  server.setNow('2026-03-02T16:00:00Z')
  await server.runJobs()
  expect(mail.received.map(({ to }) => to).toSorted()).toEqual(emails)
  const [email] = mail.received
  expect(email?.headers.subject).toBe('New message from +12025550150 in Voicemail')
  expect(email?.attachment).toBeNull()
  const text = email?.text ?? ''
  expect(text).toContain('+12025550150 left a message of 1 min 5 s in Voicemail.')
  expect(text).toContain('Time: Monday, March 2, 2026 at 10:00 AM')
  expect(text).toContain('All messages: https://pbx.acme.example/ui/calls/voicemail')
  const found = /https:\/\/pbx\.acme\.example(\/api\S+)/.exec(text)?.[1] ?? ''
  server.setNow('2026-03-09T14:59:00Z')
  expect((await server.app.inject(found)).rawPayload.equals(wav)).toBe(true)
  server.setNow('2026-03-09T15:01:00Z')
  expect((await server.app.inject(found)).statusCode).toBe(404)
  const { items } = (await as(server, acme.owner).get('/api/v1/voicemail-messages')).json()
  expect(items).toHaveLength(1)
})

test('own words and the sound go with it, where the box says so', async () => {
  const { domain } = await makeCompany({
    emails: ['maya@acme.example'],
    emailSubject: '{{box}}: {{caller}}',
    emailBody: 'Call back {{ caller }}.',
    attachAudio: true,
  })
  await leaveMessage(domain)
  const [email] = mail.received
  expect(email?.headers.subject).toBe('Voicemail: +12025550150')
  expect(email?.text).toMatch(/^Call back \+12025550150\.\n\nListen \(for 7 days\): https:/)
  expect(email?.attachment?.bytes.equals(wav)).toBe(true)
  expect(email?.attachment?.headers['content-type']).toContain('audio/wav')
  expect(email?.attachment?.headers['content-disposition']).toContain('message-2026-03-02-1500.wav')
})

test('a sound that does not come is waited for five minutes', async () => {
  const { domain } = await makeCompany({ emails: ['maya@acme.example'], attachAudio: true })
  isReady = false
  await leaveMessage(domain)
  server.setNow('2026-03-02T15:04:59Z')
  await server.runJobs()
  expect(mail.received).toEqual([])
  server.setNow('2026-03-02T15:05:01Z')
  await server.runJobs()
  expect(mail.received).toHaveLength(1)
  expect(mail.received[0]?.text).toContain('The sound of this message has not arrived')
  expect(mail.received[0]?.attachment).toBeNull()
  isReady = true
  server.setNow('2026-03-02T16:00:00Z')
  await server.runJobs()
  expect(mail.received).toHaveLength(1)
})

test('a sound that can never come is not waited for, and the reason is said', async () => {
  const { domain } = await makeCompany({ emails: ['maya@acme.example'] })
  await leaveMessage(domain, 'http://169.254.169.254/latest/meta-data/')
  expect(mail.received).toHaveLength(1)
  expect(mail.received[0]?.text).toMatch(/The sound of this message has not arrived.*\. \S+/)
})

test('a box without addresses tells nobody', async () => {
  const { domain } = await makeCompany({ emails: [] })
  await leaveMessage(domain)
  expect(mail.received).toEqual([])
})

test('messages are deleted after the days of their box, with their sound, and one entry says so', async () => {
  const { acme, domain } = await makeCompany({ retentionDays: 30 })
  await leaveMessage(domain)
  await leaveMessage(domain)
  const list = async () =>
    (await as(server, acme.owner).get('/api/v1/voicemail-messages')).json().items
  const [{ id }] = await list()
  server.setNow('2026-03-31T15:00:00Z')
  await server.runJobs()
  expect(await list()).toHaveLength(2)
  server.setNow('2026-04-02T15:00:00Z')
  await server.runJobs()
  expect(await list()).toEqual([])
  const fileKey = `${acme.organizationId}/voicemail/${id}.wav`
  expect(await server.deps.files.open(fileKey)).toBeNull()
  const path = '/api/v1/audit-log?action=voicemail_message.expire'
  const { items } = (await as(server, acme.owner).get(path)).json()
  expect(items).toMatchObject([{ subjectName: '2 messages', after: { Voicemail: 2 } }])
})

test('a box that keeps everything loses nothing', async () => {
  const { acme, domain } = await makeCompany({})
  await leaveMessage(domain)
  server.setNow('2036-03-02T15:00:00Z')
  await server.runJobs()
  // A sign-in would be over by now.
  const { items } = (await as(server, acme.apiKey).get('/api/v1/voicemail-messages')).json()
  expect(items).toHaveLength(1)
})

test('a PIN is kept secret: it stands in no draft, version or entry', async () => {
  const { acme } = await makeCompany({ pin: '864213' })
  const { items } = (await as(server, acme.owner).get('/api/v1/voicemail-boxes')).json()
  expect(items[0].config.pin).toMatch(/^sec_/)
  for (const path of ['flow', 'revisions/1', 'audit-log', 'voicemail-boxes']) {
    const answer = await as(server, acme.owner).get(`/api/v1/${path}`)
    expect(answer.statusCode, path).toBe(200)
    expect(answer.body).not.toContain('864213')
  }
  const again = await as(server, acme.owner).patch(
    `/api/v1/voicemail-boxes/${items[0].id}`,
    { config: { ...items[0].config, maxSeconds: 30 } },
    { version: items[0].version },
  )
  expect(again.json().config).toMatchObject({ pin: items[0].config.pin, maxSeconds: 30 })
})

test.each([
  ['abcd', 'Use 4 to 10 digits.'],
  ['123', 'Use 4 to 10 digits.'],
  ['１２３４', 'Use 4 to 10 digits.'],
  [
    'sec_00000000000000000000000000',
    'Enter this again: no PIN of this organization is kept under this reference.',
  ],
])('%s is no PIN', async (pin, message) => {
  const { owner } = await makeOrganization(server)
  const body = { name: 'Box', config: { pin } }
  const refused = await as(server, owner).post('/api/v1/voicemail-boxes', body)
  expect(refused.statusCode).toBe(422)
  expect(refused.json().errors).toEqual([{ path: 'config.pin', message }])
})
