import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { runCommand } from './main.ts'

const call = {
  id: 'c1',
  callId: 'call_1',
  session: 's',
  state: 'ended',
  outcome: 'answered',
  now: '2026-11-17T15:42:40.000Z',
  situation: null,
  steps: [
    {
      index: 0,
      at: '2026-11-17T15:42:16.000Z',
      kind: 'call',
      happened: '+1 202 555 0173 calls',
      request: null,
      response: null,
      cxml: null,
    },
    {
      index: 1,
      at: '2026-11-17T15:42:16.000Z',
      kind: 'request',
      happened: 'OPBX is asked',
      request: null,
      response: null,
      cxml: '<Response><Hangup/></Response>',
    },
    {
      index: 2,
      at: '2026-11-17T15:42:23.000Z',
      kind: 'event',
      happened: 'told',
      request: null,
      response: null,
      cxml: null,
    },
  ],
  unused: [{ index: 0, action: { press: '9' } }],
  facts: [],
  trace: [
    {
      at: '2026-11-17T15:42:16.000Z',
      step: 1,
      node: 'ivr_1',
      name: 'Welcome',
      type: 'ivr_menu',
      happened: 'the menu plays',
      exit: null,
      because: 'Because the number enters here.',
    },
  ],
}

async function run(args: string[], status: number, answer: unknown) {
  const requests: { key: string | undefined; body: unknown }[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    requests.push({ key: request.headers.authorization, body: JSON.parse(text) })
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const out: string[] = []
  const err: string[] = []
  const { port } = server.address() as AddressInfo
  const env = { OPBX_URL: `http://127.0.0.1:${port}`, OPBX_API_KEY: 'opbx_test' }
  const code = await runCommand(args, env, {
    log: (text) => out.push(text),
    error: (text) => err.push(text),
  })
  server.close()
  return { code, out: out.join('\n'), err: err.join('\n'), requests }
}

test('a call is told as a story with its reasons', async () => {
  const { code, out, requests } = await run(
    ['call', '--to', '+12025550100', '--press', '9'],
    200,
    call,
  )
  expect(code).toBe(0)
  expect(requests).toEqual([
    {
      key: 'Bearer opbx_test',
      body: {
        from: '+12025550173',
        to: '+12025550100',
        revision: 'live',
        script: [{ press: '9' }],
      },
    },
  ])
  expect(out.split('\n')).toEqual([
    '  0:00  +1 202 555 0173 calls',
    '  0:00  OPBX is asked',
    '        Welcome: the menu plays',
    '          Because the number enters here.',
    'Not used: {"press":"9"} (number 1 of what you asked for).',
    'Outcome: answered.',
  ])
})

test('a refusal names the fields', async () => {
  const problem = {
    type: 'x',
    title: 'x',
    status: 422,
    detail: 'Some fields need another value.',
    code: 'validation_failed',
    errors: [{ path: 'to', message: 'Use a number.' }],
    requestId: 'r',
  }
  const { code, err } = await run(['call', '--to', 'xx'], 422, problem)
  expect(code).toBe(1)
  expect(err).toBe('Some fields need another value.\n  to: Use a number.')
})

test('without a key the remedy is said', async () => {
  const err: string[] = []
  const code = await runCommand(
    ['call', '--to', '1001'],
    {},
    { log: () => {}, error: (text) => err.push(text) },
  )
  expect(code).toBe(2)
  expect(err.join()).toContain('OPBX_API_KEY')
})

const results = {
  green: 1,
  red: 1,
  results: [
    { name: 'Mornings', passed: true, failures: [] },
    { name: 'Nights', passed: false, failures: ['Expected nobody else to ring; 1001 did.'] },
  ].map((one) => ({
    ...{ id: 'ft_1', enabled: true, trace: [], rang: [], said: [], tags: [], unused: 0 },
    ...{ ends: 'hung_up', ...one },
  })),
}

test('flow tests: each with its colour, a red one with its reason, and the exit code says it', async () => {
  const { code, out, requests } = await run(['flow-test'], 200, results)
  expect(code).toBe(1)
  expect(requests).toEqual([{ key: 'Bearer opbx_test', body: { revision: 'draft', trace: false } }])
  expect(out.split('\n')).toEqual([
    'green  Mornings',
    'red    Nights',
    '       Expected nobody else to ring; 1001 did.',
    '',
    '1 green, 1 red',
  ])
})

test('green flow tests, and red ones that are switched off, end well', async () => {
  const off = results.results.map((one) => ({ ...one, enabled: one.passed }))
  const { code, out } = await run(['flow-test', '--live'], 200, { ...results, results: off })
  expect(code).toBe(0)
  expect(out).toContain('red    Nights (switched off)')
  expect((await run(['flow-test', '--dance'], 200, results)).code).toBe(2)
})
