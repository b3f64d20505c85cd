import { flowOf } from '../call-flow/service.ts'
import { type Deps, systemCtx } from '../context.ts'
import { runInTransaction } from '../db/transaction.ts'
import { lockDraft } from '../flow-state/service.ts'
import { createDiskCopies } from './disk-copies.ts'
import { hearLiveBell, ringLiveBell } from './live-bell.ts'
import { createRevisionLoader, type StoredFlow } from './revision-loader.ts'
import type { RevisionStore } from './rules.ts'
import { keepFrozenDraft, snapshotOf } from './stored-flows.ts'

/** Starts looking for new revisions; `close` ends it. */
export function openRevisionStore(deps: Deps): RevisionStore {
  const disk = createDiskCopies(deps.config.dataDir, deps.clock)
  const loader = createRevisionLoader(deps, disk)
  /** By organization: the key of its live revision, null for none. Only of those that were asked for. */
  const liveKeys = new Map<string, string | null>()

  const setLive = async (organizationId: string, key: string | null): Promise<void> => {
    if (liveKeys.get(organizationId) === key) return
    liveKeys.set(organizationId, key)
    if (key === null) return
    try {
      await disk.saveLiveKey(organizationId, key)
    } catch (error) {
      deps.log.error({ err: error, organizationId }, 'The live revision was not kept on disk')
    }
  }

  /** Loads first and points to it then, so that calls never wait for it. */
  const moveTo = async (organizationId: string, key: string | null): Promise<void> => {
    if (key === null || (await loader.byKey(organizationId, key)) !== null)
      await setLive(organizationId, key)
  }

  const firstLook = async (organizationId: string): Promise<string | null> => {
    const answer = await loader.ask(() => readLiveKeys(deps, [organizationId]))
    if (answer !== 'away') {
      const key = answer.said.get(organizationId) ?? null
      await moveTo(organizationId, key)
      return key
    }
    const key = await disk.findLiveKey(organizationId)
    // Unknown is not none: the database may know it as soon as it is back.
    if (key !== null) await moveTo(organizationId, key)
    return key
  }

  const refresh = async (): Promise<void> => {
    const before = new Map(liveKeys)
    if (before.size === 0) return
    const keys = await readLiveKeys(deps, [...before.keys()])
    loader.databaseIsBack()
    for (const [organizationId, known] of before) {
      const key = keys.get(organizationId) ?? null
      // What was published while the database was asked is newer than its answer.
      if (key !== known && liveKeys.get(organizationId) === known) await moveTo(organizationId, key)
    }
  }

  const isNews = (organizationId: string, number: number): boolean =>
    Number(liveKeys.get(organizationId) ?? 0) < number

  const bell = hearLiveBell(deps, {
    look: refresh,
    async hear({ organizationId, number }) {
      if (liveKeys.has(organizationId) && isNews(organizationId, number))
        await moveTo(organizationId, String(number))
    },
  })

  return {
    refresh,
    byKey: loader.byKey,
    probe: disk.probe,
    close: bell.close,
    async live(organizationId) {
      const known = liveKeys.get(organizationId)
      const key = known === undefined ? await firstLook(organizationId) : known
      return key === null ? null : await loader.byKey(organizationId, key)
    },
    async freezeDraft(organizationId) {
      const { key, ...stored } = await freeze(deps, organizationId)
      return await loader.keep(organizationId, key, stored)
    },
    async publish(organizationId, { number, ...stored }) {
      await loader.keep(organizationId, String(number), stored)
      if (isNews(organizationId, number)) await setLive(organizationId, String(number))
      ringLiveBell(deps, { organizationId, number })
    },
  }
}

async function readLiveKeys(
  deps: Deps,
  organizationIds: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await deps.db.pool.query<{ organization_id: string; live_revision: number }>(
    {
      name: 'live_revisions',
      text: `select organization_id, live_revision from flow_state
             where organization_id = any($1) and live_revision is not null`,
    },
    [organizationIds],
  )
  return new Map(rows.map((row) => [row.organization_id, String(row.live_revision)]))
}

async function freeze(deps: Deps, organizationId: string): Promise<StoredFlow & { key: string }> {
  return await runInTransaction(deps.db, async (tx) => {
    await lockDraft(systemCtx(deps, organizationId, []), tx)
    const flow = await flowOf(tx, organizationId)
    const { snapshot, contentHash } = snapshotOf(flow)
    const key = `d-${contentHash.slice(0, 32)}`
    await keepFrozenDraft(tx, organizationId, { key, snapshot, now: deps.clock.now() })
    return { key, flow, snapshot }
  })
}
