import pg from 'pg'
import type { Log } from '../log.ts'
import { DatabaseAway } from './database-away.ts'
import { refuseInsideTransaction } from './transaction-guard.ts'

/** The connections to the database. Throws inside a transaction: use its `tx` there. */
export type Pool = {
  /** One statement, as text or named (`{ name, text }` is prepared once per connection). */
  query<Row extends pg.QueryResultRow>(
    query: string | pg.QueryConfig,
    values?: unknown[],
  ): Promise<pg.QueryResult<Row>>
  /** One connection for `work` alone. */
  withClient<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T>
  /** Nobody uses a connection or waits for one. */
  isIdle(): boolean
  /** A query beside an open transaction would wait for itself for ever. */
  isSingleSession: boolean
  close(): Promise<void>
}

export type PoolOptions = {
  config: pg.PoolConfig
  log: Log
  /** Awaited before a connection is asked for. */
  ready?: () => Promise<void>
  /**
   * The embedded database has one session whoever connects. A client whose query took too long must be kept:
   * the messages that a thrown away client left half-way would be mixed with those of the next one.
   */
  isSingleSession?: boolean
}

export function createPool({ config, log, ready, isSingleSession = false }: PoolOptions): Pool {
  const inner = new pg.Pool(config)
  // A connection that drops while it is checked out emits an error that would end the process.
  inner.on('connect', (client) => client.on('error', () => undefined))
  inner.on('error', (error) => log.warn({ err: error }, 'A database connection dropped'))

  const connect = async (): Promise<pg.PoolClient> => {
    try {
      await ready?.()
      return await inner.connect()
    } catch (cause) {
      throw new DatabaseAway(cause)
    }
  }

  const withClient = async <T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    if (isSingleSession) refuseInsideTransaction()
    const client = await connect()
    let mustEnd = false
    try {
      return await work(client)
    } catch (error) {
      // After an answer of the server the connection is as good as before; after a timeout it is not.
      mustEnd = !isSingleSession && !(error instanceof pg.DatabaseError)
      throw isShuttingDown(error) ? new DatabaseAway(error) : error
    } finally {
      client.release(mustEnd)
    }
  }

  return {
    withClient,
    query: (query, values) => withClient((client) => client.query(query, values)),
    isSingleSession,
    isIdle: () => inner.waitingCount === 0 && inner.idleCount === inner.totalCount,
    close: () => inner.end(),
  }
}

/** The server ends this connection, or the connection has ended (SQLSTATE class 57P; pg has no class for it). */
function isShuttingDown(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return error.code?.startsWith('57P') === true
  return error instanceof Error && error.message.startsWith('Connection terminated')
}
