import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { dropDatabases } from './postgres.ts'
import { makeTemplate } from './template.ts'

/** What all workers of one run share. */
export type TestRun = {
  /** Everything that the run leaves on disk; removed at its end. */
  directory: string
  /** A migrated embedded database, to be copied. */
  template: string
  /** Begins the names of the run's PostgreSQL databases, dropped at its end. */
  databasePrefix: string
}

declare module 'vitest' {
  interface ProvidedContext {
    testRun: TestRun
  }
}

/** Runs once, before the workers start. Returns what is to be done after they have ended. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const directory = await mkdtemp(join(tmpdir(), 'opbx-test-'))
  const databasePrefix = `opbx_test_${process.pid}_${Date.now()}_`
  project.provide('testRun', { directory, template: await makeTemplate(), databasePrefix })
  return async () => {
    await dropDatabases(databasePrefix)
    await rm(directory, { recursive: true, force: true, maxRetries: 5 })
  }
}
