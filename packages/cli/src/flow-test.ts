import { parseArgs } from 'node:util'
import {
  type FlowTestRunResult,
  flowTestRunResultSchema,
} from '@opbx/contract/call-flow/flow-tests'
import { readKey, send } from './request.ts'
import type { Environment, Terminal } from './terminal.ts'

/** `opbx flow-test`: runs all flow tests. Answers 0 when those that are switched on are green, else 1. */
export async function runFlowTests(
  args: readonly string[],
  env: Environment,
  terminal: Terminal,
): Promise<number> {
  let values: { live?: boolean | undefined; json?: boolean | undefined }
  try {
    const flag = { type: 'boolean' } as const
    const options = { live: flag, json: flag }
    values = parseArgs({ args: [...args], options, allowPositionals: false }).values
  } catch (error) {
    terminal.error(`${error instanceof Error ? error.message : String(error)}\nTry: opbx help`)
    return 2
  }
  const key = readKey(env, 'flow.read')
  if (typeof key === 'string') {
    terminal.error(key)
    return 2
  }
  const body = { revision: values.live ? 'live' : 'draft', trace: false }
  const result = await send(env, key, {
    path: '/api/v1/flow-tests/run',
    body,
    schema: flowTestRunResultSchema,
    what: 'the results of flow tests',
  })
  if (typeof result === 'string') {
    terminal.error(result)
    return 1
  }
  terminal.log(values.json ? JSON.stringify(result, null, 2) : tell(result).join('\n'))
  return result.results.some(({ enabled, passed }) => enabled && !passed) ? 1 : 0
}

function tell({ results, green, red }: FlowTestRunResult): string[] {
  if (results.length === 0) {
    return [
      'There is no flow test yet. Save a call as one, or make one under Call flow > Flow tests.',
    ]
  }
  const lines = results.flatMap(({ name, passed, enabled, failures }) => [
    `${passed ? 'green' : 'red  '}  ${name}${enabled ? '' : ' (switched off)'}`,
    ...failures.map((failure) => `       ${failure}`),
  ])
  return [...lines, '', `${green} green, ${red} red`]
}
