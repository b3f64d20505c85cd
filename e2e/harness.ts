import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'

/** A whole installation: server and simulator as their own processes, on free ports, with an empty directory. */
export interface Installation {
  url: string
  simulatorUrl: string
  dataDir: string
  /** Kills a process as a power cut would, without a word. */
  kill(which: 'server' | 'simulator'): Promise<void>
  start(which: 'server' | 'simulator'): Promise<void>
  stop(): Promise<void>
}

export async function startInstallation(env: Record<string, string> = {}): Promise<Installation> {
  const dataDir = await mkdtemp(join(tmpdir(), 'opbx-e2e-'))
  const [port, simulatorPort] = await Promise.all([freePort(), freePort()])
  const url = `http://localhost:${port}`
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`
  const settings = {
    PORT: String(port),
    OPBX_DATA_DIR: dataDir,
    OPBX_SIMULATOR_PORT: String(simulatorPort),
    OPBX_SIMULATOR_DATA_DIR: join(dataDir, 'simulator'),
    LOG_LEVEL: 'warn',
    ...env,
  }
  const processes = new Map<string, ChildProcess>()
  const start = async (which: 'server' | 'simulator') => {
    const child = fork(
      fileURLToPath(new URL(`../packages/${which}/dist/main.js`, import.meta.url)),
      {
        env: { ...process.env, ...settings },
        // The test runner's own condition would lead the processes to the sources.
        execArgv: [],
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    )
    processes.set(which, child)
    await waitFor(`${which} is ready`, async () => {
      if (child.exitCode !== null) throw new Error(`${which} stopped with code ${child.exitCode}`)
      return isAnswering(which === 'server' ? `${url}/ready` : `${simulatorUrl}/simulator/domains`)
    })
  }
  const end = async (which: string, signal: NodeJS.Signals) => {
    const child = processes.get(which)
    processes.delete(which)
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
  await Promise.all([start('server'), start('simulator')])
  return {
    url,
    simulatorUrl,
    dataDir,
    start,
    kill: (which) => end(which, 'SIGKILL'),
    stop: async () => {
      await Promise.all([end('server', 'SIGTERM'), end('simulator', 'SIGTERM')])
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function isAnswering(url: string): Promise<boolean> {
  const response = await fetch(url).catch(() => null)
  return response?.ok ?? false
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}

/** Polls a condition of another process, where there is nothing to await. Fails after a minute with its name. */
export async function waitFor(what: string, condition: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + 60_000
  while (!(await condition())) {
    if (Date.now() > until) throw new Error(`Waited a minute, and still not: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** The browser of the tests: CHROME_PATH, which npm test sets. */
export async function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

/** A page that fails the test on an uncaught error or a console error. */
export async function openPage(
  browser: Browser,
  options: { width?: number; height?: number; dark?: boolean } = {},
): Promise<{ page: Page; problems: string[] }> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1440, height: options.height ?? 900 },
    colorScheme: options.dark ? 'dark' : 'light',
    locale: 'en-US',
    timezoneId: 'America/New_York',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    // A 401, 404 or 409 that a page handles is also logged by the browser; those are no faults.
    if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
      problems.push(message.text())
  })
  return { page, problems }
}

export const owner = {
  organization: 'Acme Supplies',
  timeZone: 'America/New_York',
  country: 'US',
  name: 'Maya Chen',
  email: 'maya@acme.example',
  password: 'a long enough password',
}

/** Talks to the API as the owner: makes her and the organization first. */
export async function setUpOwner(installation: Installation): Promise<ApiClient> {
  const response = await fetch(`${installation.url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(owner),
  })
  if (response.status !== 201)
    throw new Error(`Set-up answered ${response.status}: ${await response.text()}`)
  const cookie = (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return createApiClient(installation.url, { cookie })
}

export interface ApiClient {
  headers: Record<string, string>
  request(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }>
}

export function createApiClient(url: string, headers: Record<string, string>): ApiClient {
  return {
    headers,
    async request(method, path, body) {
      const response = await fetch(new URL(path, url), {
        method,
        headers: {
          ...headers,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      const text = await response.text()
      return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
    },
  }
}
