// npm start: prepares what is missing, then runs the server and the simulator until one of them ends.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { prepare, root } from './prepare.mjs'

await prepare()
const envFile = join(root, '.env')
if (existsSync(envFile)) process.loadEnvFile(envFile)

const port = process.env.PORT?.trim() || '8080'
const dataDir = resolve(root, process.env.OPBX_DATA_DIR?.trim() || 'data')
const withSimulator = process.env.OPBX_SIMULATOR?.trim() !== 'off'
const running = new Set()
let isStopping = false
let exitCode = 0

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    isStopping = true
    // Also the second one, which the children take as "at once".
    for (const child of running) child.kill(signal)
  })
}

const server = startChild('packages/server/dist/main.js', { OPBX_DATA_DIR: dataDir })
let simulatorReady = Promise.resolve()

server.on('message', ({ kind }) => {
  // Not before: a second start in the same directory is to fail for that reason and no other.
  if (kind === 'directory_taken' && withSimulator) simulatorReady = startSimulator()
  if (kind === 'listening') void announce()
})

function startSimulator() {
  const simulator = startChild('packages/simulator/dist/main.js', {
    OPBX_SIMULATOR_DATA_DIR: join(dataDir, 'simulator'),
  })
  return new Promise((ready) => simulator.once('message', ready))
}

/** In a process group of its own: Ctrl-C reaches it once, through us, and not from the terminal as well. */
function startChild(file, env) {
  const child = spawn(process.execPath, [join(root, file)], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    detached: true,
  })
  running.add(child)
  child.once('exit', (code, signal) => {
    running.delete(child)
    if (!isStopping) {
      exitCode = code || 1
      isStopping = true
      for (const other of running) other.kill('SIGTERM')
    } else if (signal !== null || code !== 0) {
      exitCode ||= code || 1
    }
    if (running.size === 0) process.exit(exitCode)
  })
  return child
}

async function announce() {
  const host = process.env.HOST?.trim() || '127.0.0.1'
  await simulatorReady
  while (!isStopping) {
    if (await isReady(`http://${host.includes(':') ? `[${host}]` : host}:${port}/ready`)) break
    await sleep(50)
  }
  if (isStopping) return
  const address = process.env.APP_URL?.trim().replace(/\/+$/, '') || `http://localhost:${port}`
  console.log(`OPBX is ready: ${address}/ui`)
}

async function isReady(address) {
  try {
    return (await fetch(address)).ok
  } catch {
    return false
  }
}
