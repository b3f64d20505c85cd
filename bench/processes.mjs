import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const probe = fileURLToPath(new URL('./cpu-probe.mjs', import.meta.url))

/** Starts a script of this repository as a process whose CPU time can be read. @param {string} path @param {Record<string, string>} env */
export function startMeasured(path, env) {
  const child = fork(fileURLToPath(new URL(`../${path}`, import.meta.url)), {
    env: { ...process.env, ...env },
    execArgv: ['--import', probe],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  return {
    /** @returns {Promise<{ cpuMicroseconds: number, residentBytes: number }>} */
    async usage() {
      child.send('usage')
      for (;;) {
        const [message] = await once(child, 'message')
        if (message.usage !== undefined) return message.usage
      }
    },
    async stop() {
      if (child.exitCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
    /** As a power cut would, without a word. */
    async kill() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

/** @param {string} url */
export async function waitUntilReady(url) {
  for (let attempt = 0; attempt < 600; attempt++) {
    const response = await fetch(url).catch(() => null)
    if (response?.ok) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${url} did not become ready within a minute.`)
}
