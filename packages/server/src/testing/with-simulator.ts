import { createServer } from 'node:http'
import { type Simulator, startSimulator } from '@opbx/simulator/simulator'
import { openTestApp, type TestApp } from './app.ts'
import type { Sender } from './factories.ts'

export interface SimulatorDomain {
  uuid: string
  domain: string
  apiKey: string
}

/** One request that the simulator got or sent. */
interface Exchange {
  at: string
  request: { method: string; url: string; body: unknown }
  response: { status: number; body: unknown } | null
}

/** A real server that listens, beside a real simulator. */
export interface TestInstallation extends TestApp {
  simulator: Simulator
  url: string
  /** Unlimited, so that a test can look at it as often as it likes; ours is paced all the same. */
  makeDomain(): Promise<SimulatorDomain>
  /** Asks the simulator as somebody who has the domain's key. */
  ask(domain: SimulatorDomain, method: string, path: string, body?: unknown): Promise<unknown>
  traffic(domain: SimulatorDomain): Promise<Exchange[]>
  /** Time passes for the limit of the platform, on its side and on ours. */
  skip(milliseconds: number): void
  /** Sends a request to the API. */
  send(
    sender: Sender,
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body?: object,
  ): Promise<{ status: number; body: unknown }>
}

export async function openInstallation(
  env: Record<string, string> = {},
): Promise<TestInstallation> {
  // Time that only our pace waits for does not pass: both clocks are put forward instead.
  let skipped = 0
  const simulator = await startSimulator({ port: 0, now: () => Date.now() + skipped })
  const port = await freePort()
  const test = await openTestApp(
    {
      PORT: String(port),
      OPBX_SIMULATOR_PORT: String(simulator.port),
      CLOUDONIX_API_URL: simulator.url,
      ...env,
    },
    {
      pace: {
        now: () => performance.now() + skipped,
        wait: async (milliseconds) => {
          skipped += milliseconds
        },
      },
    },
  )
  await test.app.listen({ port, host: '127.0.0.1' })
  const ask = async (key: string | null, method: string, path: string, body?: unknown) => {
    const response = await fetch(`${simulator.url}${path}`, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return text === '' ? null : JSON.parse(text)
  }
  return {
    ...test,
    simulator,
    url: `http://127.0.0.1:${port}`,
    async makeDomain() {
      const domain = await ask(null, 'POST', '/simulator/domains', {})
      await ask(domain.apiKey, 'POST', '/simulator/faults', { rateLimit: false })
      return domain
    },
    ask: (domain, method, path, body) => ask(domain.apiKey, method, path, body),
    skip(milliseconds) {
      skipped += milliseconds
    },
    traffic: (domain) => ask(domain.apiKey, 'GET', '/simulator/traffic'),
    async send(sender, method, path, body) {
      const response = await test.app.inject({
        method,
        url: path,
        headers: sender.headers,
        ...(body === undefined ? {} : { payload: body }),
      })
      return {
        status: response.statusCode,
        body: response.body === '' ? null : response.json(),
      }
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('No free port')
  return address.port
}
