import { randomUUID } from 'node:crypto'
import { cp, mkdir, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { inject } from 'vitest'
import { buildApp } from '../app.ts'
import { type Config, parseConfig } from '../config.ts'
import type { Deps } from '../context.ts'
import { openDeps } from '../open-deps.ts'
import { createServices, type Patience, type Services } from '../services.ts'
import { createDatabase } from './postgres.ts'
import { testServices } from './services.ts'

export type TestApp = {
  app: FastifyInstance
  deps: Deps
  services: Services
  /** The time stands still at the date that was set last. */
  setNow(now: Date | string): void
  /** Does the background work that is due by the test's clock, and what that makes due. */
  runJobs(): Promise<number>
}

/**
 * The real server on a real database and cache, listening on no port: one per worker, shared by its files.
 * A test makes its own organization in it (factories.ts).
 */
export async function testApp(): Promise<TestApp> {
  shared ??= openTestApp()
  const app = await shared
  // Another file may have left it elsewhere.
  app.setNow(startOfTests)
  return app
}

/** A server of its own, for a test that closes or breaks it. */
export async function openTestApp(
  env: Record<string, string> = {},
  patience: Patience = {},
): Promise<TestApp> {
  let now = new Date(startOfTests)
  const config = await testConfig(env)
  const { deps, close } = await openDeps({
    config,
    log: pino({ level: config.logLevel }),
    clock: { now: () => new Date(now) },
    cachePrefix: `${randomUUID()}:`,
  })
  const services = await createServices(deps, { needMilliseconds: 20_000, ...patience })
  const app = await buildApp(deps, services)
  const closeApp = app.close.bind(app)
  // A real process does the same; a server of PostgreSQL has a hundred connections for all tests together.
  Object.assign(app, {
    async close() {
      await closeApp()
      await close()
    },
  })
  return {
    app,
    deps,
    services,
    setNow(next) {
      now = new Date(next)
    },
    async runJobs() {
      await services.settled()
      return deps.jobs.runDueJobs()
    },
  }
}

/** The configuration of an own data directory with a migrated database in it. */
export async function testConfig(env: Record<string, string> = {}): Promise<Config> {
  const { databasePrefix } = inject('testRun')
  const databaseUrl = await createDatabase(`${databasePrefix}${randomUUID().slice(0, 8)}`)
  const dataDir = await makeDataDirectory()
  const parsed = parseConfig({
    OPBX_DATA_DIR: dataDir,
    OPBX_SECRET_KEY: '5c'.repeat(32),
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
    ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
    ...(testServices.redisUrl !== undefined && { REDIS_URL: testServices.redisUrl }),
    ...env,
  })
  if (!parsed.ok) throw new Error(`${parsed.problems.join('; ')}`)
  return parsed.config
}

/** A data directory of its own whose embedded database is migrated already. */
export async function makeDataDirectory(): Promise<string> {
  const { directory, template } = inject('testRun')
  await mkdir(directory, { recursive: true })
  const dataDir = await mkdtemp(join(directory, 'data-'))
  await cp(template, join(dataDir, 'database'), { recursive: true })
  return dataDir
}

/** Monday 10:00 in New York. */
const startOfTests = '2026-03-02T15:00:00Z'

let shared: Promise<TestApp> | undefined
