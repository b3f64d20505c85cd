import { randomBytes } from 'node:crypto'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { idPrefixes, newId } from '../ids.ts'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type TestOrganization } from '../testing/factories.ts'
import {
  applyCompany,
  makeVoiceDomain,
  placeCall,
  trialHeaderOf,
  type VoiceDomain,
} from '../testing/voice-domain.ts'
import { sampleCompany } from '../trial/sample-company.ts'
import { voicemailMessages } from './table.ts'

let server: TestApp
let acme: TestOrganization
let domain: VoiceDomain
let ids: Record<string, string>

beforeAll(async () => {
  server = await testApp()
})
beforeEach(async () => {
  server.setNow('2026-03-02T15:00:00Z')
  acme = await makeOrganization(server)
  domain = await makeVoiceDomain(server, acme.organizationId)
  const company = sampleCompany('US')
  const nodes = company.nodes.map((node) =>
    node.type === 'voicemail' ? { ...node, extension: '2900', config: { pin: '864213' } } : node,
  )
  ids = await applyCompany(server, acme.organizationId, { ...company, nodes })
})

let minutes = 0

async function plant(key: string): Promise<string> {
  minutes += 1
  const receivedAt = new Date(Date.parse('2026-03-01T10:00:00Z') + minutes * 60_000)
  const id = newId(idPrefixes.voicemailMessage, receivedAt)
  const fileKey = `${acme.organizationId}/voicemail/${id}.wav`
  await server.deps.files.put(fileKey, Buffer.from(`sound of ${id}`))
  await server.deps.db.query.insert(voicemailMessages).values({
    organizationId: acme.organizationId,
    id,
    session: id,
    step: 1,
    index: 0,
    callId: 'call_1',
    boxId: ids[key] ?? '',
    boxName: 'Box',
    userId: null,
    fromNumber: '+12025550150',
    callerName: null,
    receivedAt,
    seconds: 4,
    sourceUrl: 'https://recordings.example/1',
    isTrial: false,
    status: 'stored',
    fileKey,
    contentType: 'audio/wav',
  })
  return id
}

const soundIn = (cxml: string) =>
  new URL((/<Play>([^<]+)</.exec(cxml)?.[1] ?? '').replaceAll('&amp;', '&'))

async function messages() {
  const { items } = (await as(server, acme.owner).get('/api/v1/voicemail-messages')).json()
  return items.map(({ id, heard }: { id: string; heard: boolean }) => ({ id, heard }))
}

test('a phone listens to its own box: the sounds are ours, and keys keep and delete', async () => {
  const [first, second, third] = [await plant('$1001'), await plant('$1001'), await plant('$1001')]
  const call = placeCall(server, domain, { phone: '1001', to: '*97' })
  const one = await call.route()
  expect(one.cxml).toContain('You have 3 new messages.')
  const sound = soundIn(one.cxml)
  expect(sound.origin).toBe('https://pbx.acme.example')
  const played = await server.app.inject(sound.pathname + sound.search)
  expect(played.body).toBe(`sound of ${first}`)
  const two = await call.next(one.action, { Digits: '2' })
  expect(soundIn(two.cxml).pathname).toContain(second)
  const three = await call.next(two.action, { Digits: '3' })
  expect(soundIn(three.cxml).pathname).toContain(third)
  expect(three.cxml).toContain('Message 2 of 2')
  // What is kept during the call stays where it was.
  const back = await call.next(three.action, { Digits: '4' })
  expect(soundIn(back.cxml).pathname).toContain(first)
  expect(await messages()).toEqual([
    { id: third, heard: false },
    { id: first, heard: true },
  ])
  const ended = await call.next(back.action, { Digits: '#' })
  expect(ended.cxml).toContain('<Hangup/>')
})

test('the story of the call holds no link that plays a message', async () => {
  await plant('$1001')
  const call = placeCall(server, domain, { phone: '1001', to: '*97' })
  await call.route()
  await server.runJobs()
  const { items } = (await as(server, acme.reporter).get('/api/v1/calls')).json()
  const story = await as(server, acme.reporter).get(`/api/v1/calls/${items[0].id}`)
  expect(story.body).toContain('voicemail-messages')
  expect(story.body).toContain('signature=********')
  expect(story.body).not.toMatch(/signature=[\w-]{20}/)
})

async function tryPin(pin: string): Promise<string> {
  const call = placeCall(server, domain, { phone: '1001', to: '*98' })
  const number = await call.route()
  const asks = await call.next(number.action, { Digits: '2900' })
  return (await call.next(asks.action, { Digits: pin })).cxml
}

test('any box is opened by its number and PIN; the PIN stands in no record of the call', async () => {
  await plant('$voicemail')
  expect(await tryPin('864213')).toContain('You have 1 new message.')
  await server.runJobs()
  const { rows } = await server.deps.db.pool.query(
    'select body from call_events where organization_id = $1',
    [acme.organizationId],
  )
  expect(rows.length).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain('864213')
})

test('ten wrong PINs within an hour close the box for everybody, which is reported once', async () => {
  await plant('$voicemail')
  const answers = await Promise.all(Array.from({ length: 14 }, (_, index) => tryPin(`100${index}`)))
  expect(answers.filter((cxml) => cxml.includes('That is not the PIN.'))).toHaveLength(10)
  expect(answers.filter((cxml) => cxml.includes('Try again in an hour'))).toHaveLength(4)
  expect(await tryPin('864213')).toContain('Try again in an hour')
  const path = '/api/v1/audit-log?action=voicemail_box.pin_blocked'
  const { items } = (await as(server, acme.owner).get(path)).json()
  expect(items).toMatchObject([{ subjectName: 'Voicemail', after: { wrong: 10 } }])
  server.setNow('2026-03-02T16:00:01Z')
  expect(await tryPin('864213')).toContain('You have 1 new message.')
})

test('right PINs use nothing up', async () => {
  await plant('$voicemail')
  for (let count = 0; count < 12; count += 1) {
    expect(await tryPin('864213')).toContain('You have 1 new message.')
  }
})

test("a pretend call hears no real message, and neither does another organization's phone", async () => {
  await plant('$1001')
  const other = await makeOrganization(server)
  const otherDomain = await makeVoiceDomain(server, other.organizationId, { platform: 'simulator' })
  await applyCompany(server, other.organizationId)
  const call = placeCall(server, otherDomain, { phone: '1001', to: '*97' })
  expect((await call.route()).cxml).toContain('You have no messages.')
  const trial = await makeVoiceDomain(server, acme.organizationId, {
    platform: 'simulator',
    kind: 'trial',
  })
  const session = randomBytes(16).toString('hex')
  const header = trialHeaderOf(trial, session, { at: '2026-03-02T15:00:00.000Z' })
  const options = { session, phone: '1001', to: '*97', headers: { 'x-opbx-trial': header } }
  expect((await placeCall(server, trial, options).route()).cxml).not.toContain('<Play>')
})
