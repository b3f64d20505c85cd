import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../testing/app.ts'
import { as, makeOrganization, type Sender, type TestOrganization } from '../testing/factories.ts'
import { type MailServer, openMailServer } from '../testing/mail-server.ts'
import {
  applyCompany,
  makeVoiceDomain,
  placeCall,
  type VoiceDomain,
} from '../testing/voice-domain.ts'

// Where the simulator would listen: the one origin on this machine that its domains' recordings may be at.
const wav = Buffer.concat([Buffer.from('RIFF\x24\x00\x00\x00WAVEfmt '), Buffer.alloc(1_000, 7)])
const platform = createServer((request, response) => {
  if (request.url?.includes('gone')) response.writeHead(404).end()
  else response.end(wav)
})

let server: TestApp
let mail: MailServer
let acme: TestOrganization
let domain: VoiceDomain
let origin: string
let ids: Record<string, string>

beforeAll(async () => {
  platform.listen(0, '127.0.0.1')
  await once(platform, 'listening')
  const address = platform.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  origin = `http://127.0.0.1:${port}`
  mail = await openMailServer()
  server = await openTestApp({
    OPBX_SIMULATOR_PORT: String(port),
    OPBX_SMTP_URL: mail.url,
    OPBX_MAIL_FROM: 'pbx@acme.example',
  })
  server.setNow('2026-03-02T15:00:00Z')
  acme = await makeOrganization(server)
  domain = await makeVoiceDomain(server, acme.organizationId, { platform: 'simulator' })
  ids = await applyCompany(server, acme.organizationId, {
    nodes: [
      {
        key: '$1001',
        type: 'extension',
        name: 'Ada',
        extension: '1001',
        config: { userId: acme.user.id },
      },
      { key: '$1002', type: 'extension', name: 'Alan', extension: '1002', config: {} },
      rule('$adas', '$1001'),
      rule('$alans', '$1002'),
      {
        key: '$box',
        type: 'voicemail',
        name: 'Box',
        config: {},
      },
    ],
    phoneNumbers: [
      { number: '+12025550100', label: '', entry: '$adas', callerNamePrefix: '' },
      { number: '+12025550101', label: '', entry: '$alans', callerNamePrefix: '' },
      { number: '+12025550102', label: '', entry: '$box', callerNamePrefix: '' },
    ],
    outboundRoutes: [],
  })
})
afterAll(async () => {
  await server.app.close()
  await mail.close()
  platform.close()
})

function rule(key: string, next: string) {
  const emails = key === '$alans' ? ['ann@acme.example', 'tom@acme.example'] : []
  const config = { consent: null, emails, retentionDays: 30 }
  return { key, type: 'call_recording' as const, name: `Rule ${key}`, config, exits: { next } }
}

/** A call whose Dial is recorded, and the address at which the platform tells of it. */
async function placeRecorded(to = '12025550100') {
  const call = placeCall(server, domain, { to })
  const { cxml, action } = await call.route()
  const address = / recordingStatusCallback="([^"]+)"/.exec(cxml)?.[1] ?? ''
  return { ...call, action, callback: new URL(address).pathname }
}

function tell(callback: string, fields: Record<string, string>, isForm = false) {
  return server.app.inject({
    method: 'POST',
    url: callback,
    headers: {
      'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    },
    payload: isForm ? new URLSearchParams(fields).toString() : JSON.stringify(fields),
  })
}

async function recordings(sender: Sender, query = '') {
  return (await as(server, sender).get(`/api/v1/recordings${query}`)).json().items
}
async function callOf(sender: Sender, session: string) {
  const { items } = (await as(server, sender).get('/api/v1/calls?limit=200')).json()
  return items.find((item: { session: string }) => item.session === session)
}

test('a recording is told of, fetched, listed and played', async () => {
  const call = await placeRecorded()
  const told = await tell(call.callback, {
    RecordingUrl: `${origin}/one.wav`,
    RecordingDuration: '42',
  })
  expect([told.statusCode, told.json()]).toEqual([200, { status: 'ok' }])
  await server.runJobs()
  const [recording] = await recordings(acme.owner)
  expect(recording).toMatchObject({
    from: '+12025550150',
    to: '+12025550100',
    askedBy: { id: ids.$adas, name: 'Rule $adas' },
    seconds: 42,
    status: 'stored',
    reason: null,
    deletedAt: '2026-04-01T15:00:00.000Z',
  })
  const played = await server.app.inject(recording.url)
  expect(played.statusCode).toBe(200)
  expect(played.headers['content-type']).toBe('audio/wav')
  expect(played.rawPayload.equals(wav)).toBe(true)
  const part = await server.app.inject({ url: recording.url, headers: { range: 'bytes=4-7' } })
  expect([part.statusCode, part.headers['content-range']]).toEqual([206, `bytes 4-7/${wav.length}`])
  const found = await callOf(acme.owner, call.session)
  expect(found.recordings).toMatchObject([{ id: recording.id, kind: 'call', status: 'stored' }])
  const story = (await as(server, acme.owner).get(`/api/v1/calls/${found.id}`)).json()
  expect(story.trace.at(-1)).toMatchObject({
    happened: 'Recorded 42 seconds',
    because: 'Because the platform reported the recording that Rule $adas asked for.',
  })
  // Neither the platform's link nor our own signed address is anybody's business.
  const exchanged = JSON.stringify(story.events)
  expect(exchanged).not.toContain(`${origin}/one.wav`)
  expect(exchanged).not.toContain(call.callback)
})

test('the same recording told again, in another spelling, as a form and in the record, is one', async () => {
  const call = await placeRecorded()
  const url = `${origin}/twice.wav`
  await call.cdr('ANSWER', { recording_url: url })
  await server.runJobs()
  expect((await callOf(acme.owner, call.session)).recordings).toMatchObject([
    { status: 'stored', deletedAt: null },
  ])
  const told = [
    await tell(call.callback, { recording_url: url, recordingId: 'a' }),
    await tell(call.callback, {
      recordingUrl: url,
      recordingSid: 'a',
      RecordingStatus: 'completed',
    }),
    await tell(call.callback, { RecordingUrl: url }, true),
  ]
  expect(told.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200])
  await server.runJobs()
  // Who asked for it is known now, and with it how long it is kept.
  expect((await callOf(acme.owner, call.session)).recordings).toMatchObject([
    { status: 'stored', deletedAt: '2026-04-01T15:00:00.000Z' },
  ])
})

test('a record that names a recording which nobody told of brings it into the call', async () => {
  const call = placeCall(server, domain, { phone: '1002', to: '1001' })
  await call.route()
  await call.cdr('ANSWER', { recording_url: `${origin}/by-record.wav` })
  await server.runJobs()
  const { id } = (await callOf(acme.owner, call.session)).recordings[0]
  const [found] = await recordings(acme.owner, '?limit=1')
  expect(found).toMatchObject({ id, askedBy: null, status: 'stored', deletedAt: null })
})

test('the link of a voicemail message in the record is no recording of the call', async () => {
  const call = placeCall(server, domain, { to: '12025550102' })
  const greeting = await call.route()
  const url = `${origin}/message.wav`
  // The record overtakes the message.
  await call.cdr('ANSWER', { recording_url: url })
  await server.runJobs()
  await call.next(greeting.action, { RecordingUrl: url })
  await server.runJobs()
  const { recordings: sounds } = await callOf(acme.owner, call.session)
  expect(sounds).toMatchObject([{ kind: 'voicemail', status: 'stored' }])
})

test('that nothing was recorded stays with the call; that it began does not', async () => {
  const call = await placeRecorded()
  expect((await tell(call.callback, { RecordingStatus: 'in-progress' })).statusCode).toBe(200)
  expect((await tell(call.callback, { RecordingStatus: 'absent' })).statusCode).toBe(200)
  await server.runJobs()
  expect((await callOf(acme.owner, call.session)).recordings).toMatchObject([
    { status: 'failed', reason: 'The platform reported that nothing was recorded.', url: null },
  ])
})

test('an address that was not signed here, was changed or is too old is refused', async () => {
  const call = await placeRecorded()
  const fields = { RecordingUrl: `${origin}/one.wav` }
  const [, mac = ''] = call.callback.split('.')
  const forged = Buffer.from('{"o":"org_1"}').toString('base64url')
  const wrong = [
    call.callback.replace('recording/', 'recording/A'),
    call.callback.slice(0, -2),
    `/api/webhooks/cloudonix/recording/${forged}.${mac}`,
    '/api/webhooks/cloudonix/recording/nothing',
  ]
  for (const address of wrong) {
    const told = await tell(address, fields)
    expect([told.statusCode, told.json()]).toEqual([401, { error: 'Unauthorized.' }])
  }
  expect((await tell(call.callback, { Some: 'thing' })).statusCode).toBe(400)
  server.setNow('2026-03-06T15:00:00Z')
  expect((await tell(call.callback, fields)).statusCode).toBe(401)
  server.setNow('2026-03-02T15:00:00Z')
})

test('a dead link is tried again, a forbidden one is given up, each with its reason', async () => {
  const dead = await placeRecorded()
  await tell(dead.callback, { RecordingUrl: `${origin}/gone.wav` })
  const forbidden = await placeRecorded()
  await tell(forbidden.callback, { RecordingUrl: 'http://169.254.169.254/latest' })
  await server.runJobs()
  expect((await callOf(acme.owner, dead.session)).recordings).toMatchObject([
    { status: 'fetching', reason: "The recording's link answered 404." },
  ])
  expect((await callOf(acme.owner, forbidden.session)).recordings).toMatchObject([
    { status: 'failed', url: null },
  ])
})

test('a pbx_user has those in which she talks, a reporter has no sound, others have nothing', async () => {
  const missed = await placeRecorded()
  await tell(missed.callback, { RecordingUrl: `${origin}/missed.wav` })
  const own = await placeRecorded()
  await own.next(own.action, { DialCallStatus: 'completed' })
  await tell(own.callback, { RecordingUrl: `${origin}/own.wav` })
  const other = await placeRecorded('12025550101')
  await tell(other.callback, { RecordingUrl: `${origin}/other.wav` })
  await server.runJobs()
  const mine = await recordings(acme.user)
  const ofOwn = await callOf(acme.user, own.session)
  const rang = await callOf(acme.user, missed.session)
  const callsOfMine = mine.map(({ callId }: { callId: string }) => callId)
  expect(callsOfMine).toContain(ofOwn.id)
  expect(callsOfMine).not.toContain(rang.id)
  expect((await server.app.inject(ofOwn.recordings[0].url)).statusCode).toBe(200)
  expect(rang.recordings).toMatchObject([{ status: 'stored', url: null }])
  expect(await callOf(acme.user, other.session)).toBeUndefined()
  const [seen] = await recordings(acme.reporter, '?status=stored')
  expect(seen.url).toBeNull()
  const stranger = await makeOrganization(server)
  expect(await recordings(stranger.owner)).toEqual([])
  const path = `/api/v1/recordings/${mine[0].id}`
  expect((await as(server, acme.user).del(path)).statusCode).toBe(403)
  expect((await as(server, acme.reporter).del(path)).statusCode).toBe(403)
  expect((await as(server, stranger.owner).del(path)).statusCode).toBe(404)
})

test('a deleted recording stays deleted, and the call shows that there was one', async () => {
  const call = await placeRecorded()
  const url = `${origin}/deleted.wav`
  await tell(call.callback, { RecordingUrl: url })
  await server.runJobs()
  const [recording] = (await callOf(acme.owner, call.session)).recordings
  expect((await as(server, acme.admin).del(`/api/v1/recordings/${recording.id}`)).statusCode).toBe(
    204,
  )
  expect((await as(server, acme.admin).del(`/api/v1/recordings/${recording.id}`)).statusCode).toBe(
    404,
  )
  expect((await server.app.inject(recording.url)).statusCode).toBe(404)
  await call.cdr('ANSWER', { recording_url: url })
  await tell(call.callback, { RecordingUrl: url })
  await server.runJobs()
  expect((await callOf(acme.owner, call.session)).recordings).toMatchObject([
    { id: recording.id, status: 'deleted', url: null, deletedAt: '2026-03-02T15:00:00.000Z' },
  ])
  const { items } = (await as(server, acme.owner).get('/api/v1/audit-log')).json()
  expect(items).toContainEqual(
    expect.objectContaining({ action: 'recording.delete', subjectId: recording.id }),
  )
})

test('a recording that was told of before its call was known gets the numbers of the call later', async () => {
  const call = await placeRecorded()
  await tell(call.callback, { RecordingUrl: `${origin}/early.wav` })
  await server.runJobs()
  // As it is left by a fold that knew nothing but the recording.
  await server.deps.db.pool.query(
    `update call_recordings set from_number = '', to_number = '' where session = $1`,
    [call.session],
  )
  await call.cdr('ANSWER')
  await server.runJobs()
  const [{ id }] = (await callOf(acme.owner, call.session)).recordings
  const known = (await recordings(acme.owner)).find((one: { id: string }) => one.id === id)
  expect(known).toMatchObject({ from: '+12025550150', to: '+12025550100' })
})

test('a kept recording is told of by e-mail, once, with a link that plays it', async () => {
  mail.received.length = 0
  const call = await placeRecorded('12025550101')
  await tell(call.callback, { RecordingUrl: `${origin}/mailed.wav` })
  await server.runJobs()
  await tell(call.callback, { RecordingUrl: `${origin}/mailed.wav` })
  await server.runJobs()
  expect(mail.received.map(({ to }) => to).sort()).toEqual(['ann@acme.example', 'tom@acme.example'])
  const [{ headers, text } = { headers: {}, text: '' }] = mail.received
  expect(headers).toMatchObject({ subject: 'Recording of +12025550150 to +12025550101' })
  expect(text).toContain('as Rule $alans asks for')
  const link = new URL(/https?:\S+audio\S+/.exec(text)?.[0] ?? '')
  expect((await server.app.inject(link.pathname + link.search)).statusCode).toBe(200)
  server.setNow('2026-03-09T15:00:01Z')
  expect((await server.app.inject(link.pathname + link.search)).statusCode).toBe(404)
  server.setNow('2026-03-02T15:00:00Z')
})

test('a recording is deleted when its time is over, with the reason', async () => {
  const call = await placeRecorded()
  await tell(call.callback, { RecordingUrl: `${origin}/short.wav` })
  await server.runJobs()
  const [recording] = (await callOf(acme.owner, call.session)).recordings
  server.setNow('2026-04-01T14:59:00Z')
  await server.runJobs()
  expect((await callOf(acme.owner, call.session)).recordings[0].status).toBe('stored')
  server.setNow('2026-04-01T15:00:01Z')
  await server.runJobs()
  expect((await callOf(acme.owner, call.session)).recordings).toMatchObject([
    {
      id: recording.id,
      status: 'deleted',
      reason: 'Deleted because its time was over, as Rule $adas asks for.',
      deletedAt: '2026-04-01T15:00:01.000Z',
    },
  ])
  server.setNow('2026-03-02T15:00:00Z')
})

test('lists are filtered: recorded calls, recordings by who asked, state and time', async () => {
  const plain = placeCall(server, domain, { phone: '1002', to: '1001' })
  await plain.route()
  await server.runJobs()
  const { items } = (
    await as(server, acme.owner).get('/api/v1/calls?recorded=only&limit=200')
  ).json()
  expect(items.length).toBeGreaterThan(3)
  for (const { session } of items) expect(session).not.toBe(plain.session)
  const ofAlan = await recordings(acme.owner, `?node=${ids.$alans}`)
  expect(ofAlan.length).toBeGreaterThan(0)
  for (const { askedBy } of ofAlan) expect(askedBy.name).toBe('Rule $alans')
  for (const { status } of await recordings(acme.owner, '?status=deleted'))
    expect(status).toBe('deleted')
  expect(await recordings(acme.owner, '?to=2026-03-01T00:00:00.000Z')).toEqual([])
})
