import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type Sender, type TestOrganization } from '../testing/factories.ts'
import {
  applyCompany,
  makeVoiceDomain,
  placeCall,
  trialHeaderOf,
  type VoiceDomain,
} from '../testing/voice-domain.ts'

let server: TestApp
let acme: TestOrganization
let domain: VoiceDomain
const sessions: string[] = []

/** Ada is the pbx_user; calls at 14:00, 14:01 … of the tests' day. */
beforeAll(async () => {
  server = await testApp()
  server.setNow('2026-03-02T15:00:00Z')
  acme = await makeOrganization(server)
  domain = await makeVoiceDomain(server, acme.organizationId)
  await applyCompany(server, acme.organizationId, {
    nodes: [
      {
        key: '$1001',
        type: 'extension',
        name: 'Ada',
        extension: '1001',
        config: { userId: acme.user.id },
      },
      { key: '$1002', type: 'extension', name: 'Alan', extension: '1002', config: {} },
      {
        key: '$mark',
        type: 'caller_id',
        name: 'Mark',
        config: { callerName: { mode: 'set', text: 'Shop' }, tags: ['shop', 'late'] },
        exits: { next: '$1002' },
      },
    ],
    phoneNumbers: [
      { number: '+12025550100', label: '', entry: '$1001', callerNamePrefix: '' },
      { number: '+12025550101', label: '', entry: '$mark', callerNamePrefix: '' },
    ],
    outboundRoutes: [],
  })
  for (let minute = 0; minute < 5; minute++) {
    const at = Date.parse('2026-03-02T14:00:00Z') + minute * 60_000
    const isForAda = minute % 2 === 0
    const call = placeCall(server, domain, {
      from: `1202555015${minute}`,
      to: isForAda ? '12025550100' : '12025550101',
    })
    await call.route()
    await call.cdr(isForAda ? 'ANSWER' : 'NOANSWER', {
      session: {
        token: call.session,
        callStartTime: at,
        ...(isForAda ? { callAnswerTime: at + 5_000 } : {}),
        callEndTime: at + 20_000,
      },
    })
    sessions.push(call.session)
  }
  await server.services.settled()
})

async function list(sender: Sender, query = '') {
  return (await as(server, sender).get(`/api/v1/calls${query}`)).json()
}
const sessionsOf = (page: { items: { session: string }[] }) =>
  page.items.map(({ session }) => session)

describe('the call history', () => {
  test('is newest first, page by page', async () => {
    const newest = sessions.toReversed()
    const first = await list(acme.owner, '?limit=2')
    expect(sessionsOf(first)).toEqual(newest.slice(0, 2))
    expect(first.searchedBackTo).toBe('2026-03-02T14:03:00.000Z')
    const second = await list(acme.owner, `?limit=2&cursor=${first.nextCursor}`)
    expect(sessionsOf(second)).toEqual(newest.slice(2, 4))
    const third = await list(acme.owner, `?limit=2&cursor=${second.nextCursor}`)
    expect(sessionsOf(third)).toEqual(newest.slice(4))
    expect(third).toMatchObject({ nextCursor: null, searchedBackTo: null })
  })

  test.each<[string, number[]]>([
    ['number=555-0151', [1]],
    ['number=%2B12025550100', [4, 2, 0]],
    ['number=%25', [4, 3, 2, 1, 0]],
    ['disposition=answered', [4, 2, 0]],
    ['disposition=no_answer', [3, 1]],
    ['direction=outbound', []],
    ['status=live', []],
    ['tag=late', [3, 1]],
    ['tag=lat', []],
    ['trial=only', []],
    ['from=2026-03-02T14:01:00Z&to=2026-03-02T14:03:00Z', [2, 1]],
  ])('finds %s', async (query, found) => {
    expect(sessionsOf(await list(acme.owner, `?${query}`))).toEqual(
      found.map((index) => sessions[index]),
    )
  })

  test('finds the calls of an extension', async () => {
    const [call] = (await list(acme.owner)).items
    const page = await list(acme.owner, `?extension=${call.answeredBy.node}`)
    expect(sessionsOf(page)).toEqual([sessions[4], sessions[2], sessions[0]])
  })

  test('tells who rang, who answered and how long it took', async () => {
    const [call] = (await list(acme.owner)).items
    expect(call).toMatchObject({
      rang: [{ name: 'Ada', extension: '1001', user: acme.user.id }],
      answeredBy: { name: 'Ada' },
      answeredAt: '2026-03-02T14:04:05.000Z',
      durationSeconds: 20,
      billableSeconds: 10,
      revision: 1,
    })
    expect(call.uniqueCallId).toMatch(/^\d{20}$/)
  })

  test('shows the name and the tags that a caller ID rule gave', async () => {
    const [call] = (await list(acme.owner, '?tag=shop')).items
    expect(call).toMatchObject({ callerName: 'Shop', tags: ['shop', 'late'] })
    const [other] = (await list(acme.owner)).items
    expect(other).toMatchObject({ callerName: null, tags: [] })
  })

  test('a wrong filter is 422, a cursor of another list too', async () => {
    for (const query of ['?direction=up', '?cursor=e30', '?limit=0', '?from=yesterday']) {
      expect((await as(server, acme.owner).get(`/api/v1/calls${query}`)).statusCode).toBe(422)
    }
  })
})

describe('who may see it', () => {
  test('a pbx_user sees the calls that rang her', async () => {
    expect(sessionsOf(await list(acme.user))).toEqual([sessions[4], sessions[2], sessions[0]])
    const [hers, other] = (await list(acme.owner)).items
    expect((await as(server, acme.user).get(`/api/v1/calls/${hers.id}`)).statusCode).toBe(200)
    expect((await as(server, acme.user).get(`/api/v1/calls/${other.id}`)).statusCode).toBe(404)
  })

  test('a reporter sees all', async () => {
    expect((await list(acme.reporter)).items).toHaveLength(5)
  })

  test('another organization cannot see it', async () => {
    const stranger = await makeOrganization(server)
    const [call] = (await list(acme.owner)).items
    expect((await list(stranger.owner)).items).toEqual([])
    expect((await as(server, stranger.owner).get(`/api/v1/calls/${call.id}`)).statusCode).toBe(404)
  })
})

describe('the figures of the day', () => {
  test('count in the time zone of the organization', async () => {
    const today = (await as(server, acme.owner).get('/api/v1/calls/today')).json()
    expect(today).toEqual({
      since: '2026-03-02T05:00:00.000Z',
      calls: 5,
      answered: 3,
      missed: 2,
      voicemail: 0,
    })
    const hers = (await as(server, acme.user).get('/api/v1/calls/today')).json()
    expect(hers).toMatchObject({ calls: 3, answered: 3, missed: 0 })
  })

  test('leave trial calls out, unless the simulator is the platform of the organization', async () => {
    const kinds = [
      { platform: 'simulator', kind: 'trial' },
      { platform: 'simulator', kind: 'main' },
    ] as const
    const counts = kinds.map(async (options) => {
      const organization = await makeOrganization(server)
      const own = await makeVoiceDomain(server, organization.organizationId, options)
      const at = '2026-03-02T14:30:00.000Z'
      const session = `trial-${own.uuid}`
      const headers = { 'x-opbx-trial': trialHeaderOf(own, session, { at }) }
      await placeCall(server, own, { session, headers }).route()
      await server.services.settled()
      const today = (await as(server, organization.owner).get('/api/v1/calls/today')).json()
      const [call] = (await list(organization.owner)).items
      return { trial: call.trial, calls: today.calls }
    })
    expect(await Promise.all(counts)).toEqual([
      { trial: true, calls: 0 },
      { trial: true, calls: 1 },
    ])
  })
})

test('a call that was refused at the door stays findable while others are live', async () => {
  const call = placeCall(server, domain, { to: '12025550199' })
  await call.route()
  await server.services.settled()
  const { items } = await list(acme.owner, '?status=live&number=2025550199')
  expect(sessionsOf({ items })).toEqual([call.session])
})
