import type { TraceEntry } from '@opbx/contract/calls'
import type { TrialCall, TrialStep } from '@opbx/contract/trial'

/** One line of the story: what the simulator saw, or what OPBX decided at a request. */
export type StoryItem =
  | { kind: 'step'; key: string; at: string; step: TrialStep }
  | {
      kind: 'decision'
      key: string
      at: string
      entry: TraceEntry
      /** The request that led to it, at the last decision that it led to, and what OPBX knew then. */
      exchange: TrialStep | null
      knew: unknown
    }

/** A request for a document, answered with CXML: the moments at which OPBX decides. */
export function isDecided(step: TrialStep): boolean {
  return step.kind === 'request' && step.cxml !== null
}

/** What the platform reports while a call goes on; of interest only to those who build against it. */
export function isReport(step: TrialStep): boolean {
  return step.kind === 'event'
}

/**
 * Steps and decisions in one order: the n-th request for a document is the n-th step of the trace. A request
 * whose decisions are not known (yet) stands for itself.
 */
export function tellTrial(call: Pick<TrialCall, 'steps' | 'trace' | 'facts'>): StoryItem[] {
  const steps = [...new Set(call.trace.map((entry) => entry.step))].sort((a, b) => a - b)
  let decided = -1
  return call.steps.flatMap((step): StoryItem[] => {
    if (!isDecided(step)) return [itemOf(step)]
    decided += 1
    const entries = call.trace.filter((entry) => entry.step === steps[decided])
    if (entries.length === 0) return [itemOf(step)]
    return entries.map((entry, index) => ({
      kind: 'decision',
      key: `${step.index}.${index}`,
      at: step.at,
      entry,
      exchange: index === entries.length - 1 ? step : null,
      knew: call.facts.find((fact) => fact.step === entry.step)?.knew,
    }))
  })
}

function itemOf(step: TrialStep): StoryItem {
  return { kind: 'step', key: String(step.index), at: step.at, step }
}

/** The call with one more pushed step; a step that is known already changes nothing. */
export function withStep(call: TrialCall, step: TrialStep): TrialCall {
  if (call.steps.some(({ index }) => index === step.index)) return call
  return { ...call, steps: [...call.steps, step].sort((a, b) => a.index - b.index) }
}

/** An answer that was overtaken by pushed steps loses none of them. */
export function newest(known: TrialCall | undefined, answer: TrialCall): TrialCall {
  if (known === undefined || known.id !== answer.id) return answer
  const more = known.steps.filter((step) => step.index >= answer.steps.length)
  if (more.length === 0) return answer
  const { state, now, situation, outcome } = known
  return { ...answer, state, now, situation, outcome, steps: [...answer.steps, ...more] }
}

/** Who calls whom, as the simulator noted it: `12025550173 calls 1001 …`. */
export function numbersOf(call: Pick<TrialCall, 'steps'>): { from: string; to: string } | null {
  const found = /^(\S+) calls (\S+)/.exec(call.steps[0]?.happened ?? '')
  return found ? { from: withPlus(found[1] ?? ''), to: withPlus(found[2] ?? '') } : null
}

/** On the wire a number outside has no +; an extension has 6 digits at most. */
export function withPlus(number: string): string {
  return /^\d{7,}$/.test(number) ? `+${number}` : number
}
