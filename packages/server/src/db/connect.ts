import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { openDataDirectory } from './data-directory.ts'
import { startEmbedded } from './embedded.ts'
import { startUpkeep } from './embedded-upkeep.ts'
import { createPool, type Pool } from './pool.ts'
import { connectPostgres } from './postgres.ts'
import { type Query, queryOverPool } from './query.ts'

/** The open database. `pool` is for hand-written SQL on hot paths, `query` for everything else. */
export type Database = {
  kind: 'embedded' | 'postgres'
  pool: Pool
  query: Query
  close(): Promise<void>
}

/** What of the configuration says which database. */
export type DatabaseConfig = Pick<Config, 'dataDir' | 'databaseUrl' | 'redisUrl'>

/** Takes the data directory for this process, says so, then opens the one database that is configured. */
export async function openDatabase(
  config: DatabaseConfig,
  log: Log,
  onDirectoryTaken?: () => void,
): Promise<Database> {
  const directory = await openDataDirectory(config.dataDir)
  onDirectoryTaken?.()
  try {
    const open = config.databaseUrl === undefined ? openEmbedded : openPostgres
    const database = await open(config, log)
    return {
      ...database,
      async close() {
        await database.close()
        await directory.release()
      },
    }
  } catch (error) {
    await directory.release()
    throw error
  }
}

async function openEmbedded(config: DatabaseConfig, log: Log): Promise<Database> {
  const server = await startEmbedded(join(config.dataDir, 'database'), log)
  log.info(
    'Embedded database open. It survives a crash of OPBX but not a loss of power: back it up',
  )
  const pool = createPool({
    log,
    ready: server.ready,
    isSingleSession: true,
    config: {
      host: server.host,
      port: server.port,
      user: 'postgres',
      database: 'postgres',
      max: 1,
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: queryTimeoutMilliseconds,
      query_timeout: queryTimeoutMilliseconds,
      // The session outlives its connections, with the named statements of the one before.
      onConnect: (client) => client.query('discard all'),
    },
  })
  const upkeep = startUpkeep(pool, log)
  return {
    kind: 'embedded',
    pool,
    query: queryOverPool(pool),
    async close() {
      await upkeep.close()
      await pool.close()
      await server.close()
    },
  }
}

async function openPostgres(config: DatabaseConfig, log: Log): Promise<Database> {
  const connectionString = config.databaseUrl
  const server = await connectPostgres(
    { connectionString, application_name: 'opbx' },
    { mayShare: config.redisUrl !== undefined, log },
  )
  const pool = createPool({
    log,
    config: {
      connectionString,
      application_name: 'opbx',
      max: 10,
      connectionTimeoutMillis: 5_000,
      query_timeout: queryTimeoutMilliseconds,
      statement_timeout: queryTimeoutMilliseconds,
      keepAlive: true,
    },
  })
  return {
    kind: 'postgres',
    pool,
    query: queryOverPool(pool),
    async close() {
      await pool.close()
      await server.close()
    },
  }
}

const queryTimeoutMilliseconds = 30_000
