import { readConfig } from './config.ts'
import { startSimulator } from './simulator.ts'

try {
  const config = readConfig()
  const simulator = await startSimulator(config)
  process.stdout.write(`Simulator ready at ${simulator.url}\n`)
  process.send?.({ ready: true, port: simulator.port })
  const stop = () => {
    void simulator.close().then(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  // The parent went away without a word: nobody is left to stop this process.
  if (process.send) process.once('disconnect', stop)
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exit(1)
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'EADDRINUSE') {
    return `The simulator's port is in use (${error.message}): stop the other program or set OPBX_SIMULATOR_PORT.`
  }
  return error.message.split('\n')[0] ?? 'The simulator cannot start.'
}
