import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startSimulator } from './simulator.ts'
import { startApplication } from './testing/application.ts'
import { client, startPlatform } from './testing/platform.ts'

// Whole calls over HTTP: a busy machine needs its time.
vi.setConfig({ testTimeout: 30_000 })

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'simulator-'))
})
afterEach(() => rm(dataDir, { recursive: true, force: true }))

test('a restart keeps domains, keys, applications, subscribers and recordings', async () => {
  const application = await startApplication(({ path }) =>
    path === '/route'
      ? '<Response><Record action="/saved"/></Response>'
      : '<Response><Hangup/></Response>',
  )
  const before = await startPlatform({ dataDir })
  await before.pair(application)
  await before.addPhones('1001')
  const script = [{ speak: 'Please call me back this afternoon.' }]
  const first = await before.play({ from: '1001', to: '2000', script })
  await before.simulator.close()
  const port = before.simulator.port

  const again = await startSimulator({ port, dataDir })
  const { uuid, apiKey } = before.domain
  const after = client(again.url, apiKey, uuid)
  expect((await after.rest('GET', './subscribers')).body).toMatchObject([{ msisdn: '1001' }])
  const second = await after.play({ from: '1001', to: '2000' })
  expect(second.outcome).toBe('answered')
  expect(Number(second.id)).toBeGreaterThan(Number(first.id))
  const recording = await fetch(String(application.voice[1]?.body.RecordingUrl))
  expect(recording.status).toBe(200)
  await again.close()
  await application.close()
})

test('a change is on disk before it is answered', async () => {
  const platform = await startPlatform({ dataDir })
  const file = join(dataDir, 'simulator.json')
  await platform.addPhones('1001', '1002')
  expect(await readFile(file, 'utf8')).toContain('"msisdn":"1002"')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const many = Array.from({ length: 30 }, (_, index) =>
    platform.rest('POST', './subscribers', { msisdn: `2${100 + index}`, sipPassword: 'x' }),
  )
  await Promise.all(many)
  const state = JSON.parse(await readFile(file, 'utf8'))
  expect(state.domains[0].subscribers).toHaveLength(32)
  await platform.simulator.close()
})

test('a damaged state stops the start instead of being thrown away', async () => {
  await writeFile(join(dataDir, 'simulator.json'), '{"version":1,')
  await expect(startSimulator({ port: 0, dataDir })).rejects.toThrow(/simulator\.json/)
})

test('a data directory is made with its parents; one that cannot be is named', async () => {
  const deep = join(dataDir, 'a', 'b')
  const simulator = await startSimulator({ port: 0, dataDir: deep })
  await simulator.close()
  expect((await stat(join(deep, 'simulator.json'))).isFile()).toBe(true)
  const file = join(deep, 'simulator.json')
  for (const dir of [file, join(file, 'below'), '/proc/nothing/here']) {
    await expect(startSimulator({ port: 0, dataDir: dir })).rejects.toThrow(
      /data directory .* cannot/,
    )
  }
})
