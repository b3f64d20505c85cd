import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { buildApp } from '../app.ts'
import type { Config } from '../config.ts'
import { openDeps } from '../open-deps.ts'
import { createServices } from '../services.ts'
import { type TestApp, testConfig } from '../testing/app.ts'
import { as, makeOrganization, type Sender } from '../testing/factories.ts'
import { openReceiver } from '../testing/receiver.ts'
import {
  applyCompany,
  makeVoiceDomain,
  placeCall,
  type VoiceDomain,
} from '../testing/voice-domain.ts'

const closers: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

test('with the database stopped calls are answered, and everything is written when it is back', async () => {
  const config = await testConfig()
  const first = await open(config)
  const { owner, domain } = await makeCompany(first.server)
  const before = placeCall(first.server, domain)
  const menu = await before.route()
  await first.stopDatabase()

  const ringing = await before.next(menu.action, { Digits: '1' })
  expect(ringing.cxml).toContain('<Number>1001</Number>')
  const during = placeCall(first.server, domain)
  expect((await during.route()).cxml).toContain('<Gather')
  expect((await during.update('connected')).statusCode).toBe(200)
  expect((await during.cdr('ANSWER')).statusCode).toBe(200)
  expect((await first.server.app.inject('/ready')).json()).toMatchObject({ status: 'degraded' })
  const signIn = await first.server.app.inject({
    method: 'POST',
    url: '/api/auth/sign-in/email',
    payload: { email: 'ada@acme.example', password: 'a long enough password' },
  })
  expect(signIn.statusCode).toBe(503)
  expect(signIn.json()).toMatchObject({ code: 'unavailable' })
  await first.stop()
  expect(readdirSync(join(config.dataDir, 'spool'))).not.toEqual([])

  const second = await open(config)
  await second.server.services.settled()
  const api = as(second.server, owner)
  const { items } = (await api.get('/api/v1/calls')).json()
  expect(items.map((item: { session: string }) => item.session).sort()).toEqual(
    [before.session, during.session].sort(),
  )
  const ended = items.find((item: { session: string }) => item.session === during.session)
  expect(ended).toMatchObject({ status: 'ended', node: { name: 'Welcome' } })
  expect(readdirSync(join(config.dataDir, 'spool'))).toHaveLength(1)
}, 120_000)

test('a round robin whose store is away still rings', async () => {
  const config = await testConfig()
  const { server, stopDatabase } = await open(config)
  const { organizationId } = await makeOrganization(server)
  const domain = await makeVoiceDomain(server, organizationId)
  await applyCompany(server, organizationId, {
    nodes: [
      { key: '$1001', type: 'extension', name: 'Ada', extension: '1001', config: {} },
      { key: '$1002', type: 'extension', name: 'Alan', extension: '1002', config: {} },
      {
        key: '$sales',
        type: 'ring_group',
        name: 'Sales',
        config: { strategy: 'round_robin', members: [{ node: '$1001' }, { node: '$1002' }] },
      },
    ],
    phoneNumbers: [{ number: '+12025550100', label: '', entry: '$sales', callerNamePrefix: '' }],
    outboundRoutes: [],
  })
  expect((await placeCall(server, domain).route()).cxml).toContain('<Number>1001</Number>')
  expect((await placeCall(server, domain).route()).cxml).toContain('<Number>1002</Number>')
  await stopDatabase()
  expect((await placeCall(server, domain).route()).cxml).toMatch(/<Number>100[12]<\/Number>/)
}, 120_000)

test('the block list known last counts while the database is away', async () => {
  const config = await testConfig()
  const first = await open(config)
  const { organizationId, owner } = await makeOrganization(first.server)
  const domain = await makeVoiceDomain(first.server, organizationId)
  await applyCompany(first.server, organizationId, {
    nodes: [
      {
        key: '$screen',
        type: 'caller_filter',
        name: 'Screen',
        config: { rules: [{ id: 'blocked', name: 'Blocked', kind: 'block_list' }] },
        exits: { blocked: '$away' },
      },
      { key: '$away', type: 'hang_up', name: 'Away', config: { reason: 'rejected' } },
    ],
    phoneNumbers: [{ number: '+12025550100', label: '', entry: '$screen', callerNamePrefix: '' }],
    outboundRoutes: [],
  })
  await as(first.server, owner).post('/api/v1/block-list', { number: '+12025550150' })
  await first.server.services.blockList.refresh()
  await first.stopDatabase()
  const refused = await placeCall(first.server, domain).route()
  expect(refused.cxml).toContain('<Reject reason="rejected"/>')
  const other = await placeCall(first.server, domain, { from: '12025550151' }).route()
  expect(other.cxml).toContain('<Hangup/>')
}, 120_000)

test('with the database stopped the own country and emergencies are called, other countries not', async () => {
  const config = await testConfig()
  const { server, stopDatabase, stop } = await open(config)
  const { organizationId, owner } = await makeOrganization(server)
  const domain = await makeVoiceDomain(server, organizationId)
  await applyCompany(server, organizationId, {
    nodes: [{ key: '$1001', type: 'extension', name: 'Ada', extension: '1001', config: {} }],
    phoneNumbers: [{ number: '+12025550100', label: '', entry: '$1001', callerNamePrefix: '' }],
    outboundRoutes: [
      {
        name: 'World',
        enabled: true,
        countries: ['US', 'GB'],
        prefixes: [],
        trunks: [],
        accessDigits: '',
        strip: 0,
        prepend: '',
        callerId: null,
        permissionClasses: [],
        hours: null,
      },
    ],
  })
  const dial = (to: string) => placeCall(server, domain, { phone: '1001', to }).route()
  expect((await dial('442079460000')).cxml).toContain('<Number>+442079460000')
  await stopDatabase()
  expect((await dial('12025550190')).cxml).toContain('<Number>+12025550190')
  expect((await dial('911')).cxml).toContain('<Number>911')
  const abroad = await dial('442079460000')
  expect(abroad.cxml).toContain('calls to other countries are not possible at the moment')
  expect(abroad.cxml).not.toContain('<Dial')
  await stop()

  const second = await open(config)
  await second.server.services.settled()
  const guard = (await as(second.server, owner).get('/api/v1/fraud-guard')).json()
  // The call that nobody could count at its time is counted afterwards; the emergency call never.
  expect(guard.organization.total).toMatchObject({ callsPerHour: 2, concurrent: 2 })
}, 120_000)

test('kill -9 after the answer to a Record loses no voicemail', async () => {
  const config = await testConfig()
  const first = await open(config)
  const { owner, domain } = await makeCompany(first.server)
  await first.stop()

  const port = await freePort()
  const child = startProcess(config, port)
  await untilReady(port)
  const session = 'killed-after-its-record'
  const ask = (path: string, extra: object) =>
    fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${domain.requestsKey}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({
        Session: session,
        From: '12025550150',
        To: '12025550100',
        Direction: 'inbound',
        ...extra,
      }),
    }).then((response) => response.text())
  const menu = await ask('/api/voice/route', {})
  const greeting = await ask(pathIn(menu), { Digits: '' })
  expect(greeting).toContain('<Record')
  const recordingUrl = 'https://recordings.example/message.wav'
  const thanks = await ask(pathIn(greeting), { RecordingUrl: recordingUrl })
  child.kill('SIGKILL')
  expect(thanks).toContain('Your message was saved')
  await once(child, 'exit')

  const second = await open(config)
  await second.server.services.settled()
  const { items } = (await as(second.server, owner).get('/api/v1/voicemail-messages')).json()
  expect(items).toMatchObject([
    { from: '+12025550150', box: { name: 'Voicemail' }, status: 'fetching' },
  ])
}, 240_000)

test('kill -9 after the answer that passed a webhook loses no delivery', async () => {
  const config = await testConfig({ OPBX_ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8' })
  const receiver = await openReceiver()
  closers.push(receiver.close)
  // What the killed process may have sent already does not count as arrived.
  receiver.answer = () => undefined
  const first = await open(config)
  const { organizationId } = await makeOrganization(first.server)
  const domain = await makeVoiceDomain(first.server, organizationId)
  await applyCompany(first.server, organizationId, {
    nodes: [{ key: '$tell', type: 'webhook', name: 'Tell', config: { url: receiver.url } }],
    phoneNumbers: [{ number: '+12025550100', label: '', entry: '$tell', callerNamePrefix: '' }],
    outboundRoutes: [],
  })
  await first.stop()

  const port = await freePort()
  const child = startProcess(config, port)
  await untilReady(port)
  const answer = await fetch(`http://127.0.0.1:${port}/api/voice/route`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${domain.requestsKey}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ Session: 'killed', From: '12025550150', To: '12025550100' }),
  })
  child.kill('SIGKILL')
  expect(await answer.text()).toContain('<Hangup/>')
  await once(child, 'exit')

  receiver.answer = (response) => response.end()
  const leaseIsOver = new Date(Date.now() + 600_000)
  const second = await open(config, leaseIsOver)
  await second.server.services.settled()
  await second.server.services.webhooks.runDue()
  const { rows } = await second.server.deps.db.pool.query<{ id: string; state: string }>(
    'select id, state from webhook_deliveries',
  )
  expect(rows).toMatchObject([{ state: 'delivered' }])
  expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id']))).toEqual(
    new Set([rows[0]?.id]),
  )
}, 240_000)

async function makeCompany(server: TestApp): Promise<{ owner: Sender; domain: VoiceDomain }> {
  const { organizationId, owner } = await makeOrganization(server)
  const domain = await makeVoiceDomain(server, organizationId)
  await applyCompany(server, organizationId)
  return { owner, domain }
}

/** A server on this configuration's own data, to be stopped and opened again. */
async function open(config: Config, now = new Date('2026-03-02T15:00:00Z')) {
  const { deps, close } = await openDeps({
    config,
    log: pino({ level: config.logLevel }),
    clock: { now: () => new Date(now) },
  })
  const services = await createServices(deps)
  const app = await buildApp(deps, services)
  let isStopped = false
  let isDatabaseStopped = false
  const stopDatabase = async () => {
    isDatabaseStopped = true
    await deps.db.close()
  }
  const stop = async () => {
    if (isStopped) return
    isStopped = true
    await app.close()
    // A pool ends once.
    await close().catch((error: unknown) => {
      if (!isDatabaseStopped) throw error
    })
  }
  closers.push(stop)
  const server: TestApp = {
    app,
    deps,
    services,
    setNow: () => undefined,
    runJobs: () => deps.jobs.runDueJobs(),
  }
  return { server, stop, stopDatabase }
}

function startProcess(config: Config, port: number) {
  const loader = fileURLToPath(new URL('../testing/typescript-loader.mjs', import.meta.url))
  const main = fileURLToPath(new URL('../main.ts', import.meta.url))
  const child = spawn(process.execPath, ['--conditions=source', '--import', loader, main], {
    env: {
      PATH: '',
      PORT: String(port),
      HOST: '127.0.0.1',
      OPBX_DATA_DIR: config.dataDir,
      OPBX_SECRET_KEY: config.secretKey ?? '',
      OPBX_SIMULATOR: 'off',
      OPBX_ALLOWED_PRIVATE_NETWORKS: config.allowedPrivateNetworks.join(','),
      LOG_LEVEL: 'error',
      ...(config.databaseUrl === undefined ? {} : { DATABASE_URL: config.databaseUrl }),
      ...(config.redisUrl === undefined ? {} : { REDIS_URL: config.redisUrl }),
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  closers.push(async () => {
    child.kill('SIGKILL')
  })
  return child
}

async function untilReady(port: number): Promise<void> {
  await expect
    .poll(
      () =>
        fetch(`http://127.0.0.1:${port}/ready`).then(
          (response) => response.status,
          () => 0,
        ),
      { timeout: 120_000, interval: 100 },
    )
    .toBe(200)
}

function pathIn(cxml: string): string {
  return new URL(/ action="([^"]+)"/.exec(cxml)?.[1] ?? '').pathname
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port')
  return address.port
}
