import type { Flow } from '@opbx/contract/call-flow/flow'
import type { Deps } from '../context.ts'
import { compileFlow } from '../engine/compile-flow.ts'
import { holidayBook, warmHolidays } from '../holidays/service.ts'
import type { DiskCopies } from './disk-copies.ts'
import { createRecentlyUsed } from './recently-used.ts'
import { isRevisionKey, type LoadedRevision, parseSnapshot } from './rules.ts'
import { findSnapshot } from './stored-flows.ts'
import { within } from './within.ts'

/** Finds revisions by key, and knows whether it is worth to wait for the database. */
export interface RevisionLoader {
  byKey(organizationId: string, key: string): Promise<LoadedRevision | null>
  /** Keeps a flow that is known already in memory and on disk. */
  keep(organizationId: string, key: string, stored: StoredFlow): Promise<LoadedRevision>
  /** What the database says; `away` when it does not answer in time. */
  ask<T>(question: () => Promise<T>): Promise<{ said: T } | 'away'>
  /** The database has answered: the next question is worth its time. */
  databaseIsBack(): void
}

export interface StoredFlow {
  flow: Flow
  snapshot: string
}

// A call is answered within 2 s, and the disk comes after the database.
const databaseMilliseconds = 700
// While the database is away only one question in this time waits for it.
const awayMilliseconds = 5_000
// Of all organizations together: some hundred bytes each, compiled.
const nodesInMemory = 100_000

export function createRevisionLoader(deps: Deps, disk: DiskCopies): RevisionLoader {
  const { db, log } = deps
  const weightOf = ({ flow }: LoadedRevision): number => flow.flow.nodes.length + 1
  const loaded = createRecentlyUsed<LoadedRevision>(nodesInMemory, weightOf)
  const loading = new Map<string, Promise<LoadedRevision | null>>()
  let awaySince = Number.NEGATIVE_INFINITY

  const ask = async <T>(question: () => Promise<T>): Promise<{ said: T } | 'away'> => {
    if (performance.now() - awaySince < awayMilliseconds) return 'away'
    try {
      return { said: await within(databaseMilliseconds, question()) }
    } catch (error) {
      awaySince = performance.now()
      log.warn({ err: error }, 'The database does not answer: revisions come from disk')
      return 'away'
    }
  }

  const remember = (organizationId: string, key: string, flow: Flow): LoadedRevision => {
    const number = key.startsWith('d-') ? null : Number(key)
    // Here and not in a call: a year of a calendar takes some milliseconds to work out.
    warmHolidays(flow, deps.clock.now())
    const revision = { key, number, flow: compileFlow(flow, holidayBook) }
    loaded.set(`${organizationId}/${key}`, revision)
    return revision
  }

  const saveCopy = async (organizationId: string, key: string, snapshot: string): Promise<void> => {
    try {
      await disk.save(organizationId, key, snapshot)
    } catch (error) {
      log.error({ err: error, organizationId, revision: key }, 'A revision was not copied to disk')
    }
  }

  const loadFromDisk = async (
    organizationId: string,
    key: string,
  ): Promise<LoadedRevision | null> => {
    try {
      const snapshot = await disk.find(organizationId, key)
      return snapshot === null ? null : remember(organizationId, key, parseSnapshot(snapshot))
    } catch (error) {
      log.error({ err: error, organizationId, revision: key }, 'A copy on disk cannot be read')
      return null
    }
  }

  const load = async (organizationId: string, key: string): Promise<LoadedRevision | null> => {
    const answer = await ask(() => findSnapshot(db.query, organizationId, key))
    if (answer === 'away') return await loadFromDisk(organizationId, key)
    if (answer.said === null) return null
    const revision = remember(organizationId, key, parseSnapshot(answer.said))
    await saveCopy(organizationId, key, answer.said)
    return revision
  }

  return {
    ask,
    databaseIsBack() {
      awaySince = Number.NEGATIVE_INFINITY
    },
    async byKey(organizationId, key) {
      const id = `${organizationId}/${key}`
      const known = loaded.get(id)
      if (known !== undefined) return known
      if (!isRevisionKey(key)) return null
      const started = loading.get(id)
      if (started !== undefined) return await started
      const promise = load(organizationId, key).finally(() => loading.delete(id))
      loading.set(id, promise)
      return await promise
    },
    async keep(organizationId, key, { flow, snapshot }) {
      const known = loaded.get(`${organizationId}/${key}`)
      if (known !== undefined) return known
      await saveCopy(organizationId, key, snapshot)
      return remember(organizationId, key, flow)
    },
  }
}
