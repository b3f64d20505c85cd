import { createServer } from 'node:http'
import type { Agent } from '@opbx/contract/agents'
import type { CallStory } from '@opbx/contract/calls'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FlowImport } from '../call-flow/service.ts'
import { markMirrored } from '../db/mirror.ts'
import { openTestApp, type TestApp } from '../testing/app.ts'
import { as, makeOrganization, type TestOrganization } from '../testing/factories.ts'
import {
  applyCompany,
  makeVoiceDomain,
  placeCall,
  type VoiceDomain,
} from '../testing/voice-domain.ts'

let server: TestApp
let platform: Awaited<ReturnType<typeof openPlatform>>

/** Stands where the platform's REST API would be, and keeps what it was told. */
async function openPlatform() {
  const moved: { path: string; url: string }[] = []
  let status = 200
  const http = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      moved.push({ path: request.url ?? '', url: JSON.parse(body).url })
      response.writeHead(status, { 'content-type': 'application/json' })
      response.end('{}')
    })
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const address = http.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    moved,
    answerWith(next: number) {
      status = next
    },
    close: () => http.close(),
  }
}

beforeAll(async () => {
  platform = await openPlatform()
  server = await openTestApp({ CLOUDONIX_API_URL: platform.url })
})
afterAll(async () => {
  await server.app.close()
  platform.close()
})

const start = '2026-03-02T15:00:00Z'
const at = (seconds: number) => server.setNow(new Date(Date.parse(start) + seconds * 1000))

interface Company {
  acme: TestOrganization
  domain: VoiceDomain
  ids: Record<string, string>
}

async function makeCompany(
  config: object = {},
  kinds: Parameters<typeof makeVoiceDomain>[2] = {},
): Promise<Company> {
  at(0)
  const acme = await makeOrganization(server)
  const domain = await makeVoiceDomain(server, acme.organizationId, kinds)
  const extension = (number: string, name: string, user: string | null) => ({
    key: `$${number}`,
    type: 'extension' as const,
    name,
    extension: number,
    config: { userId: user },
  })
  const flow: FlowImport = {
    nodes: [
      extension('1001', 'Ada', acme.user.id),
      extension('1002', 'Ben', null),
      {
        key: '$support',
        type: 'queue',
        name: 'Support',
        config: {
          strategy: 'linear',
          agents: [{ node: '$1001' }, { node: '$1002' }],
          retrySeconds: 0,
          wrapUpSeconds: 30,
          ...config,
        },
        exits: { timeout: '$box', full: '$box', no_agents: '$box' },
      },
      { key: '$box', type: 'voicemail', name: 'Box', config: {} },
    ],
    phoneNumbers: [{ number: '+12025550100', label: '', entry: '$support', callerNamePrefix: '' }],
    outboundRoutes: [],
  }
  return { acme, domain, ids: await applyCompany(server, acme.organizationId, flow) }
}

const agentsOf = async ({ acme }: Company): Promise<Agent[]> =>
  (await as(server, acme.owner).get('/api/v1/agents')).json().items
const activities = async (company: Company) =>
  (await agentsOf(company)).map(({ activity }) => activity)
const storyOf = async ({ acme }: Company, session: string): Promise<CallStory> => {
  await server.services.settled()
  const api = as(server, acme.owner)
  const { items } = (await api.get('/api/v1/calls')).json()
  const found = items.find((call: CallStory) => call.session === session)
  return (await api.get(`/api/v1/calls/${found?.id}`)).json()
}

test('a caller is offered the free agent; the next waits and is rung when the first talk ends', async () => {
  const company = await makeCompany()
  const { domain, ids } = company
  const first = placeCall(server, domain)
  const ringing = await first.route()
  expect(ringing.cxml).toContain('<Number>1001</Number>')
  const second = placeCall(server, domain)
  const alsoRinging = await second.route()
  expect(alsoRinging.cxml).toContain('<Number>1002</Number>')
  expect(await activities(company)).toEqual(['ringing', 'ringing'])
  const third = placeCall(server, domain)
  const waiting = await third.route()
  expect(waiting.cxml).toContain('/api/voice/hold-music/0.wav</Play>')
  at(20)
  await first.next(ringing.action, { DialCallStatus: 'completed' })
  await first.update('answer')
  await server.services.settled()
  expect(await activities(company)).toEqual(['wrap_up', 'ringing'])
  at(40)
  const stillWaiting = await third.next(waiting.fallThrough)
  expect(stillWaiting.cxml).toContain('<Play>')
  at(51)
  expect((await third.next(stillWaiting.fallThrough)).cxml).toContain('<Number>1001</Number>')
  const story = await storyOf(company, first.session)
  expect(story.queueVisits).toMatchObject([
    {
      queue: ids.$support,
      outcome: 'answered',
      waitSeconds: 0,
      talkSeconds: 20,
      agent: { name: 'Ada' },
    },
  ])
})

test('who hangs up in line has abandoned the queue, and whoever was rung is free', async () => {
  const company = await makeCompany()
  const call = placeCall(server, company.domain)
  await call.route()
  at(7)
  await call.update('cancel')
  await call.cdr('CANCEL')
  await server.services.settled()
  expect(await activities(company)).toEqual(['available', 'available'])
  const story = await storyOf(company, call.session)
  expect(story.queueVisits).toMatchObject([{ outcome: 'abandoned', waitSeconds: 7, agent: null }])
})

test('of many callers at once each agent gets one, and a full line turns away the rest', async () => {
  const company = await makeCompany({ maxCallers: 3 })
  const calls = Array.from({ length: 12 }, () => placeCall(server, company.domain))
  const answers = await Promise.all(calls.map((call) => call.route()))
  const count = (text: string) => answers.filter(({ cxml }) => cxml.includes(text)).length
  expect(count('<Number>1001</Number>')).toBe(1)
  expect(count('<Number>1002</Number>')).toBe(1)
  expect(count('<Play>')).toBe(3)
  expect(count('<Record')).toBe(7)
  const visits = await Promise.all(calls.map(({ session }) => storyOf(company, session)))
  const outcomes = visits.map((story) => story.queueVisits[0]?.outcome)
  expect(outcomes.filter((outcome) => outcome === 'full')).toHaveLength(7)
})

test('an agent in two queues is never rung for two callers', async () => {
  at(0)
  const acme = await makeOrganization(server)
  const domain = await makeVoiceDomain(server, acme.organizationId)
  const queue = (name: string) => ({
    key: `$${name}`,
    type: 'queue' as const,
    name,
    config: { agents: [{ node: '$1001' }] },
  })
  await applyCompany(server, acme.organizationId, {
    nodes: [
      { key: '$1001', type: 'extension', name: 'Ada', extension: '1001', config: {} },
      queue('Sales'),
      queue('Support'),
    ],
    phoneNumbers: ['Sales', 'Support'].map((name, index) => ({
      number: `+1202555010${index}`,
      label: '',
      entry: `$${name}`,
      callerNamePrefix: '',
    })),
    outboundRoutes: [],
  })
  const calls = Array.from({ length: 8 }, (_, index) =>
    placeCall(server, domain, { to: `1202555010${index % 2}` }).route(),
  )
  const rung = (await Promise.all(calls)).filter(({ cxml }) => cxml.includes('<Dial'))
  expect(rung).toHaveLength(1)
})

test('an agent who signs out or pauses gets no calls, by API and by feature code', async () => {
  const company = await makeCompany()
  const { acme, domain, ids } = company
  const path = `/api/v1/agents/${ids.$1001}`
  const own = as(server, acme.user)
  const paused = await own.put(path, { pause: { reason: 'Lunch' } })
  expect([paused.statusCode, paused.json().activity]).toEqual([200, 'paused'])
  expect((await placeCall(server, domain).route()).cxml).toContain('<Number>1002</Number>')
  expect((await own.put(path, { pause: null })).json().activity).toBe('available')
  expect((await own.put(`/api/v1/agents/${ids.$1002}`, { signedIn: false })).statusCode).toBe(403)
  expect((await as(server, acme.reporter).put(path, { signedIn: false })).statusCode).toBe(403)
  const dial = async (to: string) =>
    (await placeCall(server, domain, { phone: '1001', to }).route()).cxml
  expect(await dial('*46')).toContain('You are paused.')
  expect(await activities(company)).toEqual(['paused', 'ringing'])
  expect(await dial('*46')).toContain('You are not paused any more.')
  expect(await dial('*45')).toContain('You are signed out.')
  expect(await activities(company)).toEqual(['signed_out', 'ringing'])
  expect(await dial('*45')).toContain('You are signed in.')
  const log = (await as(server, acme.owner).get('/api/v1/audit-log')).json()
  expect(log.items[0]).toMatchObject({ action: 'agent.update', subjectName: 'Ada' })
})

test.each([
  [{ pause: { reason: 'x'.repeat(61) } }, 'pause.reason'],
  [{ signedIn: 'yes' }, 'signedIn'],
  [{ mood: 'good' }, 'mood'],
])('%j is refused by field', async (body, path) => {
  const { acme, ids } = await makeCompany()
  const response = await as(server, acme.owner).put(`/api/v1/agents/${ids.$1001}`, body)
  expect(response.statusCode).toBe(422)
  expect(response.json().errors[0].path).toBe(path)
})

test('agents and callers of another organization are not seen', async () => {
  const company = await makeCompany()
  const stranger = await makeOrganization(server)
  const foreign = `/api/v1/agents/${company.ids.$1001}`
  expect((await as(server, stranger.owner).put(foreign, { signedIn: false })).statusCode).toBe(404)
  await placeCall(server, company.domain).route()
  const callers = `/api/v1/queues/${company.ids.$support}/callers`
  expect((await as(server, stranger.owner).get(callers)).statusCode).toBe(404)
  expect((await as(server, company.acme.owner).get(callers)).json().items).toHaveLength(1)
  expect((await as(server, company.acme.user).get(callers)).json().items).toEqual([])
})

test('when an agent is free the waiting call is moved at once, and takes the agent', async () => {
  const company = await makeCompany()
  const { acme, domain, ids } = company
  for (const node of [ids.$1001, ids.$1002]) {
    await as(server, acme.owner).put(`/api/v1/agents/${node}`, { pause: { reason: '' } })
  }
  const call = placeCall(server, domain)
  const waiting = await call.route()
  expect(waiting.cxml).toContain('<Play>')
  platform.moved.length = 0
  await as(server, acme.owner).put(`/api/v1/agents/${ids.$1002}`, { pause: null })
  await expect.poll(() => platform.moved.length).toBe(1)
  const [order] = platform.moved
  expect(order?.path).toBe(`/calls/${domain.name}/sessions/${call.session}/application`)
  const own = await call.next(waiting.fallThrough)
  expect(own.cxml).toContain('<Pause length="2"/>')
  const moved = await call.next(new URL(order?.url ?? '').pathname)
  expect(moved.cxml).toBe(own.cxml)
  at(4)
  expect((await call.next(own.fallThrough)).cxml).toContain('<Number>1002</Number>')
})

test('the platform asks first after it moved the call: the agent rings at once, the loop gets the same', async () => {
  const company = await makeCompany()
  const { acme, domain, ids } = company
  for (const node of [ids.$1001, ids.$1002]) {
    await as(server, acme.owner).put(`/api/v1/agents/${node}`, { signedIn: false })
  }
  const path = `/api/v1/agents/${ids.$1001}`
  await as(server, acme.owner).put(path, { signedIn: true, pause: { reason: '' } })
  const call = placeCall(server, domain)
  const waiting = await call.route()
  platform.moved.length = 0
  await as(server, acme.owner).put(path, { pause: null })
  await expect.poll(() => platform.moved.length).toBe(1)
  const moved = await call.next(new URL(platform.moved[0]?.url ?? '').pathname)
  expect(moved.cxml).toContain('<Number>1001</Number>')
  expect((await call.next(waiting.fallThrough)).cxml).toBe(moved.cxml)
})

test('a platform that refuses to move a call keeps it from nobody: its own question takes the agent', async () => {
  const company = await makeCompany()
  const { acme, domain, ids } = company
  for (const node of [ids.$1001, ids.$1002]) {
    await as(server, acme.owner).put(`/api/v1/agents/${node}`, { pause: { reason: '' } })
  }
  const call = placeCall(server, domain)
  const waiting = await call.route()
  platform.moved.length = 0
  platform.answerWith(404)
  await as(server, acme.owner).put(`/api/v1/agents/${ids.$1001}`, { pause: null })
  await expect.poll(() => platform.moved.length).toBe(1)
  const stopped = async () => {
    const { rows } = await server.deps.db.pool.query<{ until: number }>(
      `select (place #>> '{offer,switchUntil}')::float8 as until from queue_places where session = $1`,
      [call.session],
    )
    return rows[0]?.until
  }
  await expect.poll(stopped).toBe(0)
  platform.answerWith(200)
  expect((await call.next(waiting.fallThrough)).cxml).toContain('<Number>1001</Number>')
})

test('the same question at once, many times, reserves one agent and is one visit', async () => {
  const company = await makeCompany()
  const call = placeCall(server, company.domain)
  const answers = await Promise.all(Array.from({ length: 6 }, () => call.route()))
  expect(new Set(answers.map(({ cxml }) => cxml)).size).toBe(1)
  expect(await activities(company)).toEqual(['ringing', 'available'])
  expect((await storyOf(company, call.session)).queueVisits).toHaveLength(1)
})

test('who talks outside of any queue is busy for queues and for groups that ask for it', async () => {
  const company = await makeCompany()
  const { acme, domain, ids } = company
  const group = await as(server, acme.owner).post('/api/v1/ring-groups', {
    name: 'Sales',
    extension: '2000',
    config: { skipBusy: true, members: [{ node: ids.$1001 }, { node: ids.$1002 }] },
  })
  expect(group.statusCode).toBe(201)
  await as(server, acme.owner).post('/api/v1/flow/apply', {})
  const talk = placeCall(server, domain, { phone: '1001', to: '1002' })
  await talk.route()
  await server.services.settled()
  expect(await activities(company)).toEqual(['busy', 'available'])
  const other = placeCall(server, domain)
  expect((await other.route()).cxml).toContain('<Number>1002</Number>')
  const inside = placeCall(server, domain, { phone: '1002', to: '2000' })
  // The caller's own phone is not rung, and Ada talks.
  expect((await inside.route()).cxml).not.toContain('<Number>')
})

test('trial calls beside a real pairing reserve nobody who works', async () => {
  const company = await makeCompany()
  const { acme } = company
  const trial = await makeVoiceDomain(server, acme.organizationId, {
    platform: 'simulator',
    kind: 'trial',
  })
  await server.deps.db.pool.query(
    `insert into subscribers (organization_id, pairing_kind, device_id, node_id, ordinal, wanted_msisdn,
       wanted_active, msisdn, active, platform_id, sip_password, status, attempts, changed_at)
     select organization_id, 'trial', device_id, node_id, ordinal, wanted_msisdn, wanted_active, msisdn,
       active, '9' || platform_id, sip_password, status, attempts, changed_at
     from subscribers where organization_id = $1`,
    [acme.organizationId],
  )
  await markMirrored(server.deps.db.query, acme.organizationId)
  await server.services.subscribers.refresh()
  expect((await placeCall(server, trial).route()).cxml).toContain('<Number>1001</Number>')
  expect(await activities(company)).toEqual(['available', 'available'])
})
