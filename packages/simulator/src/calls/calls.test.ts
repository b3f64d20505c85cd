import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Simulator, startSimulator } from '../simulator.ts'
import { type Application, type Reply, startApplication } from '../testing/application.ts'
import { newPlatform, type Platform, type PlayedCall } from '../testing/platform.ts'

// Whole calls over HTTP: a busy machine needs its time.
vi.setConfig({ testTimeout: 30_000 })

let simulator: Simulator
let platform: Platform
let application: Application

beforeAll(async () => {
  simulator = await startSimulator({ port: 0 })
  application = await startApplication(() => '<Response><Hangup/></Response>')
})
beforeEach(async () => {
  application.forget()
  platform = await newPlatform(simulator)
  await platform.pair(application)
  await platform.addPhones('1001', '1002', '1003')
})
afterAll(async () => {
  await simulator.close()
  await application.close()
})

const at = '2026-11-17T15:00:00.000Z'
const hangup = '<Response><Hangup/></Response>'

/** Answers by path; what is not named hangs up. */
function answers(documents: Record<string, Reply>): void {
  application.now.answer = ({ path }) => documents[path] ?? hangup
}

const inbound = { from: '+12025550100', to: '+12025550101', at }
const happened = (call: PlayedCall) => call.steps.map((step) => step.happened)
const secondsOf = (call: PlayedCall) =>
  (Date.parse(call.endedAt ?? '') - Date.parse(call.startedAt)) / 1000

const menu =
  '<Response><Gather action="/menu?level=1&amp;x=2" numDigits="1" timeout="3" maxTimeout="8" actionOnEmptyResult="true"><Say>Welcome. Press 1 for sales, 2 for help.</Say></Gather><Hangup/></Response>'
const ringBoth =
  '<Response><Dial timeout="20" action="/dialled"><Number>1001</Number><Number>1002</Number></Dial><Redirect>/fell</Redirect></Response>'

test('a caller presses a key, a group rings, one answers and talks', async () => {
  answers({ '/route': menu, '/menu': ringBoth })
  const script = [{ press: '1' }, { answer: '1002' }, { wait: 42 }, { hangUp: 'callee' }]
  const call = await platform.play({ ...inbound, script })
  expect(call).toMatchObject({
    state: 'ended',
    outcome: 'answered',
    answeredBy: '1002',
    unused: [],
  })
  expect(call.phones).toMatchObject([
    { number: '1001', kind: 'subscriber', result: 'canceled' },
    { number: '1002', kind: 'subscriber', result: 'answered' },
  ])
  expect(application.voice.map(({ path }) => path)).toEqual(['/route', '/menu', '/dialled'])
  expect(application.voice[1]).toMatchObject({
    query: { level: '1', x: '2' },
    body: { Digits: '1', CallStatus: 'in-progress' },
  })
  expect(application.voice[2]?.body).toMatchObject({
    CallStatus: 'completed',
    DialCallStatus: 'completed',
  })
  const story = happened(call)
  expect(story).toContain('The caller presses 1')
  expect(story).toContain('1001 and 1002 ring')
  expect(story).toContain('1002 answers')
  expect(call.steps.at(-1)).toMatchObject({ kind: 'end' })
  expect(call.steps.map((step) => step.index)).toEqual(call.steps.map((_, index) => index))
  // One second to press, three to pick up, then the talk.
  expect(secondsOf(call)).toBe(1 + 3 + 42)
})

test('the first voice request of a trunk call has the shape of the recorded one', async () => {
  const call = await platform.play({ ...inbound, script: [] })
  const [request] = application.voice
  expect(request?.body).toMatchObject({
    ApiVersion: '1',
    CallStatus: 'unknown',
    From: '12025550100',
    To: '12025550101',
    Direction: 'inbound',
    Domain: platform.domain.domain,
    AccountSid: platform.domain.domain,
    Session: call.session,
    SessionData: {
      id: Number(call.id),
      token: call.session,
      status: 'new',
      callStartTime: Date.parse(at),
      profile: { 'inbound-trunk-name': 'inbound-carrier' },
    },
  })
  expect(request?.body.CallSid).toMatch(/^[0-9a-f]{32}@sip\.carrier\.example$/)
  expect(request?.headers).toMatchObject({
    'user-agent': expect.stringMatching(/^Cloudonix APP\.Core\/5\.3/),
    authorization: 'Bearer requests-key',
    'content-type': 'application/json',
    'x-cx-apikey': expect.stringMatching(/^XI\w{32}$/),
    'x-cx-domain': platform.domain.domain,
    'x-cx-session': call.session,
    'x-cx-from': '12025550100',
    'x-cx-to': '12025550101',
    'x-cx-stageid': expect.stringMatching(/^[0-9a-f]{16}$/),
  })
  expect(request?.headers['x-cx-apikey']).not.toBe(platform.domain.apiKey)
  expect(request?.headers).not.toHaveProperty('x-opbx-trial')
  const plus = await platform.play({ ...inbound, plus: true })
  expect(plus.steps[0]?.happened).toBe('+12025550100 calls +12025550101 over a trunk')
})

test('the first voice request of a phone has the shape of the captured one', async () => {
  const call = await platform.play({ from: '1001', to: '1002', at })
  expect(application.voice[0]?.headers['x-cx-source']).toBe('SUBSCRIBER')
  const body = application.voice[0]?.body ?? {}
  expect(Object.keys(body)).toEqual([
    'ApplicationSid',
    'ApiVersion',
    'CallStatus',
    'From',
    'CallSid',
    'To',
    'SessionData',
    'Domain',
    'Direction',
    'Application',
    'AccountSid',
    'Session',
  ])
  expect(body).toMatchObject({
    CallStatus: 'in-progress',
    From: '1001',
    CallSid: call.session,
    Direction: 'subscriber',
    SessionData: { status: 'NEW', outgoingSubscriberId: expect.any(Number), callerId: '1001' },
    Application: { name: 'pbx', type: 'cxml', method: 'POST', 'llm-tools': [] },
  })
})

test('forms and query strings carry the same parameters', async () => {
  await platform.play({ ...inbound, form: true })
  expect(application.voice[0]?.contentType).toBe('application/x-www-form-urlencoded')
  expect(application.voice[0]?.body).toMatchObject({ From: '12025550100', Direction: 'inbound' })
  expect(JSON.parse(String(application.voice[0]?.body.SessionData))).toMatchObject({
    status: 'new',
  })
  await platform.rest('PATCH', './applications/pbx', { method: 'GET' })
  await platform.play(inbound)
  expect(application.voice[1]).toMatchObject({
    method: 'GET',
    query: { From: '12025550100', Direction: 'inbound' },
  })
})

test('no key at all: the action is called with empty digits when the menu asks for that', async () => {
  answers({ '/route': menu })
  const call = await platform.play({ ...inbound, script: [] })
  expect(application.voice[1]?.body).toMatchObject({ Digits: '' })
  // The prompt has 40 characters, about 3 s; the first key may come 8 s behind it.
  expect(secondsOf(call)).toBe(3 + 8)
})

test('no key at all: the next verb runs otherwise', async () => {
  answers({
    '/route': '<Response><Gather action="/a" maxTimeout="4"/><Redirect>/b</Redirect></Response>',
  })
  await platform.play(inbound)
  expect(application.voice.map(({ path }) => path)).toEqual(['/route', '/b'])
})

test('the finish key ends the input and is not part of it', async () => {
  answers({ '/route': '<Response><Gather action="/menu" timeout="5"/></Response>' })
  const script = [{ press: '4711#' }]
  const withHash = await platform.play({ ...inbound, script })
  expect(application.voice[1]?.body).toMatchObject({ Digits: '4711' })
  expect(secondsOf(withHash)).toBe(1)
  const without = await platform.play({ ...inbound, script: [{ press: '47' }] })
  expect(application.voice[3]?.body).toMatchObject({ Digits: '47' })
  expect(secondsOf(without)).toBe(1 + 5)
})

test('another finish key leaves # to be a digit', async () => {
  answers({
    '/route': '<Response><Gather action="/menu" finishOnKey="*" numDigits="3"/></Response>',
  })
  await platform.play({ ...inbound, script: [{ press: '#1*' }] })
  expect(application.voice[1]?.body).toMatchObject({ Digits: '#1' })
})

test('speech is taken where it is asked for', async () => {
  answers({ '/route': '<Response><Gather action="/menu" input="dtmf speech"/></Response>' })
  await platform.play({ ...inbound, script: [{ speak: 'sales please' }] })
  expect(application.voice[1]?.body).toMatchObject({ SpeechResult: 'sales please' })
})

test('an action drops the verbs behind it, a Dial without action goes on with them', async () => {
  answers({
    '/route':
      '<Response><Dial timeout="5"><Number>1001</Number></Dial><Say>Nobody is here.</Say><Redirect>/next</Redirect></Response>',
  })
  const call = await platform.play({ ...inbound, script: [] })
  expect(happened(call)).toContain('Nobody answers within 5 s')
  expect(happened(call)).toContain('The caller hears: Nobody is here.')
  expect(application.voice.map(({ path }) => path)).toEqual(['/route', '/next'])
})

test.each([
  [[{ noAnswer: '1001' }, { noAnswer: '1002' }], 'no-answer', 20],
  [[], 'no-answer', 20],
  [[{ busy: '1001' }, { decline: '1002' }], 'busy', 2],
  [[{ busy: '1001' }], 'no-answer', 20],
  [[{ answer: '1001' }, { hangUp: 'callee' }], 'completed', 3],
  [[{ wait: 7 }, { answer: '1001' }, { hangUp: 'callee' }], 'completed', 7],
])('the phones do %j and the Dial is %s', async (script, result, length) => {
  answers({ '/route': ringBoth })
  const call = await platform.play({ ...inbound, script })
  expect(application.voice[1]).toMatchObject({ path: '/dialled', body: { DialCallStatus: result } })
  expect(secondsOf(call)).toBe(length)
  expect(call.unused).toEqual([])
})

test('a phone that is free is rung out although another is busy', async () => {
  answers({ '/route': ringBoth })
  const call = await platform.play({ ...inbound, script: [{ busy: 1001 }] })
  expect(call.phones).toMatchObject([{ result: 'busy' }, { result: 'no_answer' }])
  expect(call.outcome).toBe('no_answer')
})

test('the result of a Dial can be told by either name, or not at all', async () => {
  answers({ '/route': ringBoth })
  await platform.play({ ...inbound, dialStatus: 'CallStatus' })
  expect(application.voice[1]?.body).toMatchObject({ CallStatus: 'no-answer' })
  expect(application.voice[1]?.body).not.toHaveProperty('DialCallStatus')
  await platform.play({ ...inbound, dialStatus: 'DialCallStatus' })
  expect(application.voice[3]?.body).toMatchObject({ DialCallStatus: 'no-answer' })
  expect(application.voice[3]?.body.CallStatus).toBe('in-progress')
  await platform.play({ ...inbound, failedDialSkipsAction: true })
  expect(application.voice[5]?.path).toBe('/fell')
})

test('an answered call talks 30 s and is ended by the caller', async () => {
  answers({ '/route': ringBoth })
  const call = await platform.play({ ...inbound, script: [{ answer: '1001' }] })
  expect(secondsOf(call)).toBe(3 + 30)
  expect(happened(call)).toContain('The caller hangs up')
  expect(application.voice[1]?.body).toMatchObject({ CallStatus: 'completed' })
})

test('the time limit of a Dial ends the talk, not the call', async () => {
  answers({
    '/route': '<Response><Dial timeLimit="10" action="/dialled">1001</Dial></Response>',
    '/dialled': '<Response><Say>Time is up.</Say></Response>',
  })
  const script = [{ answer: '1001' }, { wait: 99 }]
  const call = await platform.play({ ...inbound, script })
  expect(happened(call)).toContain('The time limit of the Dial is reached')
  expect(happened(call)).toContain('The caller hears: Time is up.')
  expect(secondsOf(call)).toBe(3 + 10 + 1)
})

test('the caller who hangs up while it rings cancels the Dial', async () => {
  answers({ '/route': ringBoth })
  const call = await platform.play({ ...inbound, script: [{ wait: 4 }, { hangUp: 'caller' }] })
  expect(call.outcome).toBe('canceled')
  expect(call.phones).toMatchObject([{ result: 'canceled' }, { result: 'canceled' }])
  expect(application.voice[1]?.body).toMatchObject({ CallStatus: 'canceled' })
  expect(secondsOf(call)).toBe(4)
})

test('an unknown number goes out over the trunk, unless the domain forbids it', async () => {
  answers({
    '/route': '<Response><Dial timeout="20" action="/dialled">+12025550150</Dial></Response>',
  })
  const out = await platform.play({ ...inbound, script: [{ answer: '12025550150' }] })
  expect(out.phones).toMatchObject([{ number: '+12025550150', kind: 'trunk', result: 'answered' }])
  await platform.rest('PUT', '.', { profile: { 'redirect-unknown-to-border': false } })
  const kept = await platform.play({ ...inbound, script: [{ answer: '+12025550150' }] })
  expect(kept).toMatchObject({ outcome: 'failed', phones: [{ result: 'failed' }] })
  expect(kept.unused).toEqual([{ index: 0, entry: { answer: '+12025550150' } }])
})

test('named trunks carry even a number that is a subscriber, and must exist', async () => {
  answers({ '/route': '<Response><Dial trunks="outbound-carrier">1001</Dial></Response>' })
  expect(await platform.play(inbound)).toMatchObject({ phones: [{ kind: 'trunk' }] })
  answers({
    '/route': '<Response><Dial trunks="other,another" action="/dialled">1001</Dial></Response>',
  })
  expect(await platform.play(inbound)).toMatchObject({ outcome: 'failed' })
  expect(application.voice.at(-1)?.body).toMatchObject({ DialCallStatus: 'failed' })
})

test('SIP addresses of the domain are its phones, others go out', async () => {
  const { domain } = platform.domain
  answers({
    '/route': `<Response><Dial><Sip>sip:1001@${domain}</Sip><Sip>ai@agents.example:5080;transport=tls</Sip></Dial></Response>`,
  })
  const call = await platform.play(inbound)
  expect(call.phones).toMatchObject([
    { number: '1001', kind: 'subscriber' },
    { number: 'ai@agents.example:5080;transport=tls', kind: 'trunk' },
  ])
})

test('a recording is a real wav behind an unguessable link', async () => {
  answers({
    '/route':
      '<Response><Say>Leave a message.</Say><Record action="/saved" timeout="4" maxLength="60"/></Response>',
  })
  const script = [{ speak: 'This is a message of sixty characters, which takes four secs.' }]
  await platform.play({ ...inbound, script })
  const link = String(application.voice[1]?.body.RecordingUrl)
  expect(link).toMatch(new RegExp(`^${platform.url}/recordings/[0-9a-f-]{40,}\\.wav$`))
  const answer = await fetch(link)
  const wav = Buffer.from(await answer.arrayBuffer())
  expect(answer.headers.get('content-type')).toBe('audio/wav')
  expect(wav.toString('latin1', 0, 4)).toBe('RIFF')
  // Four seconds of speech, four of silence.
  expect(wav.length).toBe(44 + 8 * 16_000)
  expect(wav.subarray(44, 44 + 16_000).some((byte) => byte !== 0)).toBe(true)
  const guessed = link.replace(/-\d+-/, '-9-')
  expect((await fetch(guessed)).status).toBe(404)
  await platform.rest('POST', '/simulator/faults', { deadRecordings: true })
  expect((await fetch(link)).status).toBe(404)
})

test('a talk, a room and a machine are recorded, also where the caller ends it', async () => {
  const asked = (how: string) =>
    `record="${how}" recordingStatusCallback="/recorded" recordingStatusCallbackEvent="completed absent"`
  const documents = [
    `<Response><Dial timeout="20" ${asked('record-from-answer')}><Number>1001</Number></Dial></Response>`,
    `<Response><Dial><Conference ${asked('record-from-start')}>board</Conference></Dial></Response>`,
    `<Response><Dial ${asked('record-from-answer')}><Service provider="any">+12025550170</Service></Dial></Response>`,
  ]
  for (const document of documents) {
    application.forget()
    answers({ '/route': document })
    const script = [
      ...(document.includes('Number') ? [{ answer: '1001' }] : []),
      { wait: 7 },
      { hangUp: 'caller' },
    ]
    const call = await platform.play({ ...inbound, script })
    expect(happened(call)).toContain('The talk was recorded: 7 s')
    const told = application.voice.find(({ path }) => path === '/recorded')
    const sound = await fetch(String(told?.body.RecordingUrl))
    expect((await sound.arrayBuffer()).byteLength).toBe(44 + 7 * 16_000)
  }
})

test('a phone that nobody answers leaves no recording', async () => {
  const dial = '<Dial timeout="5" record="record-from-answer" recordingStatusCallback="/recorded">'
  answers({ '/route': `<Response>${dial}<Number>1001</Number></Dial></Response>` })
  await platform.play(inbound)
  expect(application.voice.map(({ path }) => path)).toEqual(['/route'])
})

test('silence is no recording: the next verb runs', async () => {
  answers({
    '/route':
      '<Response><Record action="/saved" timeout="3"/><Redirect>/nothing</Redirect></Response>',
  })
  const call = await platform.play(inbound)
  expect(application.voice.map(({ path }) => path)).toEqual(['/route', '/nothing'])
  expect(secondsOf(call)).toBe(3)
})

test('a message that ends with the caller hanging up is delivered', async () => {
  answers({ '/route': '<Response><Record action="/saved"/></Response>' })
  const script = [{ speak: 'Call me.' }, { hangUp: 'caller' }]
  const call = await platform.play({ ...inbound, script })
  expect(application.voice[1]).toMatchObject({ path: '/saved' })
  expect(application.voice[1]?.body).toHaveProperty('RecordingUrl')
  expect(call).toMatchObject({ outcome: 'answered', unused: [] })
})

test('a key ends a recording, and its length is capped', async () => {
  answers({
    '/route': '<Response><Record action="/saved" maxLength="2" finishOnKey="#"/></Response>',
  })
  const long = await platform.play({ ...inbound, script: [{ speak: 'x'.repeat(300) }] })
  expect(secondsOf(long)).toBe(2)
  const script = [{ speak: 'Hello' }, { press: '#' }]
  const short = await platform.play({ ...inbound, script })
  expect(short).toMatchObject({ unused: [] })
  expect(secondsOf(short)).toBe(1)
})

test.each([
  ['busy', 'busy'],
  ['rejected', 'busy'],
  ['congestion', 'congestion'],
  ['failed', 'failed'],
])('Reject %s ends the call unanswered as %s', async (reason, outcome) => {
  answers({ '/route': `<Response><Reject reason="${reason}"/></Response>` })
  const call = await platform.play(inbound)
  expect(call.outcome).toBe(outcome)
  expect(application.updates.map(({ body }) => body.status)).not.toContain('connected')
})

test('Reject after an answer is a fault', async () => {
  answers({ '/route': '<Response><Say>Hello</Say><Reject/></Response>' })
  expect(await platform.play(inbound)).toMatchObject({ outcome: 'failed' })
})

test('early media leaves the call unanswered', async () => {
  answers({
    '/route': '<Response><Say answer="false">Closed.</Say><Reject reason="busy"/></Response>',
  })
  expect(await platform.play(inbound)).toMatchObject({ outcome: 'busy' })
})

test('relative links are resolved, methods are kept and Redirect goes on', async () => {
  answers({
    '/route':
      '<Response><Pause length="3"/><Redirect method="GET">next/a?x=1</Redirect></Response>',
  })
  const call = await platform.play(inbound)
  expect(application.voice[1]).toMatchObject({ method: 'GET', path: '/next/a', query: { x: '1' } })
  expect(secondsOf(call)).toBe(3)
})

test('audio is fetched; what cannot be played is skipped with a word', async () => {
  answers({
    '/route': `<Response><Play>${application.url}/hello.mp3</Play><Play>/none</Play><Pause length="1"/></Response>`,
  })
  const call = await platform.play(inbound)
  expect(secondsOf(call)).toBe(4 + 1)
  const problems = call.steps.filter(({ kind }) => kind === 'problem')
  expect(problems).toMatchObject([{ happened: expect.stringMatching(/cannot be played \(200/) }])
})

test.each([
  ['an unknown verb', '<Response><Voicemail/></Response>', /<Voicemail>/],
  ['an unknown attribute', '<Response><Gather minDigits="1"/></Response>', /minDigits/],
  ['an unknown voice', '<Response><Say voice="alice">Hi</Say></Response>', /alice/],
  ['an open ampersand', '<Response><Say>Smith & Sons</Say></Response>', /Not well-formed/],
  ['an empty body', '', /empty/],
  ['another content type', { type: 'application/json', body: hangup }, /application\/json/],
  ['a page', { type: 'text/html', body: hangup }, /text\/html/],
  ['status 500', { status: 500, body: hangup }, /500 instead of 200/],
  ['status 401', { status: 401, body: hangup }, /401 instead of 200/],
  ['no content', { status: 204, body: '' }, /204 instead of 200/],
])('an application that answers with %s loses the call', async (_, document, message) => {
  answers({ '/route': document })
  const call = await platform.play(inbound)
  expect(call.outcome).toBe('failed')
  const problem = call.steps.find(({ kind }) => kind === 'problem')
  expect(problem?.happened).toMatch(message)
  expect(application.updates.at(-1)?.body).toMatchObject({
    status: 'failed',
    lastError: expect.stringMatching(message),
  })
  expect(application.cdrs[0]?.body).toMatchObject({ disposition: 'FAILED' })
})

test('an application that cannot be reached loses the call', async () => {
  await platform.rest('PATCH', './applications/pbx', { url: 'http://127.0.0.1:9/route' })
  const call = await platform.play(inbound)
  expect(call.outcome).toBe('failed')
  expect(happened(call).join('\n')).toMatch(/cannot be reached/)
})

test('a call that goes in circles is ended', async () => {
  answers({ '/route': '<Response><Pause length="1"/><Redirect>/route</Redirect></Response>' })
  const call = await platform.play(inbound)
  expect(call.outcome).toBe('failed')
  expect(happened(call).join('\n')).toMatch(/2000 requests/)
})

test('script entries that never fit are named', async () => {
  answers({ '/route': ringBoth })
  const script = [{ answer: '1001' }, { press: '5' }, { hangUp: 'callee' }]
  const call = await platform.play({ ...inbound, script })
  expect(call.unused).toEqual([
    { index: 1, entry: { press: '5' } },
    { index: 2, entry: { hangUp: 'callee' } },
  ])
})

test('waiting goes on over several situations', async () => {
  answers({ '/route': menu, '/menu': '<Response><Redirect>/route</Redirect></Response>' })
  const script = [{ wait: 20 }, { press: '1' }, { hangUp: 'caller' }]
  const call = await platform.play({ ...inbound, script })
  // The menu lasts 11 s; nine seconds into the second one the key is pressed.
  expect(application.voice.filter(({ body }) => 'Digits' in body)).toMatchObject([
    { body: { Digits: '' } },
    { body: { Digits: '1' } },
  ])
  expect(call.unused).toEqual([])
})

test('the caller may hang up during an announcement', async () => {
  answers({
    '/route': `<Response><Say>${'long '.repeat(60)}</Say><Redirect>/next</Redirect></Response>`,
  })
  const script = [{ wait: 2 }, { hangUp: 'caller' }]
  const call = await platform.play({ ...inbound, script })
  expect(secondsOf(call)).toBe(2)
  expect(application.voice).toHaveLength(1)
})

test('the built-in applications dial, or take nothing', async () => {
  const { body } = await platform.rest('GET', './applications')
  const [routing, blackhole] = Array.isArray(body) ? body : []
  await platform.rest('PUT', '.', { defaultApplication: routing.id })
  const dialled = await platform.play({ from: '1001', to: '1002', script: [{ answer: '1002' }] })
  expect(dialled).toMatchObject({ outcome: 'answered', answeredBy: '1002' })
  await platform.rest('PUT', '.', { defaultApplication: blackhole.id })
  expect(await platform.play(inbound)).toMatchObject({ outcome: 'congestion' })
  await platform.rest('PUT', '.', { defaultApplication: null })
  expect(await platform.play(inbound)).toMatchObject({ outcome: 'failed' })
  expect(application.voice).toHaveLength(0)
})

test('answers to the same voice request must be the same', async () => {
  let asked = 0
  application.now.answer = () => `<Response><Pause length="${++asked}"/></Response>`
  expect(await platform.play({ ...inbound, voiceDuplicates: 2 })).toMatchObject({
    outcome: 'failed',
  })
  answers({ '/route': menu })
  expect(await platform.play({ ...inbound, voiceDuplicates: 2 })).toMatchObject({
    outcome: 'answered',
  })
})

test('a call of another domain, of no phone or with a wrong script is refused', async () => {
  const { rest, domain } = platform
  const wanted = { domain: domain.uuid, from: '999', to: '1' }
  const place = (changed: object) => rest('POST', '/simulator/calls', { ...wanted, ...changed })
  expect((await place({ direction: 'subscriber' })).status).toBe(400)
  expect((await place({ domain: 'other' })).status).toBe(404)
  expect((await place({ script: [{ press: 'A' }] })).status).toBe(400)
  expect((await place({ script: [{ press: '1', answer: '2' }] })).status).toBe(400)
  expect((await place({ at: 'tomorrow' })).status).toBe(400)
  expect((await place({ colour: 'red' })).status).toBe(400)
})

test('a caller is in a conference until it ends, and its events are told', async () => {
  answers({
    '/route':
      '<Response><Dial action="/left" timeLimit="600"><Conference muted="true" statusCallback="/who" statusCallbackEvent="join leave">board</Conference></Dial><Redirect>/fell</Redirect></Response>',
    '/left': '<Response><Say>Goodbye</Say></Response>',
  })
  const script = [{ speak: 'Hello' }, { wait: 100 }, { hangUp: 'callee' as const }]
  const call = await platform.play({ ...inbound, script })
  expect(call).toMatchObject({ outcome: 'answered', unused: [] })
  expect(application.voice.map(({ path }) => path)).toEqual(['/route', '/who', '/who', '/left'])
  expect(application.voice.map(({ body }) => body.StatusCallbackEvent)).toEqual([
    undefined,
    'participant-join',
    'participant-leave',
    undefined,
  ])
  expect(application.voice[3]?.body).toMatchObject({ DialCallStatus: 'completed' })
  const story = happened(call)
  expect(story).toContain('The caller comes into the conference board, muted')
  expect(story).toContain('The conference ends')
})

test('a guest waits for the conference to start', async () => {
  answers({
    '/route':
      '<Response><Dial><Conference startConferenceOnEnter="false">board</Conference></Dial></Response>',
  })
  const call = await platform.play({ ...inbound, script: [{ hangUp: 'caller' }] })
  expect(happened(call)).toContain(
    'The caller comes into the conference board, and waits with music for it to start',
  )
})

test('a supervisor is let into a live session, and goes on where there is none', async () => {
  answers({ '/route': ringBoth })
  const live = await platform.play({ ...inbound, mode: 'manual' })
  let wanted = live.session
  application.now.answer = () =>
    `<Response><Coach policy="listen">${wanted}</Coach><Say>Nobody is there</Say></Response>`
  const coached = await platform.play({ ...inbound, script: [{ hangUp: 'callee' }] })
  expect(happened(coached)).toContain('12025550100 listens to the call of 12025550100')
  wanted = 'unknown'
  const alone = await platform.play(inbound)
  expect(happened(alone)).toContain('There is no such live session to coach')
})
