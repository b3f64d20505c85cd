import type { FastifyInstance } from 'fastify'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import type { Database } from './db/connect.ts'
import { listen } from './listen.ts'
import type { Log } from './log.ts'
import { openDeps } from './open-deps.ts'
import { createServices, type Services } from './services.ts'

/** Opens everything and listens. Returns the way to stop: what was begun is finished, then all is closed. */
export async function serve(options: {
  config: Config
  log: Log
  db: Database
}): Promise<() => Promise<void>> {
  const { config, log } = options
  const { deps, close } = await openDeps({ ...options, clock: { now: () => new Date() } })
  let services: Services | undefined
  let app: FastifyInstance | undefined
  const stop = async (): Promise<void> => {
    await app?.close()
    await deps.jobs.close()
    await services?.close()
    await close()
  }
  try {
    services = await createServices(deps)
    app = await buildApp(deps, services)
    await listen(app, config)
  } catch (error) {
    await stop()
    throw error
  }
  deps.jobs.start()
  services.webhooks.start()
  log.info({ url: `${config.appUrl}/ui` }, 'OPBX is ready')
  return stop
}
