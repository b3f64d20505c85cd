import { randomUUID } from 'node:crypto'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import type { Query } from './query.ts'

/**
 * In the transaction that changes mirrored rows, before it does: changes of one organization wait for each
 * other here and nowhere else, so no two of them block each other. `announceMirrored` after the commit.
 */
export async function markMirrored(tx: Query, organizationId: string): Promise<void> {
  await tx.execute(sql`
    insert into mirror_changes (organization_id, changed_in) values (${organizationId}, pg_current_xact_id())
    on conflict (organization_id) do update set changed_in = excluded.changed_in`)
}

export function announceMirrored(deps: Deps, organizationId: string): void {
  deps.cache.publish(channel, organizationId)
}

/** What calls need of each organization: in memory, renewed on every change, with a copy on disk. */
export interface Mirror<T> {
  of(organizationId: string): T | undefined
  /** Reads again what has changed, now. */
  refresh(): Promise<void>
  /** Null, or why nothing can be said about any organization. */
  probe(): string | null
  close(): Promise<void>
}

export interface Mirrored<T> {
  /** File name in the data directory. */
  name: string
  /** Plain JSON per organization; without ids: of all. */
  load(query: Query, organizationIds: readonly string[] | null): Promise<Map<string, T>>
  /** Keeps indexes over all organizations. */
  changed?: (before: T | undefined, after: T | undefined) => void
}

const channel = 'mirror'
const pollMs = 1_000
const saveAfterMs = 300

/** Of the outer join: without a change, only the first of the three is there. */
type Change = { oldest_open: string; organization_id: string | null; changed_in: string | null }

/**
 * Starts from the database, or from the encrypted copy on disk when the database is away: then it tries
 * again each second, because calls are answered meanwhile from what was known last.
 */
export async function openMirror<T>(deps: Deps, mirrored: Mirrored<T>): Promise<Mirror<T>> {
  const entries = new Map<string, T>()
  const seen = new Map<string, string>()
  const asked = new Set<string>()
  const disk = diskCopy(deps, mirrored.name, entries)
  // Every transaction before it had ended when changes were read last, so its change was seen.
  let oldestOpen = '0'
  let isComplete = false
  let failure: string | null = 'Nothing has been read yet.'
  let running: Promise<void> | null = null

  const set = (organizationId: string, after: T | undefined) => {
    const before = entries.get(organizationId)
    if (after === undefined) entries.delete(organizationId)
    else entries.set(organizationId, after)
    mirrored.changed?.(before, after)
  }
  const replace = (found: Map<string, T>, organizationIds: Iterable<string>) => {
    for (const id of organizationIds) set(id, found.get(id))
  }

  const readChanges = async (): Promise<void> => {
    const { rows } = await deps.db.query.execute<Change>(sql`
      select oldest_open::text, organization_id, changed_in::text
      from pg_snapshot_xmin(pg_current_snapshot()) as oldest_open
      left join mirror_changes on changed_in >= ${oldestOpen}::xid8`)
    for (const { organization_id: id, changed_in: change, oldest_open: oldest } of rows) {
      if (id !== null && change !== null) {
        if (seen.get(id) !== change) asked.add(id)
        seen.set(id, change)
      }
      oldestOpen = oldest
    }
  }
  const readAll = async (): Promise<void> => {
    await readChanges()
    asked.clear()
    const found = await mirrored.load(deps.db.query, null)
    replace(found, new Set([...entries.keys(), ...found.keys()]))
    isComplete = true
  }
  const readAsked = async (): Promise<void> => {
    const ids = [...asked]
    if (ids.length === 0) return
    asked.clear()
    try {
      replace(await mirrored.load(deps.db.query, ids), ids)
    } catch (error) {
      for (const id of ids) asked.add(id)
      throw error
    }
  }
  const work = async (poll: boolean): Promise<void> => {
    if (!isComplete) await readAll()
    else if (poll) await readChanges()
    if (asked.size === 0 && poll && failure === null) return
    await readAsked()
    failure = null
    disk.changed()
  }
  /** One at a time: a slow answer must not overwrite a newer one. */
  const run = async (poll: boolean): Promise<void> => {
    while (running !== null) await running
    running = work(poll)
      .catch((error: unknown) => {
        deps.log.warn({ err: error, mirror: mirrored.name }, 'mirror not renewed')
      })
      .finally(() => {
        running = null
      })
    await running
  }

  await run(true)
  if (!isComplete) {
    for (const [id, entry] of await disk.read()) set(id, entry)
    if (entries.size > 0) failure = null
  }
  const unsubscribe = await deps.cache.subscribe(channel, (organizationId) => {
    asked.add(organizationId)
    void run(false)
  })
  const timer = setInterval(() => void run(true), pollMs)
  timer.unref()
  return {
    of: (organizationId) => entries.get(organizationId),
    refresh: () => run(true),
    probe: () => failure,
    async close() {
      clearInterval(timer)
      unsubscribe()
      while (running !== null) await running
      await disk.close()
    },
  }
}

/** Encrypted: keys are in it. Written a moment after the last change, and at the end. */
function diskCopy<T>(deps: Deps, name: string, entries: ReadonlyMap<string, T>) {
  const file = join(deps.config.dataDir, `${name}.enc`)
  let timer: NodeJS.Timeout | null = null
  let writing: Promise<void> = Promise.resolve()
  const write = async () => {
    const unfinished = `${file}.${randomUUID().slice(0, 8)}`
    try {
      const text = deps.secrets.encrypt(JSON.stringify([...entries]))
      await writeFile(unfinished, text, { mode: 0o600 })
      await rename(unfinished, file)
    } catch (error) {
      deps.log.error({ err: error, file }, 'copy on disk not written')
    }
  }
  const save = () => {
    timer = null
    writing = writing.then(write)
  }
  return {
    changed() {
      timer ??= setTimeout(save, saveAfterMs).unref()
    },
    async read(): Promise<[string, T][]> {
      try {
        return JSON.parse(deps.secrets.decrypt(await readFile(file, 'utf8')))
      } catch {
        return []
      }
    },
    async close() {
      if (timer !== null) {
        clearTimeout(timer)
        save()
      }
      await writing
    },
  }
}
