import { afterAll, beforeAll, expect, test } from 'vitest'
import { readWav, secondsOfWav } from '../files/wav.ts'
import { as, makeOrganization } from '../testing/factories.ts'
import { openInstallation, type TestInstallation } from '../testing/with-simulator.ts'

let the: TestInstallation
beforeAll(async () => {
  the = await openInstallation()
})
afterAll(() => the.app.close())

async function company() {
  const organization = await makeOrganization(the)
  const api = as(the, organization.owner)
  expect((await api.post('/api/v1/trial', {})).statusCode).toBe(201)
  const make = async (path: string, body: object): Promise<string> => {
    const made = await api.post(`/api/v1/${path}`, body)
    expect(made.statusCode, made.body).toBe(201)
    return made.json().id
  }
  const call = async (order: object) => {
    const placed = await api.post('/api/v1/trial/calls', { from: '+12025550173', ...order })
    expect(placed.statusCode, placed.body).toBe(200)
    await the.services.settled()
    await the.runJobs()
    const story = await api.get(`/api/v1/calls/${placed.json().callId}`)
    return { told: placed.json(), story: story.json() }
  }
  return { api, make, call }
}

test('a caller hears the announcement, talks, and the talk can be played', async () => {
  const { api, make, call } = await company()
  const { items } = (await api.get('/api/v1/extensions?q=1001')).json()
  const rule = await make('call-recording-rules', {
    name: 'Record',
    config: { consent: { text: 'We record this.' } },
    exits: { next: items[0].id },
  })
  await make('phone-numbers', { number: '+12025550199', entry: rule })
  expect((await api.post('/api/v1/flow/apply', {})).statusCode).toBe(200)
  const script = [{ answer: '1001' }, { wait: 12 }, { hangUp: 'callee' }]
  const { told, story } = await call({ to: '+12025550199', script })
  expect(told.unused).toEqual([])
  expect(JSON.stringify(told.steps)).toContain('We record this.')
  expect(story.recordings).toMatchObject([{ kind: 'call', status: 'stored', seconds: 12 }])
  const played = await the.app.inject(story.recordings[0].url)
  const sound = readWav(played.rawPayload)
  expect(sound && secondsOfWav(sound)).toBe(12)
  expect(story.trace.map(({ happened }: { happened: string }) => happened)).toEqual([
    expect.stringContaining('Called'),
    'Said that the call is recorded',
    'Recording is on from here',
    expect.stringContaining('Ada Lovelace'),
    expect.any(String),
    'The call was recorded',
  ])
})

test('a room that records has its recording when the caller leaves', async () => {
  const { api, make, call } = await company()
  const room = await make('conference-rooms', { name: 'Board', config: { record: true } })
  await make('phone-numbers', { number: '+12025550198', entry: room })
  expect((await api.post('/api/v1/flow/apply', {})).statusCode).toBe(200)
  const { story } = await call({ to: '+12025550198', script: [{ wait: 9 }, { hangUp: 'caller' }] })
  expect(story.recordings).toMatchObject([{ kind: 'call', status: 'stored', seconds: 9 }])
})
