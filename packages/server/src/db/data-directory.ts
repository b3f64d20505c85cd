import { createHash, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { access, mkdir, readdir, realpath, rm, stat } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { errorCode, StartProblem } from '../start-problem.ts'

export type DataDirectory = { path: string; release(): Promise<void> }

/**
 * Makes the data directory and takes it for this process alone. The lock is a socket that we listen on: it
 * is silent with the end of the process, however that comes. A pid file would not do, in a container the
 * pid is always 1.
 */
export async function openDataDirectory(path: string): Promise<DataDirectory> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    await access(path, constants.W_OK | constants.X_OK)
    const server = await takeLock(path, await socketDirectory(await realpath(path)))
    return { path, release: () => stopListening(server) }
  } catch (error) {
    if (error instanceof StartProblem) throw error
    const reason = errorCode(error) ?? String(error)
    throw new StartProblem(
      `The data directory ${path} cannot be written (${reason}). Make it writable or set OPBX_DATA_DIR.`,
      error,
    )
  }
}

type Answer = 'wanted' | 'held' | 'nobody'

/**
 * Who wants the lock listens first, on a socket with a name of its own, and looks at the others then. Of two
 * at least one sees the other, and whoever sees another steps back: there are never two holders.
 */
async function takeLock(path: string, directory: string): Promise<Server> {
  const name = `${socketPrefix}${randomBytes(4).toString('hex')}`
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const state: { answer: Answer } = { answer: 'wanted' }
    const server = await listen(join(directory, name), state)
    const others = await askOthers(directory, name)
    if (others.every((answer) => answer === 'nobody')) {
      state.answer = 'held'
      return server
    }
    await stopListening(server)
    if (others.includes('held')) break
    await sleep(10 + Math.random() * 20 * (attempt + 1))
  }
  throw new StartProblem(
    `Another OPBX process uses the data directory ${path}. Stop it or set OPBX_DATA_DIR.`,
  )
}

const socketPrefix = 'lock-'
const mostAttempts = 20
const forgottenMilliseconds = 60_000

function listen(socketPath: string, state: { answer: Answer }): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.end(state.answer)
  })
  server.unref()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(socketPath, () => resolve(server))
  })
}

function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()))
}

async function askOthers(directory: string, own: string): Promise<Answer[]> {
  const names = await readdir(directory)
  const others = names.filter((name) => name.startsWith(socketPrefix) && name !== own)
  return Promise.all(
    others.map(async (name) => {
      const answer = await ask(join(directory, name))
      if (answer === 'nobody') await removeForgotten(join(directory, name))
      return answer
    }),
  )
}

function ask(socketPath: string): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect(socketPath)
    let heard = ''
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => {
      heard += text
    })
    socket.once('end', () => resolve(heard === 'wanted' ? 'wanted' : 'held'))
    // A process that is stopped (SIGSTOP) or very busy does not answer, but it lives.
    socket.setTimeout(2_000, () => {
      resolve('held')
      socket.destroy()
    })
    socket.once('error', (error) => {
      const code = errorCode(error)
      resolve(code === 'ECONNREFUSED' || code === 'ENOENT' ? 'nobody' : 'held')
    })
  })
}

/** Left by a process that was killed. A young one may belong to a process that begins to listen just now. */
async function removeForgotten(socketPath: string): Promise<void> {
  const found = await stat(socketPath).catch(() => null)
  if (found === null || Date.now() - found.mtimeMs < forgottenMilliseconds) return
  await rm(socketPath, { force: true })
}

/** A socket's path may have 107 bytes; deep directories get a place under the temporary directory. */
async function socketDirectory(directory: string): Promise<string> {
  if (Buffer.byteLength(join(directory, `${socketPrefix}00000000`)) <= 107) return directory
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 16)
  const elsewhere = join(tmpdir(), `opbx-${name}`)
  await mkdir(elsewhere, { recursive: true, mode: 0o700 })
  return elsewhere
}
