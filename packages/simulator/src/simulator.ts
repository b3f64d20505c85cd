import Fastify from 'fastify'
import { createCallBook } from './calls/call-book.ts'
import { createHttpClient } from './calls/http-client.ts'
import { cutOff } from './calls/start-call.ts'
import type { Context, Log } from './context.ts'
import { callControl } from './control/calls.ts'
import { domainControl } from './control/domains.ts'
import { observationControl } from './control/observation.ts'
import { addDoors } from './doors.ts'
import { createFaultBoard } from './faults.ts'
import { recordingRoutes } from './recordings.ts'
import { platformRoutes } from './rest/access.ts'
import { applicationRoutes } from './rest/applications.ts'
import { domainRoutes } from './rest/domains.ts'
import { resourceRoutes } from './rest/resources.ts'
import { sessionRoutes } from './rest/sessions.ts'
import { subscriberRoutes } from './rest/subscribers.ts'
import { openStore } from './store.ts'
import { createTraffic } from './traffic.ts'

export type SimulatorOptions = {
  /** 0: any free port. */
  port: number
  host?: string
  /** Where domains, applications and subscribers are kept; without it in memory only. */
  dataDir?: string
  log?: Log
  /** The clock of rate limits and of calls without a time of their own. */
  now?: () => number
  unattendedMs?: number
}

export type Simulator = { url: string; port: number; close(): Promise<void> }

/** Starts the platform's stand-in on a port of its own. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { port, host = '127.0.0.1', log = silent } = options
  const stopping = new AbortController()
  const ctx: Context = {
    store: await openStore(options.dataDir),
    traffic: createTraffic(),
    faults: createFaultBoard(),
    calls: createCallBook(),
    http: createHttpClient(),
    log,
    now: options.now ?? Date.now,
    unattendedMs: options.unattendedMs ?? 15 * 60_000,
    url: '',
    stopping: stopping.signal,
  }
  const app = buildApp(ctx)
  const realPort = Number(new URL(await app.listen({ port, host })).port)
  const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  ctx.url = `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${realPort}`
  log.info({ url: ctx.url }, 'simulator ready')
  return {
    url: ctx.url,
    port: realPort,
    async close() {
      for (const call of ctx.calls.list()) cutOff(call, 'The simulator stops')
      stopping.abort()
      ctx.http.close()
      await app.close()
      await ctx.store.save()
    },
  }
}

function buildApp(ctx: Context) {
  const app = Fastify({
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 1000 },
    bodyLimit: 1_000_000,
  })
  addDoors(app, ctx)
  const register = platformRoutes(app, ctx)
  domainRoutes(register)
  applicationRoutes(register)
  subscriberRoutes(register)
  resourceRoutes(register)
  sessionRoutes(register, platformRoutes(app, ctx, ['/calls/:domain']))
  recordingRoutes(app, ctx)
  domainControl(app, ctx)
  observationControl(app, ctx)
  callControl(app, ctx)
  return app
}

const silent: Log = { info() {}, warn() {}, error() {} }
