import type { Log } from '../log.ts'
import type { Pool } from './pool.ts'

/** What a PostgreSQL server does for itself and the embedded database does not. */
export function startUpkeep(pool: Pool, log: Log): { close(): Promise<void> } {
  const state: UpkeepState = { start: null, checkpoint: 0, checkpointAt: 0, vacuumed: new Map() }
  let running = Promise.resolve()
  const timer = setInterval(() => {
    running = running
      .then(() => keepUp(pool, state, performance.now()))
      .then(
        () => undefined,
        (error: unknown) => log.warn({ err: error }, 'Upkeep of the embedded database failed'),
      )
  }, tickMilliseconds)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await running
    },
  }
}

/** Positions are bytes of write-ahead log since the database was made. */
export type UpkeepState = {
  start: number | null
  checkpoint: number
  /** Milliseconds of a clock that only goes forward. */
  checkpointAt: number
  /** Where the log was when a table was vacuumed last. */
  vacuumed: Map<string, number>
}

/** One round: a checkpoint when it is due, then the vacuum of at most one table, if nobody waits. */
export async function keepUp(
  pool: Pool,
  state: UpkeepState,
  milliseconds: number,
): Promise<string[]> {
  const position = await readLogPosition(pool)
  if (state.start === null) {
    Object.assign(state, { start: position, checkpoint: position, checkpointAt: milliseconds })
  }
  const done: string[] = []
  const written = position - state.checkpoint
  const isTime = milliseconds - state.checkpointAt >= checkpointMilliseconds && written > 0
  if (isTime || written >= checkpointBytes) {
    await pool.query('checkpoint')
    Object.assign(state, { checkpoint: position, checkpointAt: milliseconds })
    done.push('checkpoint')
  }
  const table = pool.isIdle() ? await findTableToVacuum(pool, state, position) : undefined
  if (table !== undefined) {
    await pool.query(`vacuum (analyze) ${table}`)
    state.vacuumed.set(table, position)
    done.push(`vacuum ${table}`)
  }
  return done
}

const tickMilliseconds = 15_000
const checkpointMilliseconds = 5 * 60_000
const checkpointBytes = 64 * 1024 * 1024
const leastBytesBetweenVacuums = 1024 * 1024

async function readLogPosition(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ position: string }>(
    `select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0') as position`,
  )
  return Number(rows[0]?.position)
}

/**
 * The embedded database counts no dead rows (its statistics stay at 0), so the log stands for them: a table
 * is due when at least its own size was written since its turn, which makes big tables rare.
 */
async function findTableToVacuum(
  pool: Pool,
  state: UpkeepState,
  position: number,
): Promise<string | undefined> {
  const { rows } = await pool.query<{ name: string; size: string }>(
    `select oid::regclass::text as name, pg_relation_size(oid) as size
     from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by oid`,
  )
  return rows.find(({ name, size }) => {
    const written = position - (state.vacuumed.get(name) ?? state.start ?? position)
    return written >= Math.max(leastBytesBetweenVacuums, Number(size))
  })?.name
}
