import { parseArgs } from 'node:util'
import type { TrialAction } from '@opbx/contract/trial'

export interface CallArguments {
  from: string
  to: string
  at: string | null
  draft: boolean
  script: TrialAction[]
  showCxml: boolean
  asJson: boolean
}

const text = { type: 'string', multiple: true } as const
const flag = { type: 'boolean' } as const
const options = {
  to: { type: 'string' },
  from: { type: 'string', default: '+12025550173' },
  at: { type: 'string' },
  draft: flag,
  cxml: flag,
  json: flag,
  press: text,
  answer: text,
  'no-answer': text,
  busy: text,
  decline: text,
  speak: text,
  wait: text,
  'hang-up': text,
} as const

/** Reads the arguments of `opbx call`; a string is the sentence that says what is wrong. */
export function parseCallArguments(args: readonly string[]): CallArguments | string {
  let parsed: ReturnType<typeof parse>
  try {
    parsed = parse(args)
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  const { values, tokens } = parsed
  if (values.to === undefined) return 'Say which number to call: --to +12025550100'
  if (values.at !== undefined && Number.isNaN(Date.parse(values.at))) {
    return 'Write the time like this: --at 2026-11-17T10:42'
  }
  const script = toScript(tokens)
  if (typeof script === 'string') return script
  return {
    from: values.from,
    to: values.to,
    at: values.at === undefined ? null : new Date(values.at).toISOString(),
    draft: values.draft ?? false,
    script,
    showCxml: values.cxml ?? false,
    asJson: values.json ?? false,
  }
}

function toScript(tokens: ReturnType<typeof parse>['tokens']): TrialAction[] | string {
  const script: TrialAction[] = []
  for (const token of tokens) {
    if (token.kind !== 'option' || token.value === undefined) continue
    const action = toAction(token.name, token.value)
    if (typeof action === 'string') return action
    if (action !== null) script.push(action)
  }
  return script
}

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options, tokens: true, allowPositionals: false })
}

function toAction(name: string, value: string): TrialAction | string | null {
  switch (name) {
    case 'press':
      return { press: value }
    case 'answer':
      return { answer: value }
    case 'no-answer':
      return { noAnswer: value }
    case 'busy':
      return { busy: value }
    case 'decline':
      return { decline: value }
    case 'speak':
      return { speak: value }
    case 'wait':
      return Number.isFinite(Number(value)) ? { wait: Number(value) } : 'Write seconds: --wait 20'
    case 'hang-up':
      return value === 'caller' || value === 'callee'
        ? { hangUp: value }
        : 'Say who: --hang-up caller, or callee'
    default:
      return null
  }
}
