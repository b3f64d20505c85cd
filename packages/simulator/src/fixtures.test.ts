import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { type Application, startApplication } from './testing/application.ts'
import { type Platform, startPlatform } from './testing/platform.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 })

const folder = join(import.meta.dirname, '../../../fixtures/cloudonix')
const fixtureSchema = z.strictObject({
  origin: z.string().min(10),
  kind: z.enum(['voice', 'session_update', 'cdr']),
  method: z.enum(['GET', 'POST']),
  path: z.string().startsWith('/api/'),
  headers: z.record(z.string(), z.string()),
  query: z.record(z.string(), z.string()).optional(),
  contentType: z.string(),
  body: z.unknown(),
})

let platform: Platform
let application: Application

/** One call of a phone and one over a trunk: all that the collected requests are compared with. */
beforeAll(async () => {
  application = await startApplication(({ path }) =>
    path === '/route'
      ? '<Response><Dial action="/dialled"><Number>1002</Number></Dial></Response>'
      : '<Response><Hangup/></Response>',
  )
  platform = await startPlatform()
  await platform.pair(application)
  await platform.addPhones('1001', '1002')
  const script = [{ answer: '1002' }]
  await platform.play({ from: '1001', to: '1002', script })
  await platform.play({ from: '+12025550100', to: '+12025550101', script })
  await platform.play({ from: '1001', to: '1002', script, payloads: 'simple' })
})
afterAll(async () => {
  await platform.simulator.close()
  await application.close()
})

test.each(['good', 'bad'])('each %s request says where it is known from', async (kind) => {
  const names = await readdir(join(folder, kind))
  expect(names.length).toBeGreaterThan(40)
  for (const name of names) {
    const text = await readFile(join(folder, kind, name), 'utf8')
    expect(() => fixtureSchema.parse(JSON.parse(text)), name).not.toThrow()
  }
})

test('a phone call is asked for as in the captured request', async () => {
  const [voice] = application.voice
  expect(shapeOf(voice?.body)).toEqual(shapeOf(await bodyOf('voice-subscriber-call')))
})

test('a trunk call is asked for as in the recorded request, and with its application', async () => {
  const { Application: _, ApplicationSid: __, ...shape } = shapeOf(application.voice[2]?.body)
  expect(shape).toEqual(shapeOf(await bodyOf('voice-trunk-call')))
})

test('session updates and CDRs have the fields of the real ones', async () => {
  const named = (status: string) => application.updates.find(({ body }) => body.status === status)
  expect(shapeOf(named('ringing')?.body)).toEqual(shapeOf(await bodyOf('session-update-ringing')))
  expect(shapeOf(named('answer')?.body)).toEqual(shapeOf(await bodyOf('session-update-answer')))
  expect(shapeOf(application.cdrs[0]?.body)).toEqual(shapeOf(await bodyOf('cdr-nan-qos')))
})

test('the simple payloads have the fields of the documented ones', async () => {
  const { recording_url: _, ...record } = shapeOf(await bodyOf('cdr-simple'))
  expect(shapeOf(application.updates.at(-1)?.body)).toEqual(
    shapeOf(await bodyOf('session-update-simple-completed')),
  )
  expect(shapeOf(application.cdrs[2]?.body)).toEqual(record)
})

async function bodyOf(name: string): Promise<unknown> {
  const text = await readFile(join(folder, 'good', `${name}.json`), 'utf8')
  return fixtureSchema.parse(JSON.parse(text)).body
}

type Shape = { [name: string]: Shape | string }

/** Names and kinds of values; null says nothing of the kind. */
function shapeOf(value: unknown): Shape {
  const entries = Object.entries(Object(value)).map(([name, inner]): [string, Shape | string] => {
    if (inner === null || typeof inner === 'number') return [name, 'number or nothing']
    if (Array.isArray(inner)) return [name, 'list']
    return [name, typeof inner === 'object' ? shapeOf(inner) : typeof inner]
  })
  return Object.fromEntries(entries.sort(([one], [other]) => one.localeCompare(other)))
}
