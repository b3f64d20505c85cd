import { trialCallSchema } from '@opbx/contract/trial'
import { type CallArguments, parseCallArguments } from './call-arguments.ts'
import { tellStory } from './call-story.ts'
import { readKey, send } from './request.ts'
import type { Environment, Terminal } from './terminal.ts'

/** `opbx call`: one simulated call, told as a story. */
export async function placeCall(
  args: readonly string[],
  env: Environment,
  terminal: Terminal,
): Promise<number> {
  const parsed = parseCallArguments(args)
  if (typeof parsed === 'string') {
    terminal.error(`${parsed}\nTry: opbx help`)
    return 2
  }
  const key = readKey(env, 'flow.write')
  if (typeof key === 'string') {
    terminal.error(key)
    return 2
  }
  const result = await send(env, key, {
    path: '/api/v1/trial/calls',
    body: bodyOf(parsed),
    schema: trialCallSchema,
    what: 'a trial call',
  })
  if (typeof result === 'string') {
    terminal.error(result)
    return 1
  }
  terminal.log(
    parsed.asJson ? JSON.stringify(result, null, 2) : tellStory(result, parsed.showCxml).join('\n'),
  )
  return 0
}

function bodyOf(call: CallArguments) {
  return {
    from: call.from,
    to: call.to,
    revision: call.draft ? 'draft' : 'live',
    script: call.script,
    ...(call.at === null ? {} : { at: call.at }),
  }
}
