import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { createMemoryCache } from '../cache/memory-cache.ts'
import type { Deps } from '../context.ts'
import { openTestApp, type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization } from '../testing/factories.ts'
import { makeExtension, makeNode, pathOf } from '../testing/sample-nodes.ts'
import type { RevisionStore } from './rules.ts'
import { createRevisionStore } from './service.ts'

let app: TestApp
beforeAll(async () => {
  app = await testApp()
})

const stores: RevisionStore[] = []
function open(deps: Deps): RevisionStore {
  const store = createRevisionStore(deps)
  stores.push(store)
  return store
}
afterEach(async () => {
  await Promise.all(stores.splice(0).map((store) => store.close()))
})

/** As another process would see it: with its own ears, on the same database. */
function elsewhere(deps: Deps): Deps {
  return { ...deps, cache: createMemoryCache() }
}

const apply = '/api/v1/flow/apply'

test('nothing is live before the first Apply, then what was applied is, in every process', async () => {
  const { owner, organizationId } = await makeOrganization(app)
  const near = open(app.deps)
  const far = open(elsewhere(app.deps))
  expect(await near.live(organizationId)).toBe(null)
  expect(await far.live(organizationId)).toBe(null)
  const id = await makeExtension(app, owner, '1001')
  await as(app, owner).post(apply, {})
  await expect
    .poll(async () => (await near.live(organizationId))?.number, { timeout: 10_000 })
    .toBe(1)
  const live = await near.live(organizationId)
  expect(live).toMatchObject({ key: '1', number: 1 })
  expect(live?.flow.byExtension.get('1001')?.id).toBe(id)
  await far.refresh()
  expect((await far.live(organizationId))?.key).toBe('1')
})

test('a revision that was live once is found by its number, one that never was is not', async () => {
  const { owner, organizationId } = await makeOrganization(app)
  const other = await makeOrganization(app)
  const id = await makeNode(app, owner, { type: 'hang_up', body: { name: 'First' } })
  await as(app, owner).post(apply, {})
  await as(app, owner).patch(`${pathOf('hang_up')}/${id}`, { name: 'Second' }, { version: 1 })
  await as(app, owner).post(apply, {})
  const store = open(app.deps)
  expect((await store.live(organizationId))?.number).toBe(2)
  const [one, same] = await Promise.all([
    store.byKey(organizationId, '1'),
    store.byKey(organizationId, '1'),
  ])
  expect(one?.flow.nodes.get(id)?.name).toBe('First')
  expect(one).toBe(same)
  for (const key of ['3', '0', '', 'd-abc', '../1', '1.json', 'null'])
    expect(await store.byKey(organizationId, key)).toBe(null)
  expect(await store.byKey(other.organizationId, '1')).toBe(null)
})

test('a frozen draft stays as it was, and is kept for 24 hours', async () => {
  const { owner, organizationId } = await makeOrganization(app)
  app.setNow('2026-03-02T15:00:00Z')
  const id = await makeNode(app, owner, { type: 'hang_up', body: { name: 'Before' } })
  const store = open(app.deps)
  const frozen = await store.freezeDraft(organizationId)
  expect(frozen).toMatchObject({ number: null, key: expect.stringMatching(/^d-[0-9a-f]{32}$/) })
  expect(await store.freezeDraft(organizationId)).toBe(frozen)
  await as(app, owner).patch(`${pathOf('hang_up')}/${id}`, { name: 'After' }, { version: 1 })
  const other = open(elsewhere(app.deps))
  const found = await other.byKey(organizationId, frozen.key)
  expect(found?.flow.nodes.get(id)?.name).toBe('Before')

  app.setNow('2026-03-03T16:00:00Z')
  expect((await store.freezeDraft(organizationId)).key).not.toBe(frozen.key)
  const fresh = open(elsewhere({ ...app.deps, config: await emptyDirectory(app.deps) }))
  expect(await fresh.byKey(organizationId, frozen.key)).toBe(null)
  app.setNow('2026-03-02T15:00:00Z')
})

test('without its database a process answers with the last revision, also after a restart', async () => {
  const own = await openTestApp()
  const { owner, organizationId } = await makeOrganization(own)
  const silent = await makeOrganization(own)
  const id = await makeExtension(own, owner, '1001')
  await as(own, owner).post(apply, {})
  const store = open(own.deps)
  await store.live(organizationId)
  const draft = await store.freezeDraft(organizationId)
  await own.app.close()

  expect((await store.live(organizationId))?.number).toBe(1)
  const restarted = open(own.deps)
  const live = await restarted.live(organizationId)
  expect(live?.flow.byExtension.get('1001')?.id).toBe(id)
  expect((await restarted.byKey(organizationId, draft.key))?.number).toBe(null)
  expect(await restarted.live(silent.organizationId)).toBe(null)
  expect(await restarted.probe()).toBe(null)
  await expect(restarted.freezeDraft(organizationId)).rejects.toThrow()
})

test('a damaged copy on disk is no revision', async () => {
  const own = await openTestApp()
  const { owner, organizationId } = await makeOrganization(own)
  await makeExtension(own, owner)
  await as(own, owner).post(apply, {})
  const copy = join(own.deps.config.dataDir, 'revisions', organizationId, '1.json')
  await writeFile(copy, '{"schemaVersion":1')
  await own.app.close()
  expect(await open(own.deps).live(organizationId)).toBe(null)
})

test('a directory that cannot be written is reported', async () => {
  const config = await emptyDirectory(app.deps)
  await rm(config.dataDir, { recursive: true })
  await writeFile(config.dataDir, 'a file in its place')
  const store = open({ ...app.deps, config })
  expect(await store.probe()).toMatch(/cannot be kept/)
})

async function emptyDirectory({ config }: Deps): Promise<Deps['config']> {
  const dataDir = join(config.dataDir, `other-${process.hrtime.bigint()}`)
  await mkdir(dataDir)
  return { ...config, dataDir }
}
