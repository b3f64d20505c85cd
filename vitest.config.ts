import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The contract is read from its sources, so that tests need no build. */
const source = { resolve: { conditions: ['source'] }, ssr: { resolve: { conditions: ['source'] } } }

export default defineConfig({
  test: {
    pool: 'forks',
    // Each worker of the server's tests holds a database: two are what two cores can use.
    maxWorkers: 2,
    projects: [
      {
        ...source,
        test: { name: 'contract', root: 'packages/contract', include: ['src/**/*.test.ts'] },
      },
      {
        ...source,
        test: {
          name: 'server',
          root: 'packages/server',
          include: ['src/**/*.test.ts'],
          globalSetup: [
            fileURLToPath(new URL('packages/server/src/testing/global-setup.ts', import.meta.url)),
          ],
          // One database and one app per worker, kept over the files that the worker runs.
          isolate: false,
          testTimeout: 20_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...source,
        test: { name: 'simulator', root: 'packages/simulator', include: ['src/**/*.test.ts'] },
      },
      {
        ...source,
        test: { name: 'cli', root: 'packages/cli', include: ['src/**/*.test.ts'] },
      },
      {
        ...source,
        test: { name: 'web', root: 'packages/web', include: ['src/**/*.test.{ts,tsx}'] },
      },
      {
        ...source,
        test: {
          name: 'e2e',
          root: 'e2e',
          include: ['**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
})
