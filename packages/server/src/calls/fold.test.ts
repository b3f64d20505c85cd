import { beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization } from '../testing/factories.ts'
import { foldCall } from './fold-call.ts'
import { foldBatch } from './fold-calls.ts'
import { closeLostCalls } from './fold-worker.ts'
import type { EventRecord } from './rules.ts'
import { storeEvents } from './store-events.ts'

let server: TestApp
const start = Date.UTC(2026, 2, 2, 15)

beforeAll(async () => {
  server = await testApp()
  server.setNow(new Date(start))
})

function told(organizationId: string, session: string, state: string): EventRecord {
  return {
    organizationId,
    session,
    receivedAt: start,
    isTrial: false,
    body: '',
    event: {
      kind: 'session_update',
      key: state,
      at: start,
      state: state === 'ringing' ? 'ringing' : 'ended',
      status: state,
      node: null,
      direction: 'inbound',
      from: '+12025550150',
      to: '+12025550100',
      startedAt: start,
      answeredAt: null,
      endedAt: null,
    },
  }
}

test('two processes that fold at once leave one whole record per call', async () => {
  const { organizationId, owner } = await makeOrganization(server)
  const sessions = Array.from({ length: 120 }, (_, index) => `both-${index}`)
  const { deps } = server
  const foldAll = async (): Promise<void> => {
    for (;;) {
      const calls = await foldBatch(deps, { most: 7, keepBeside: async () => undefined })
      if (calls.length === 0) return
    }
  }
  const tell = (state: string) =>
    storeEvents(
      deps.db.pool,
      sessions.map((session) => told(organizationId, session, state)),
    )
  await tell('ringing')
  // The ends come while both are at work.
  await Promise.all([foldAll(), foldAll(), tell('hangup')])
  // The worker of the test's own server takes part; what it holds is left to it.
  await Promise.all([foldAll(), foldAll(), server.services.settled()])

  const { rows } = await deps.db.pool.query<{ open: string; calls: string; ended: string }>(
    `select (select count(*) from call_events where organization_id = $1 and not is_folded) as open,
       count(*) as calls, count(*) filter (where status = 'ended') as ended
     from calls where organization_id = $1`,
    [organizationId],
  )
  expect(rows).toEqual([{ open: '0', calls: '120', ended: '120' }])
  const page = (await as(server, owner).get('/api/v1/calls?limit=200')).json()
  expect(new Set(page.items.map((call: { id: string }) => call.id)).size).toBe(120)
})

test('a call of which nothing more is heard is closed: after a day, a pretend one after an hour', async () => {
  const { organizationId } = await makeOrganization(server)
  const { deps, services } = server
  const live = async () => {
    const { rows } = await deps.db.pool.query<{ session: string }>(
      `select session from calls where organization_id = $1 and status <> 'ended' order by session`,
      [organizationId],
    )
    return rows.map(({ session }) => session)
  }
  server.setNow(new Date(start))
  const ring = (session: string) => told(organizationId, session, 'ringing')
  await storeEvents(deps.db.pool, [ring('real'), { ...ring('trial'), isTrial: true }])
  await services.settled()
  expect(await live()).toEqual(['real', 'trial'])
  for (const [hours, left] of [
    [2, ['real']],
    [26, []],
  ] as const) {
    server.setNow(new Date(start + hours * 3_600_000))
    await closeLostCalls(deps)
    await services.settled()
    expect(await live()).toEqual(left)
  }
  server.setNow(new Date(start))
})

test('a search looks through 50,000 calls a request and says how far it came', async () => {
  const { organizationId, owner } = await makeOrganization(server)
  const { trace, legs, messages, ...record } = foldCall([told(organizationId, '', 'hangup').event])
  await server.deps.db.pool.query(
    `insert into calls (organization_id, id, session, unique_call_id, started_at, heard_at, status,
       direction, from_number, to_number, is_trial, nodes, users, has_message, record)
     select $1, 'call_' || lpad(n::text, 8, '0'), 'many-' || n, n::text,
       $2::timestamptz + n * interval '1 second', $2::timestamptz, 'ended', 'inbound',
       case n when 0 then '+12025550199' else '+12025550150' end, '+12025550100', false, '{}', '{}', false, $3
     from generate_series(0, 50000) n`,
    [organizationId, new Date(start).toISOString(), JSON.stringify(record)],
  )
  const find = async (query: string) =>
    (await as(server, owner).get(`/api/v1/calls?number=2025550199${query}`)).json()
  const first = await find('')
  expect(first).toMatchObject({ items: [], searchedBackTo: '2026-03-02T15:00:01.000Z' })
  const second = await find(`&cursor=${first.nextCursor}`)
  expect(second).toMatchObject({ items: [{ session: 'many-0' }], nextCursor: null })
}, 60_000)
