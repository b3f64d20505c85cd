import { createHash } from 'node:crypto'
import { mostAudioBytes } from '@opbx/contract/call-flow/library-prompt'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../testing/app.ts'
import { as, makeOrganization, type Sender, type TestOrganization } from '../testing/factories.ts'
import { openReceiver, type Receiver } from '../testing/receiver.ts'
import { formOf, makeConverter, makeMp3, makeWav } from '../testing/sounds.ts'
import { makeVoiceDomain, placeCall } from '../testing/voice-domain.ts'

let server: TestApp
let acme: TestOrganization
let receiver: Receiver
const servers: TestApp[] = []
beforeAll(async () => {
  receiver = await openReceiver()
  server = await own({ OPBX_FFMPEG: '/nowhere/ffmpeg' })
  acme = await makeOrganization(server)
})
afterAll(async () => {
  for (const { app } of servers) await app.close()
  await receiver.close()
})

/** A server that is told otherwise, closed at the end. */
async function own(env: Record<string, string> = {}): Promise<TestApp> {
  const opened = await openTestApp(env)
  servers.push(opened)
  return opened
}

const path = '/api/v1/prompts'
const upload = '/api/v1/prompt-audio'

async function send(sender: Sender, bytes: Uint8Array, name = 'Welcome.wav', on = server) {
  const { headers, payload } = formOf(bytes, name)
  return await on.app.inject({
    method: 'POST',
    url: upload,
    headers: { ...sender.headers, ...headers },
    payload,
  })
}

async function uploaded(sender: Sender, bytes: Uint8Array, name?: string) {
  const answer = await send(sender, bytes, name)
  expect(answer.statusCode, answer.body).toBe(201)
  return answer.json()
}

function get(url: string, headers: Record<string, string> = {}) {
  return server.app.inject({ method: 'GET', url, headers })
}

describe('a sound is known by its content', () => {
  test('a wav file is stored with a right header, its length and its hash', async () => {
    const audio = await uploaded(acme.admin, makeWav(2.5))
    expect(audio).toMatchObject({
      hash: createHash('sha256').update(makeWav(2.5)).digest('hex'),
      type: 'audio/wav',
      seconds: 2.5,
      sizeBytes: 40_044,
      fileName: 'Welcome.wav',
      sourceUrl: null,
      converted: false,
    })
    expect((await get(audio.previewUrl)).rawPayload.equals(makeWav(2.5))).toBe(true)
  })

  test('a wav file with a lying header is stored as what it is', async () => {
    const lying = makeWav(2.5)
    lying.writeUInt32LE(0xffffffff, 40)
    const audio = await uploaded(acme.admin, lying)
    expect(audio.seconds).toBe(2.5)
    expect((await get(audio.previewUrl)).rawPayload.equals(makeWav(2.5))).toBe(true)
  })

  test('an mp3 is an mp3 whatever its name says', async () => {
    const audio = await uploaded(acme.admin, makeMp3(100, [9, 5]), 'music.exe')
    expect(audio).toMatchObject({ type: 'audio/mpeg', seconds: 2.612, fileName: 'music.exe' })
    expect((await get(audio.previewUrl)).headers).toMatchObject({
      'content-type': 'audio/mpeg',
      'x-content-type-options': 'nosniff',
      'content-disposition': 'inline',
    })
  })

  test.each([
    ['a renamed program', Buffer.from('MZ\x90\x00'.padEnd(9_000, 'x')), 'no mp3, wav or ogg'],
    ['a web page', Buffer.from('<!doctype html><script>'), 'no mp3, wav or ogg'],
    [
      'a program behind a tag',
      Buffer.from('ID3\x04\0\0\0\0\0\0MZ'.padEnd(9_000, 'x')),
      'no mp3, wav or ogg',
    ],
    ['nothing', Buffer.alloc(0), 'empty'],
    ['a wav file without sound', makeWav(0), 'empty, or in a form'],
    ['an ogg file where there is no ffmpeg', Buffer.from('OggS'.padEnd(400)), 'no ffmpeg'],
  ])('%s is refused with the reason', async (_what, bytes, reason) => {
    const refused = await send(acme.admin, bytes, 'welcome.wav')
    expect(refused.statusCode).toBe(422)
    expect(refused.json().errors).toEqual([
      { path: 'file', message: expect.stringContaining(reason) },
    ])
  })

  test('20 MB fit, one byte more does not', async () => {
    const bytes = Buffer.alloc(mostAudioBytes, 1)
    makeWav(0).copy(bytes)
    expect((await send(acme.admin, bytes)).statusCode).toBe(201)
    const refused = await send(acme.admin, Buffer.concat([bytes, Buffer.alloc(1)]))
    expect(refused.statusCode).toBe(413)
    expect(refused.json()).toMatchObject({ detail: expect.stringContaining('20 MB') })
  })

  test('a form without a file, a broken form and no form are refused', async () => {
    const type = 'multipart/form-data; boundary=b'
    const post = (contentType: string, payload: string) =>
      server.app.inject({
        method: 'POST',
        url: upload,
        headers: { ...acme.admin.headers, 'content-type': contentType },
        payload,
      })
    expect((await post(type, '--b--\r\n')).statusCode).toBe(422)
    expect(
      (
        await post(
          type,
          '--b\r\nContent-Disposition: form-data; name="file"; filename="x"\r\n\r\nRIFF',
        )
      ).statusCode,
    ).toBe(400)
    expect((await post('multipart/form-data', 'x')).statusCode).toBe(400)
    expect((await post('application/json', '{}')).statusCode).toBe(415)
    expect((await post('text/plain', 'x')).statusCode).toBe(415)
  })

  test('only who changes the flow uploads, and no page of another site', async () => {
    expect((await send(acme.reporter, makeWav())).statusCode).toBe(403)
    const elsewhere = { headers: { ...acme.admin.headers, origin: 'https://evil.example' } }
    expect((await send(elsewhere, makeWav())).statusCode).toBe(403)
  })
})

describe('with ffmpeg', () => {
  test('an ogg file is converted', async () => {
    const converting = await own({ OPBX_FFMPEG: await makeConverter(makeWav(4)) })
    const { admin } = await makeOrganization(converting)
    const answer = await send(admin, Buffer.from('OggS'.padEnd(400)), 'hello.ogg', converting)
    expect(answer.json()).toMatchObject({ type: 'audio/wav', seconds: 4, converted: true })
  })

  test('what it cannot read is refused with the reason', async () => {
    const failing = await own({ OPBX_FFMPEG: await makeConverter(makeWav(4), 1) })
    const { admin } = await makeOrganization(failing)
    const refused = await send(admin, Buffer.from('OggS'.padEnd(400)), 'hello.ogg', failing)
    expect(refused.statusCode).toBe(422)
    expect(refused.json().detail).toContain('cannot be read')
  })
})

describe('a sound from an address', () => {
  test('is fetched once and noted without what is secret in the address', async () => {
    const near = await own({ OPBX_ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8' })
    const { admin } = await makeOrganization(near)
    receiver.answer = (response) => response.end(makeWav(1))
    const url = `${receiver.url}/sounds/good%20day.wav?token=secret`
    const answer = await as(near, admin).post(`${upload}/from-url`, { url })
    expect(answer.statusCode, answer.body).toBe(201)
    expect(answer.json()).toMatchObject({
      fileName: 'good day.wav',
      sourceUrl: `${receiver.url}/sounds/good%20day.wav`,
      seconds: 1,
    })
    expect(receiver.received[0]?.headers).not.toHaveProperty('authorization')
    receiver.answer = (response) => response.writeHead(302, { location: '/' }).end()
    expect((await as(near, admin).post(`${upload}/from-url`, { url })).statusCode).toBe(422)
    receiver.answer = (response) => response.writeHead(404).end()
    const gone = await as(near, admin).post(`${upload}/from-url`, { url })
    expect(gone.json().errors[0]).toMatchObject({
      path: 'url',
      message: expect.stringContaining('404'),
    })
  })

  test.each([
    'http://127.0.0.1:1/a.wav',
    'http://[::1]/a',
    'http://169.254.169.254/a',
    'ftp://a.example/a',
  ])('%s is refused', async (url) => {
    const refused = await as(server, acme.admin).post(`${upload}/from-url`, { url })
    expect(refused.statusCode).toBe(422)
    expect(refused.json().errors[0].path).toBe('url')
  })
})

describe('the link of a sound', () => {
  test('serves ranges', async () => {
    const { previewUrl } = await uploaded(acme.admin, makeWav(1))
    const whole = makeWav(1)
    const part = await get(previewUrl, { range: 'bytes=10-19' })
    expect([part.statusCode, part.headers['content-range']]).toEqual([
      206,
      `bytes 10-19/${whole.length}`,
    ])
    expect(part.rawPayload.equals(whole.subarray(10, 20))).toBe(true)
    const end = await get(previewUrl, { range: 'bytes=-4' })
    expect(end.rawPayload.equals(whole.subarray(-4))).toBe(true)
    const behind = await get(previewUrl, { range: `bytes=${whole.length}-` })
    expect([behind.statusCode, behind.headers['content-range']]).toEqual([
      416,
      `bytes */${whole.length}`,
    ])
  })

  test('leads nowhere once anything in it is changed, and after an hour', async () => {
    const stranger = await makeOrganization(server)
    const { previewUrl, hash } = await uploaded(acme.admin, makeWav(1))
    const other = await uploaded(acme.admin, makeWav(1, 7))
    await uploaded(stranger.admin, makeWav(1))
    const changed = [
      previewUrl.replace(/.$/, (last: string) => (last === 'A' ? 'B' : 'A')),
      previewUrl.replace(hash, other.hash),
      previewUrl.replace('.wav', '.mp3'),
      previewUrl.replace(acme.organizationId, stranger.organizationId),
      previewUrl.replace(/expires=\d+&/, ''),
      previewUrl.replace(/expires=(\d)/, 'expires=9$1'),
      previewUrl.replace(/signature=.*/, ''),
      `${previewUrl}&signature=x`,
    ]
    for (const url of changed) expect((await get(url)).statusCode, url).toBe(404)
    const later = await own()
    const { admin } = await makeOrganization(later)
    const answer = (await send(admin, makeWav(), 'x.wav', later)).json()
    later.setNow(new Date(later.deps.clock.now().getTime() + 3_601_000).toISOString())
    expect((await later.app.inject({ url: answer.previewUrl })).statusCode).toBe(404)
  })
})

describe('the library', () => {
  test('a prompt is made, found, changed and deleted', async () => {
    const { admin } = await makeOrganization(server)
    const api = as(server, admin)
    const { hash } = await uploaded(admin, makeWav(3))
    const variants = [
      { kind: 'text', language: 'en-US', text: 'Welcome.', voice: 'Polly:Joanna' },
      { kind: 'audio', language: 'es-MX', hash },
    ]
    const made = await api.post(path, { name: 'Welcome', variants })
    expect(made.statusCode, made.body).toBe(201)
    const prompt = made.json()
    expect(prompt).toMatchObject({
      version: 1,
      state: 'new',
      usedBy: [],
      variants: [variants[0], { language: 'es-MX', audio: { hash, seconds: 3 } }],
    })
    expect((await get(prompt.previewUrls[hash])).statusCode).toBe(200)
    expect((await api.get(`${path}?q=WELC`)).json().items).toHaveLength(1)
    const at = `${path}/${prompt.id}`
    const renamed = await api.patch(at, { name: 'Hello' }, { version: 1 })
    expect(renamed.json()).toMatchObject({ name: 'Hello', version: 2 })
    expect((await api.patch(at, { name: 'X' }, { version: 1 })).statusCode).toBe(412)
    expect((await api.del(at, { version: 2 })).statusCode).toBe(204)
    expect((await api.get(at)).statusCode).toBe(404)
  })

  test('what does not fit is refused with its field', async () => {
    const { admin } = await makeOrganization(server)
    const foreign = await uploaded(acme.admin, makeWav(3))
    const fieldOf = async (body: unknown) =>
      (await as(server, admin).post(path, body)).json().errors?.[0]?.path
    const text = { kind: 'text', language: 'en', text: 'Hi' }
    expect(await fieldOf({ name: 'A', variants: [] })).toBe('variants')
    expect(await fieldOf({ name: 'A', variants: [{ ...text, text: ' ' }] })).toBe('variants.0.text')
    expect(await fieldOf({ name: 'A', variants: [text, { ...text, language: 'EN' }] })).toBe(
      'variants.1.language',
    )
    const audio = { kind: 'audio', language: 'en', hash: foreign.hash }
    expect(await fieldOf({ name: 'A', variants: [audio] })).toBe('variants.0.hash')
    expect((await as(server, admin).post(path, { name: 'A', variants: [text] })).statusCode).toBe(
      201,
    )
    expect(await fieldOf({ name: 'A', variants: [text] })).toBe('name')
  })

  test('a step plays only prompts of its organization, and a prompt in use stays', async () => {
    const { admin } = await makeOrganization(server)
    const api = as(server, admin)
    const variants = [{ kind: 'text', language: 'en', text: 'Hi' }]
    const foreign = (await as(server, acme.admin).post(path, { name: 'Foreign', variants })).json()
    const step = (promptId: string) =>
      api.post('/api/v1/announcements', { name: 'News', config: { prompt: { promptId } } })
    const refused = await step(foreign.id)
    expect(refused.json().errors[0].path).toBe('config.prompt.promptId')
    const own = (await api.post(path, { name: 'Own', variants })).json()
    const news = (await step(own.id)).json()
    const usedBy = [{ kind: 'node', id: news.id, name: 'News', path: 'prompt' }]
    expect((await api.get(`${path}/${own.id}`)).json()).toMatchObject({ usedBy })
    const kept = await api.del(`${path}/${own.id}`, { version: 1 })
    expect(kept.json()).toMatchObject({ code: 'in_use', references: usedBy })
  })
})

describe('calls', () => {
  async function office() {
    const { admin, organizationId } = await makeOrganization(server)
    const domain = await makeVoiceDomain(server, organizationId)
    const api = as(server, admin)
    const first = await uploaded(admin, makeWav(12))
    const audio = { kind: 'audio', language: 'en-US', hash: first.hash }
    const prompt = (await api.post(path, { name: 'Welcome', variants: [audio] })).json()
    const menu = await api.post('/api/v1/ivr-menus', {
      name: 'Menu',
      config: { prompt: { promptId: prompt.id }, options: [{ digits: '1' }], firstDigitSeconds: 5 },
    })
    expect(menu.statusCode, menu.body).toBe(201)
    await api.post('/api/v1/phone-numbers', { number: '+12025550100', entry: menu.json().id })
    expect((await api.post('/api/v1/flow/apply', {})).statusCode).toBe(200)
    return { admin, api, domain, prompt, first }
  }
  const playedIn = (cxml: string) =>
    (/<Play>([^<]+)<\/Play>/.exec(cxml)?.[1] ?? '').replaceAll('&amp;', '&')

  test('play the sound by a link that the platform can open, and wait for it', async () => {
    const { domain, first } = await office()
    const { cxml } = await placeCall(server, domain).route()
    expect(cxml).toContain('maxTimeout="17"')
    const url = new URL(playedIn(cxml))
    expect(url.origin).toBe('https://pbx.acme.example')
    const sound = await get(url.pathname + url.search)
    expect([sound.statusCode, sound.headers['content-type']]).toEqual([200, 'audio/wav'])
    expect(createHash('sha256').update(sound.rawPayload).digest('hex')).toBe(first.hash)
  })

  test('play a new sound once it is applied; the old one stays for calls that began before', async () => {
    const { admin, api, domain, prompt, first } = await office()
    const before = placeCall(server, domain)
    const begun = await before.route()
    const second = await uploaded(admin, makeWav(2, 9))
    const variants = [{ kind: 'audio', language: 'en-US', hash: second.hash }]
    const at = `${path}/${prompt.id}`
    expect((await api.patch(at, { variants }, { version: 1 })).json().state).toBe('changed')
    const draft = await placeCall(server, domain).route()
    expect(playedIn(draft.cxml)).toContain(first.hash)
    const { changes } = (await api.get('/api/v1/flow/changes')).json()
    expect(changes).toMatchObject([
      { kind: 'prompt', name: 'Welcome', fields: [{ path: 'languages.en-US.audio' }] },
    ])
    await api.post('/api/v1/flow/apply', {})
    const after = await placeCall(server, domain).route()
    expect(playedIn(after.cxml)).toContain(second.hash)
    const again = await before.next(begun.action, { Digits: '' })
    expect(playedIn(again.cxml)).toContain(first.hash)
    const old = new URL(playedIn(again.cxml))
    expect((await get(old.pathname + old.search)).statusCode).toBe(200)
    await api.post('/api/v1/revisions/1/restore', {})
    expect(playedIn((await placeCall(server, domain).route()).cxml)).toContain(first.hash)
  })

  test('discarding the draft brings the library back', async () => {
    const { api, prompt } = await office()
    const text = [{ kind: 'text', language: 'en', text: 'Hi' }]
    await api.patch(`${path}/${prompt.id}`, { name: 'Changed', variants: text }, { version: 1 })
    await api.post(path, { name: 'Another', variants: text })
    expect((await api.del('/api/v1/flow/draft')).statusCode).toBe(204)
    expect((await api.get(path)).json().items).toMatchObject([
      { id: prompt.id, name: 'Welcome', state: 'live', variants: prompt.variants },
    ])
  })
})
