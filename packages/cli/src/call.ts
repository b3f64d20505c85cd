import { problemSchema } from '@opbx/contract/errors'
import { type TrialCall, trialCallSchema } from '@opbx/contract/trial'
import { type CallArguments, parseCallArguments } from './call-arguments.ts'
import { tellStory } from './call-story.ts'
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
  if (env.OPBX_API_KEY === undefined || env.OPBX_API_KEY === '') {
    terminal.error(
      'Set OPBX_API_KEY to a key with the scope flow.write. The owner makes one under Settings > API keys.',
    )
    return 2
  }
  const result = await requestCall(
    parsed,
    env.OPBX_URL ?? 'http://localhost:8080',
    env.OPBX_API_KEY,
  )
  if (typeof result === 'string') {
    terminal.error(result)
    return 1
  }
  terminal.log(
    parsed.asJson ? JSON.stringify(result, null, 2) : tellStory(result, parsed.showCxml).join('\n'),
  )
  return 0
}

async function requestCall(
  call: CallArguments,
  url: string,
  key: string,
): Promise<TrialCall | string> {
  const body = {
    from: call.from,
    to: call.to,
    revision: call.draft ? 'draft' : 'live',
    script: call.script,
    ...(call.at === null ? {} : { at: call.at }),
  }
  let response: Response
  try {
    response = await fetch(new URL('/api/v1/trial/calls', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(120_000),
    })
  } catch {
    return `No answer from ${url}. Start OPBX with npm start, or set OPBX_URL.`
  }
  const answer: unknown = await response.json().catch(() => null)
  if (!response.ok) return explain(answer, response.status)
  const read = trialCallSchema.safeParse(answer)
  return read.success
    ? read.data
    : 'The server answered something else than a trial call. Are server and opbx of the same version?'
}

function explain(answer: unknown, status: number): string {
  const problem = problemSchema.safeParse(answer)
  if (!problem.success) return `The server answered ${status}.`
  const fields = (problem.data.errors ?? []).map((field) => `  ${field.path}: ${field.message}`)
  return [problem.data.detail, ...fields].join('\n')
}
