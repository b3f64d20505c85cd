import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type ApiClient,
  createApiClient,
  type Installation,
  setUpOwner,
  startInstallation,
  waitFor,
} from './harness.ts'

const opbx = fileURLToPath(new URL('../packages/cli/bin/opbx.mjs', import.meta.url))

describe('a trial on an empty installation', () => {
  let installation: Installation
  let api: ApiClient
  let numbers: { number: string }[]

  beforeAll(async () => {
    installation = await startInstallation()
    api = await setUpOwner(installation)
    const company = await api.request('POST', '/api/v1/trial')
    expect(company.status, JSON.stringify(company.body)).toBe(201)
    expect(company.body).toMatchObject({
      company: 'loaded',
      extensions: [{ number: '1001' }, { number: '1002' }, { number: '1003' }, { number: '1004' }],
    })
    numbers = company.body.phoneNumbers as { number: string }[]
  })
  afterAll(() => installation.stop())

  function call(body: Record<string, unknown>) {
    return api.request('POST', '/api/v1/trial/calls', {
      from: '+12025550173',
      to: numbers[0]?.number,
      ...body,
    })
  }

  test('a caller who presses 1 talks with sales, and every step says why', async () => {
    const { status, body } = await call({
      script: [{ press: '1' }, { answer: '1001' }, { hangUp: 'caller' }],
    })
    expect(status, JSON.stringify(body)).toBe(200)
    expect(body).toMatchObject({ state: 'ended', outcome: 'answered', unused: [] })
    const trace = body.trace as { name: string; because: string }[]
    expect(trace.map((entry) => entry.name)).toEqual(expect.arrayContaining(['Welcome', 'Sales']))
    for (const entry of trace) expect(entry.because).toMatch(/^Because .+\.$/)
    const steps = body.steps as { cxml: string | null }[]
    expect(steps.filter((step) => step.cxml !== null).length).toBeGreaterThanOrEqual(2)

    const story = await api.request('GET', `/api/v1/calls/${body.callId}`)
    expect(story.body).toMatchObject({
      disposition: 'answered',
      direction: 'inbound',
      from: '+12025550173',
      status: 'ended',
      answeredBy: { extension: '1001' },
    })
  })

  test('a caller who presses nothing leaves a message that can be heard', async () => {
    const { body } = await call({
      script: [{ speak: 'This is Harbor Dental. Call us back about the order.' }],
    })
    expect(body).toMatchObject({ state: 'ended' })
    await waitFor('the message is stored', async () => {
      const { body: list } = await api.request('GET', '/api/v1/voicemail-messages')
      const [message] = list.items as { status: string; url: string | null; callId: string }[]
      return message?.status === 'stored' && message.callId === body.callId
    })
    const { body: list } = await api.request('GET', '/api/v1/voicemail-messages')
    const [message] = list.items as { url: string }[]
    const audio = await fetch(new URL(message?.url ?? '', installation.url))
    expect(audio.status).toBe(200)
    expect(audio.headers.get('content-type')).toMatch(/^audio\//)
    expect((await audio.arrayBuffer()).byteLength).toBeGreaterThan(1000)
  })

  test('the second number is open on Tuesday morning and closed on Sunday', async () => {
    const open = await call({ to: numbers[1]?.number, at: '2026-11-17T15:42:16.000Z' })
    const closed = await call({ to: numbers[1]?.number, at: '2026-11-15T15:42:16.000Z' })
    const exits = (answer: { body: Record<string, unknown> }) =>
      (answer.body.trace as { type: string; exit: string | null }[])
        .filter((entry) => entry.type === 'business_hours')
        .map((entry) => entry.exit)
    expect(exits(open)).toEqual(['open'])
    expect(exits(closed)).toEqual(['closed'])
  })

  test('an unknown number is told so, and the history says why', async () => {
    const { body } = await call({ to: '+12025550199' })
    expect(body).toMatchObject({ state: 'ended' })
    const story = await api.request('GET', `/api/v1/calls/${body.callId}`)
    expect((story.body.trace as { because: string }[])[0]?.because).toContain('+1')
  })

  test('an extension calls another one', async () => {
    const { body } = await call({
      from: '1001',
      to: '1004',
      script: [{ answer: '1004' }, { hangUp: 'callee' }],
    })
    const story = await api.request('GET', `/api/v1/calls/${body.callId}`)
    expect(story.body).toMatchObject({
      direction: 'internal',
      disposition: 'answered',
      answeredBy: { extension: '1004' },
    })
  })

  test('the command line prints the same story', async () => {
    const key = await api.request('POST', '/api/v1/api-keys', {
      name: 'Terminal',
      scopes: ['flow.write', 'flow.read'],
    })
    expect(key.status).toBe(201)
    const env = { ...process.env, OPBX_URL: installation.url, OPBX_API_KEY: String(key.body.key) }
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [opbx, 'call', '--to', numbers[0]?.number ?? '', '--press', '1', '--answer', '1002'],
      { env },
    )
    expect(stdout).toContain('Welcome')
    expect(stdout).toContain('Because')
    expect(stdout).toContain('Outcome: answered.')
  })

  test('an API key without the scope is refused in words', async () => {
    const key = await api.request('POST', '/api/v1/api-keys', {
      name: 'Reader',
      scopes: ['calls.read'],
    })
    const reader = createApiClient(installation.url, { authorization: `Bearer ${key.body.key}` })
    expect(
      await reader.request('POST', '/api/v1/trial/calls', { from: '+12025550173', to: '1001' }),
    ).toMatchObject({ status: 403 })
  })

  test('without the simulator a trial answers 503 and nothing else breaks', async () => {
    await installation.kill('simulator')
    expect(await call({ script: [] })).toMatchObject({
      status: 503,
      body: { code: 'simulator_unavailable' },
    })
    expect(await api.request('GET', '/api/v1/calls')).toMatchObject({ status: 200 })
    await installation.start('simulator')
    expect(await call({ script: [{ press: '1' }, { answer: '1001' }] })).toMatchObject({
      status: 200,
      body: { outcome: 'answered' },
    })
  })
})

describe('after kill -9', () => {
  test('calls, configuration and sign-in are still there', async () => {
    const installation = await startInstallation()
    const api = await setUpOwner(installation)
    const company = await api.request('POST', '/api/v1/trial')
    const to = (company.body.phoneNumbers as { number: string }[])[0]?.number
    const { body } = await api.request('POST', '/api/v1/trial/calls', {
      from: '+12025550173',
      to,
      script: [{ speak: 'Hello.' }],
    })
    await installation.kill('server')
    await installation.start('server')
    expect(await api.request('GET', '/api/v1/me')).toMatchObject({ status: 200 })
    await waitFor('the message of the call is stored', async () => {
      const { body: list } = await api.request('GET', '/api/v1/voicemail-messages')
      const [message] = list.items as { status: string; callId: string }[]
      return message?.callId === body.callId && message?.status === 'stored'
    })
    expect(
      await api.request('POST', '/api/v1/trial/calls', {
        from: '+12025550173',
        to,
        script: [{ press: '1' }, { answer: '1001' }],
      }),
    ).toMatchObject({ status: 200, body: { outcome: 'answered' } })
    await installation.stop()
  })
})
