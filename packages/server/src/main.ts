import { type Config, parseConfig, processEnvironment } from './config.ts'
import { openDatabase } from './db/connect.ts'
import { createLog, type Log } from './log.ts'
import { StartProblem } from './start-problem.ts'

const parsed = parseConfig(processEnvironment())
if (parsed.ok) await run(parsed.config)
else fail(parsed.problems)

async function run(config: Config): Promise<void> {
  const log = createLog(config.logLevel)
  try {
    // The database opens in a thread of its own while this one loads the rest of the program.
    const [db, { serve }] = await Promise.all([
      openDatabase(config, log, () => tellParent('directory_taken')),
      import('./serve.ts'),
    ])
    const stop = await serve({ config, log, db })
    tellParent('listening')
    stopWhenTold(stop, log)
  } catch (error) {
    if (error instanceof StartProblem) fail([error.message])
    log.fatal({ err: error }, 'OPBX does not start')
    process.exit(1)
  }
}

/** A signal, or the end of the parent process that started this one with a channel. */
function stopWhenTold(stop: () => Promise<void>, log: Log): void {
  let isStopping = false
  const onTold = async (reason: string): Promise<void> => {
    if (isStopping) process.exit(1)
    isStopping = true
    log.info({ reason }, 'Stopping; a second signal stops at once')
    try {
      await stop()
      process.exit(0)
    } catch (error) {
      log.fatal({ err: error }, 'OPBX did not stop cleanly')
      process.exit(1)
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void onTold(signal))
  }
  process.once('disconnect', () => void onTold('the parent process ended'))
}

/** start.mjs waits for these; without a parent nobody does. */
function tellParent(kind: 'directory_taken' | 'listening'): void {
  process.send?.({ kind })
}

function fail(problems: string[]): never {
  process.stderr.write(problems.map((problem) => `OPBX cannot start: ${problem}\n`).join(''))
  process.exit(1)
}
