import { type TrialAction, trialActionSchema } from '@opbx/contract/trial'

/** The words of a script, one action per line. */
export const scriptWords = [
  'press',
  'answer',
  'no-answer',
  'busy',
  'decline',
  'speak',
  'wait',
  'hang-up',
] as const

export type ParsedScript =
  | { ok: true; actions: TrialAction[] }
  | { ok: false; line: number; text: string }

/** Reads `press 1`, `answer 1002`, `wait 20`, `hang-up caller` …; empty lines are skipped. */
export function parseScript(script: string): ParsedScript {
  const actions: TrialAction[] = []
  for (const [index, raw] of script.split('\n').entries()) {
    const line = raw.trim()
    if (line === '') continue
    const action = trialActionSchema.safeParse(actionOf(line))
    if (!action.success) return { ok: false, line: index + 1, text: line }
    actions.push(action.data)
  }
  return { ok: true, actions }
}

/** The line that an action was written as. */
export function lineOf(action: unknown): string {
  const parsed = trialActionSchema.safeParse(action)
  if (!parsed.success) return JSON.stringify(action)
  const [key, value] = Object.entries(parsed.data)[0] ?? ['', '']
  return `${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} ${value}`
}

function actionOf(line: string): unknown {
  const [word = '', ...rest] = line.split(/\s+/)
  const value = rest.join(' ')
  const known = scriptWords.find((one) => one === word.toLowerCase())
  if (known === undefined) return null
  const key = known.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  return { [key]: known === 'wait' ? Number(value === '' ? Number.NaN : value) : value }
}
