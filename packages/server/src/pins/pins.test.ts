import { eq } from 'drizzle-orm'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { nodes } from '../call-flow/table.ts'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type TestOrganization } from '../testing/factories.ts'
import { makeVoiceDomain, placeCall, type VoiceDomain } from '../testing/voice-domain.ts'

let server: TestApp
let acme: TestOrganization
let domain: VoiceDomain
let room: string

beforeAll(async () => {
  server = await testApp()
})
beforeEach(async () => {
  server.setNow('2026-03-02T15:00:00Z')
  acme = await makeOrganization(server)
  domain = await makeVoiceDomain(server, acme.organizationId)
  const made = await as(server, acme.owner).post('/api/v1/conference-rooms', {
    name: 'Board room',
    config: { pin: '864213', hostPin: '975310' },
  })
  room = made.json().id
  const number = { number: '+12025550100', entry: room }
  expect((await as(server, acme.owner).post('/api/v1/phone-numbers', number)).statusCode).toBe(201)
})

const apply = async () =>
  expect((await as(server, acme.owner).post('/api/v1/flow/apply', {})).statusCode).toBe(200)

/** What the caller hears who enters this. */
async function tryPin(pin: string): Promise<string> {
  const call = placeCall(server, domain, { to: '+12025550100' })
  const asks = await call.route()
  return (await call.next(asks.action, { Digits: pin })).cxml
}

test('the PINs of a room open it, and stand in no answer and no table', async () => {
  await apply()
  expect(await tryPin('864213')).toContain('<Conference')
  expect(await tryPin('975310')).toContain('<Conference')
  expect(await tryPin('111111')).toContain('That is not a PIN')
  await server.runJobs()
  const paths = [`/api/v1/conference-rooms/${room}`, '/api/v1/flow', '/api/v1/revisions/1']
  for (const path of [...paths, '/api/v1/audit-log']) {
    const answer = await as(server, acme.owner).get(path)
    expect(answer.statusCode, path).toBe(200)
    expect(answer.body, path).not.toMatch(/864213|975310/)
  }
  for (const table of ['nodes', 'revisions', 'audit_log', 'call_events']) {
    const { rows } = await server.deps.db.pool.query<{ text: string }>(
      `select ${table}::text as text from ${table} where organization_id = $1`,
      [acme.organizationId],
    )
    expect(rows.length, table).toBeGreaterThan(0)
    expect(rows.map(({ text }) => text).join(), table).not.toMatch(/864213|975310/)
  }
})

test('ten wrong PINs within an hour close the room for everybody, which is reported once', async () => {
  await apply()
  const answers = await Promise.all(Array.from({ length: 13 }, (_, index) => tryPin(`100${index}`)))
  expect(answers.filter((cxml) => cxml.includes('That is not a PIN'))).toHaveLength(10)
  expect(answers.filter((cxml) => cxml.includes('Try again in an hour'))).toHaveLength(3)
  expect(await tryPin('975310')).toContain('Try again in an hour')
  const path = '/api/v1/audit-log?action=conference_room.pin_blocked'
  const { items } = (await as(server, acme.owner).get(path)).json()
  expect(items).toMatchObject([{ subjectName: 'Board room', after: { wrong: 10 } }])
  server.setNow('2026-03-02T16:00:01Z')
  expect(await tryPin('864213')).toContain('<Conference')
})

test('a room of before that holds its digits still compares them, and keeps them secret once saved', async () => {
  const config = { ...(await roomNow()).config, pin: '2580', hostPin: null }
  await server.deps.db.query.update(nodes).set({ config }).where(eq(nodes.id, room))
  await apply()
  expect(await tryPin('2580')).toContain('<Conference')
  expect(await tryPin('2581')).toContain('That is not a PIN')
  const { version, config: plain } = await roomNow()
  expect(plain.pin).toBe('2580')
  const saved = await as(server, acme.owner).patch(
    `/api/v1/conference-rooms/${room}`,
    { name: 'Room 2', config: plain },
    { version },
  )
  expect(saved.json().config.pin).toMatch(/^sec_/)
  await apply()
  expect(await tryPin('2580')).toContain('<Conference')
})

test('the host needs another PIN than the others, also where the kept one is sent', async () => {
  const { version, config } = await roomNow()
  for (const pins of [
    { pin: '1234', hostPin: '1234' },
    { pin: config.pin, hostPin: config.pin },
  ]) {
    const answer = await as(server, acme.owner).patch(
      `/api/v1/conference-rooms/${room}`,
      { config: { ...config, ...pins } },
      { version },
    )
    expect(answer.statusCode).toBe(422)
    expect(answer.json().errors).toMatchObject([{ path: 'config.hostPin' }])
  }
})

async function roomNow() {
  return (await as(server, acme.owner).get(`/api/v1/conference-rooms/${room}`)).json()
}
