import { beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization } from '../testing/factories.ts'
import { makeNode } from '../testing/sample-nodes.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})

const path = '/api/v1/flow/calendar'
const number = '+12025550100'

test('the calendar of business hours, and of those that calls to a number come to', async () => {
  const { owner } = await makeOrganization(app)
  const api = as(app, owner)
  const hours = await makeNode(app, owner, { type: 'business_hours' })
  const notice = await makeNode(app, owner, {
    type: 'announcement',
    body: { exits: { next: hours } },
  })
  await api.post('/api/v1/phone-numbers', { number, entry: notice })
  const byHours = await api.get(`${path}?hours=${hours}`)
  expect(byHours.statusCode, byHours.body).toBe(200)
  const [schedule] = byHours.json().schedules
  expect(schedule).toMatchObject({ node: hours, name: 'Office', timeZone: 'America/New_York' })
  expect(schedule.days.length).toBeGreaterThanOrEqual(730)
  const open = schedule.days.filter((day: { open: unknown[] }) => day.open.length > 0)
  // Mondays only.
  expect(open[0].open).toEqual([{ from: '09:00', to: '17:00' }])
  expect(open.length).toBeGreaterThanOrEqual(104)
  const byNumber = await api.get(`${path}?number=${encodeURIComponent(number)}&months=1`)
  expect(byNumber.json().schedules).toMatchObject([{ node: hours }])
  expect(byNumber.json().schedules[0].days.length).toBeLessThanOrEqual(31)
})

test('of the live version, once there is one', async () => {
  const { owner, reporter } = await makeOrganization(app)
  const hours = await makeNode(app, owner, { type: 'business_hours' })
  const live = `${path}?hours=${hours}&source=live&months=1`
  expect((await as(app, reporter).get(live)).statusCode).toBe(409)
  await as(app, owner).post('/api/v1/flow/apply', {})
  expect((await as(app, reporter).get(live)).statusCode).toBe(200)
})

test('what is not there, or not named, is told', async () => {
  const ours = await makeOrganization(app)
  const theirs = await makeOrganization(app)
  const hours = await makeNode(app, theirs.owner, { type: 'business_hours' })
  const box = await makeNode(app, ours.owner, { type: 'voicemail' })
  const api = as(app, ours.owner)
  expect((await api.get(`${path}?hours=${hours}`)).statusCode).toBe(404)
  expect((await api.get(`${path}?hours=${box}`)).statusCode).toBe(404)
  expect((await api.get(`${path}?number=%2B12025550111`)).statusCode).toBe(404)
  expect((await api.get(path)).json().errors[0].path).toBe('hours')
  expect((await api.get(`${path}?hours=${box}&months=25`)).statusCode).toBe(422)
})
