import { join } from 'node:path'
import { openCache } from './cache/open-cache.ts'
import type { Config } from './config.ts'
import type { Clock, Deps } from './context.ts'
import { type Database, openDatabase } from './db/connect.ts'
import { claimInstallation } from './db/installation.ts'
import { migrate } from './db/migrate.ts'
import { openSecrets } from './db/secrets.ts'
import { createDiskFiles } from './files/files.ts'
import { createRevocations } from './http/revocations.ts'
import { createJobs } from './jobs/jobs.ts'
import type { Log } from './log.ts'
import { createPasswords } from './passwords.ts'
import { createLiveBus } from './realtime/live-bus.ts'

export type DepsOptions = {
  config: Config
  log: Log
  clock: Clock
  /** Keeps what tests of one Redis do apart. */
  cachePrefix?: string
  /** Closed with the rest. Opened here when absent. */
  db?: Database
}

/** Everything that the process owns, opened in the order of need; `close` when the app is closed. */
export async function openDeps(
  options: DepsOptions,
): Promise<{ deps: Deps; close(): Promise<void> }> {
  const { config, log, clock } = options
  const db = options.db ?? (await openDatabase(config, log))
  try {
    await migrate(db, clock.now())
    const secrets = openSecrets(config)
    await claimInstallation(db, secrets, clock.now())
    const cache = await openCache(config, log, options.cachePrefix)
    // Without Redis a second process refuses to start.
    const jobs = createJobs({ db, clock, log, isAlone: config.redisUrl === undefined })
    const deps: Deps = {
      config,
      db,
      cache,
      secrets,
      jobs,
      clock,
      log,
      passwords: createPasswords(),
      revocations: await createRevocations(cache),
      files: createDiskFiles(join(config.dataDir, 'files')),
      live: await createLiveBus(cache),
    }
    return {
      deps,
      async close() {
        await jobs.close()
        await cache.close()
        await db.close()
      },
    }
  } catch (error) {
    await db.close()
    throw error
  }
}
