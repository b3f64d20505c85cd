import { placeCall } from './call.ts'
import { runFlowTests } from './flow-test.ts'
import type { Environment, Terminal } from './terminal.ts'

const help = `opbx: the command line of OPBX

  opbx call --to <number> [options]   place a call through the simulator and print its story
  opbx flow-test [--live] [--json]    run all flow tests; ends with 1 when one is red
  opbx help                           this text

Options of call
  --from <number>     who calls (default +12025550173)
  --at <time>         date and time of the call, such as 2026-11-17T10:42 (default: now)
  --draft             use the draft instead of the live version
  --press <keys>      the caller presses keys
  --answer <number>   that extension picks up; also --no-answer, --busy, --decline
  --speak <text>      the caller leaves a message
  --wait <seconds>    time passes
  --hang-up <who>     caller or callee hangs up
  --cxml              print each CXML document
  --json              print the answer of the API

What the caller and the members do is used in the order in which it is written.

Environment
  OPBX_URL            address of the server (default http://localhost:8080)
  OPBX_API_KEY        a key with the scope flow.write (flow-test: flow.read), from
                      Settings > API keys`

/** Runs one command. Answers the exit code: 0 done, 1 failed, 2 used in a wrong way. */
export async function runCommand(
  args: readonly string[],
  env: Environment,
  terminal: Terminal,
): Promise<number> {
  const [command, ...rest] = args
  if (command === undefined || command === 'help' || command === '--help') {
    terminal.log(help)
    return 0
  }
  if (command === 'call') return placeCall(rest, env, terminal)
  if (command === 'flow-test') return runFlowTests(rest, env, terminal)
  terminal.error(`There is no command "${command}". Try: opbx help`)
  return 2
}
