import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitFor } from './harness.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const serverFile = join(root, 'packages/server/dist/main.js')

let directory: string
let busy: Server
let port: number
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'opbx-start-'))
  busy = createServer().listen(0)
  await once(busy, 'listening')
  const address = busy.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})
afterAll(async () => {
  busy.close()
  await rm(directory, { recursive: true, force: true })
})

function start(
  file: string,
  env: Record<string, string>,
): { child: ChildProcess; output: string[] } {
  const child = spawn(process.execPath, [file], {
    cwd: root,
    env: { ...process.env, PORT: '0', LOG_LEVEL: 'warn', OPBX_DATA_DIR: directory, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: string[] = []
  child.stdout?.setEncoding('utf8').on('data', (text: string) => output.push(text))
  child.stderr?.setEncoding('utf8').on('data', (text: string) => output.push(text))
  return { child, output }
}

/** The code and the lines that tell a person what to do. */
async function startInVain(env: Record<string, string>) {
  const { child, output } = start(serverFile, env)
  const [code] = await once(child, 'close')
  const lines = output.join('').split('\n')
  return { code, problems: lines.filter((line) => line.startsWith('OPBX cannot start: ')) }
}

describe('a start that cannot succeed ends with a line that says what to do', () => {
  test('a port that is in use', async () => {
    expect(await startInVain({ PORT: String(port) })).toEqual({
      code: 1,
      problems: [`OPBX cannot start: Port ${port} is in use. Stop the other program or set PORT.`],
    })
  })

  test('a data directory that cannot be written', async () => {
    const file = join(directory, 'file')
    await writeFile(file, '')
    const dataDir = join(file, 'data')
    expect(await startInVain({ OPBX_DATA_DIR: dataDir })).toEqual({
      code: 1,
      problems: [
        `OPBX cannot start: The data directory ${dataDir} cannot be written (ENOTDIR). Make it writable or set OPBX_DATA_DIR.`,
      ],
    })
  })

  test('values that make no sense, all at once', async () => {
    expect(await startInVain({ PORT: 'eighty', OPBX_SIMULATOR: 'maybe' })).toEqual({
      code: 1,
      problems: [
        'OPBX cannot start: PORT must be a whole number from 0 to 65535, not "eighty"',
        'OPBX cannot start: OPBX_SIMULATOR must be one of embedded, off, not "maybe"',
      ],
    })
  })

  test('a database server that does not answer', async () => {
    const env = { DATABASE_URL: 'postgres://opbx:hunter2@127.0.0.1:9/opbx' }
    expect(await startInVain(env)).toEqual({
      code: 1,
      problems: [
        'OPBX cannot start: The database of DATABASE_URL does not answer: connect ECONNREFUSED 127.0.0.1:9',
      ],
    })
  })
})

describe('npm start', () => {
  const env = { OPBX_SIMULATOR_PORT: '18981', PORT: '18980' }
  const isReady = async () => (await fetch('http://127.0.0.1:18980/ready').catch(() => null))?.ok

  async function startAll(): Promise<ChildProcess> {
    const { child, output } = start(join(root, 'start.mjs'), env)
    await waitFor('npm start is ready', async () => {
      if (child.exitCode !== null) throw new Error(output.join(''))
      return output.join('').includes('OPBX is ready: http://localhost:18980/ui')
    })
    return child
  }

  test('runs until Ctrl-C, refuses a second one beside it, and starts again', async () => {
    const first = await startAll()
    expect(await isReady()).toBe(true)
    expect(await startInVain(env)).toEqual({
      code: 1,
      problems: [
        `OPBX cannot start: Another OPBX process uses the data directory ${directory}. Stop it or set OPBX_DATA_DIR.`,
      ],
    })
    const otherKey = { ...env, OPBX_SECRET_KEY: 'ab'.repeat(32) }
    first.kill('SIGINT')
    expect(await once(first, 'close')).toEqual([0, null])
    expect(await isReady()).toBeUndefined()
    expect(await startInVain(otherKey)).toMatchObject({
      code: 1,
      problems: [expect.stringContaining('The secret key is not the one this database was set up')],
    })
    const again = await startAll()
    again.kill('SIGTERM')
    expect(await once(again, 'close')).toEqual([0, null])
  })

  test('stops the server when the simulator ends, and says so by its exit code', async () => {
    const both = await startAll()
    const simulator = execFileSync('pgrep', ['-P', String(both.pid), '-f', 'simulator'], {
      encoding: 'utf8',
    })
    process.kill(Number(simulator), 'SIGKILL')
    expect(await once(both, 'close')).toEqual([1, null])
    expect(await isReady()).toBeUndefined()
  })
})
