import { execFile } from 'node:child_process'
import { existsSync, rmSync } from 'node:fs'
import { cp, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import type { Log } from '../log.ts'
import { StartProblem } from '../start-problem.ts'

/** The embedded database server: a worker thread that is replaced when it breaks. */
export type EmbeddedServer = {
  /** Directory of the socket, which is what `pg` takes for a host. */
  host: string
  port: number
  /** Resolves once the socket answers, also while a broken worker is being replaced. */
  ready(): Promise<void>
  close(): Promise<void>
}

/** An empty database, made by the build; without it a first start takes some seconds more. */
const templateDirectory = fileURLToPath(new URL('../../dist/empty-database', import.meta.url))

export async function startEmbedded(directory: string, log: Log): Promise<EmbeddedServer> {
  if (!existsSync(directory)) await createDirectory(directory, log)
  // Not in the data directory: a path of over 107 bytes is cut silently. mkdtemp gives it mode 0700.
  const host = await mkdtemp(join(temporaryDirectory(), 'opbx-'))
  const socketPath = join(host, `.s.PGSQL.${port}`)
  let isClosing = false
  let current = startWorker(directory, socketPath)
  let ready = current.ready

  const replaceWhenBroken = (): void => {
    current.worker.once('exit', () => {
      if (isClosing) return
      log.error('The embedded database stopped; starting it again')
      ready = sleep(restartDelayMilliseconds).then(() => {
        if (isClosing) throw new Error('The database is closed')
        current = startWorker(directory, socketPath)
        replaceWhenBroken()
        return current.ready
      })
      ready.catch((error: unknown) => log.error({ err: error }, 'The database did not start again'))
    })
  }

  try {
    await ready
  } catch (error) {
    await rm(host, { recursive: true, force: true })
    throw new StartProblem(`The embedded database in ${directory} does not open: ${error}`, error)
  }
  replaceWhenBroken()
  return {
    host,
    port,
    ready: () => ready,
    async close() {
      isClosing = true
      await stopWorker(current.worker)
      await rm(host, { recursive: true, force: true })
    },
  }
}

const port = 5432
const restartDelayMilliseconds = 500
const longestCloseMilliseconds = 10_000

/** Complete or absent: a start that was killed half-way leaves nothing that looks like a database. */
async function createDirectory(directory: string, log: Log): Promise<void> {
  if (existsSync(templateDirectory)) {
    const unfinished = `${directory}.unfinished`
    await rm(unfinished, { recursive: true, force: true })
    await cp(templateDirectory, unfinished, { recursive: true })
    await rename(unfinished, directory)
    return
  }
  log.info('Making the embedded database; this takes some seconds, once')
  const script = fileURLToPath(new URL('./embedded-init.mjs', import.meta.url))
  await promisify(execFile)(process.execPath, [script, directory])
}

function startWorker(
  directory: string,
  socketPath: string,
): { worker: Worker; ready: Promise<void> } {
  rmSync(socketPath, { force: true })
  const worker = new Worker(new URL('./embedded-worker.mjs', import.meta.url), {
    workerData: { directory, socketPath },
  })
  const ready = new Promise<void>((resolve, reject) => {
    let reason: unknown = new Error('The thread of the database ended')
    worker.on('message', (message: { kind: string; reason?: string }) => {
      if (message.kind === 'ready') resolve()
      else reason = new Error(message.reason)
    })
    worker.on('error', (error) => {
      reason = error
    })
    worker.once('exit', () => reject(reason))
  })
  return { worker, ready }
}

async function stopWorker(worker: Worker): Promise<void> {
  const exited = new Promise((resolve) => worker.once('exit', resolve))
  if (worker.threadId === -1) return
  worker.postMessage('close')
  await Promise.race([exited, sleep(longestCloseMilliseconds, undefined, { ref: false })])
  await worker.terminate()
}

/** A long TMPDIR leaves no room for the name of the socket. */
function temporaryDirectory(): string {
  return Buffer.byteLength(tmpdir()) <= 70 ? tmpdir() : '/tmp'
}
