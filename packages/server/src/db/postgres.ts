import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from '../log.ts'
import { StartProblem } from '../start-problem.ts'

/** Our presence on a PostgreSQL server: a connection of its own that holds the lock of this process. */
export type PostgresPresence = { close(): Promise<void> }

/**
 * Checks the version and that no other process works on this database, unless all of them share a Redis:
 * those take the lock together, one without Redis takes it alone.
 */
export async function connectPostgres(
  config: pg.ClientConfig,
  options: { mayShare: boolean; log: Log },
): Promise<PostgresPresence> {
  let client = await connect(config)
  await checkVersion(client)
  if (!(await takeLock(client, options.mayShare))) {
    await client.end()
    throw new StartProblem(
      'Another OPBX process works on this database. Set REDIS_URL for each of them to run more than one.',
    )
  }
  let isClosing = false

  const keepLock = (): void => {
    client.on('error', () => undefined)
    client.once('end', () => {
      if (!isClosing) void takeAgain()
    })
  }
  const takeAgain = async (): Promise<void> => {
    while (!isClosing) {
      await sleep(5_000, undefined, { ref: false })
      try {
        client = await connect(config)
        keepLock()
        if (!(await takeLock(client, options.mayShare))) {
          options.log.error('Another OPBX process has taken this database; stop one of the two')
          await client.end()
        }
        return
      } catch (error) {
        options.log.warn({ err: error }, 'The database does not answer')
      }
    }
  }

  keepLock()
  return {
    async close() {
      isClosing = true
      await client.end()
    },
  }
}

// Any number will do, as long as all processes use the same. Advisory locks belong to one database.
const processLock = 7_203_411

async function connect(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 10_000, keepAlive: true })
  try {
    await client.connect()
    return client
  } catch (error) {
    const reason = error instanceof Error ? error.message || String(error.cause) : String(error)
    throw new StartProblem(`The database of DATABASE_URL does not answer: ${reason}`, error)
  }
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; number: string }>(
    `select current_setting('server_version') as version,
            current_setting('server_version_num') as number`,
  )
  const [row] = rows
  if (row !== undefined && Number(row.number) >= 150_000) return
  await client.end()
  throw new StartProblem(
    `PostgreSQL ${row?.version} is too old: OPBX needs version 15 or newer in DATABASE_URL.`,
  )
}

async function takeLock(client: pg.Client, mayShare: boolean): Promise<boolean> {
  const kind = mayShare ? 'pg_try_advisory_lock_shared' : 'pg_try_advisory_lock'
  const { rows } = await client.query<{ taken: boolean }>(`select ${kind}($1) as taken`, [
    processLock,
  ])
  return rows[0]?.taken === true
}
