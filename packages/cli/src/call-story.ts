import type { TraceEntry } from '@opbx/contract/calls'
import type { TrialCall, TrialStep } from '@opbx/contract/trial'

/** The story of a call as lines of text: what happened when, and because of what. */
export function tellStory(call: TrialCall, showCxml: boolean): string[] {
  const startedAt = call.steps[0]?.at ?? call.now
  const decisions = groupByDecision(call.trace)
  const lines: string[] = []
  for (const step of call.steps) {
    if (step.kind === 'event') continue
    lines.push(`${sinceStart(startedAt, step.at)}  ${step.happened}`)
    if (step.kind === 'request') lines.push(...tellDecision(decisions.shift() ?? []))
    if (showCxml && step.cxml !== null) lines.push(...indent(step.cxml.split('\n')))
  }
  for (const { index, action } of call.unused) {
    lines.push(`Not used: ${JSON.stringify(action)} (number ${index + 1} of what you asked for).`)
  }
  lines.push(`Outcome: ${call.outcome ?? 'still going on'}.`)
  return lines
}

// The trace has one group of entries for each request that we answered, in the same order.
function groupByDecision(trace: readonly TraceEntry[]): TraceEntry[][] {
  const groups = new Map<number, TraceEntry[]>()
  for (const entry of trace) {
    const group = groups.get(entry.step)
    if (group === undefined) groups.set(entry.step, [entry])
    else group.push(entry)
  }
  return [...groups.entries()].sort(([a], [b]) => a - b).map(([, group]) => group)
}

function tellDecision(entries: readonly TraceEntry[]): string[] {
  return entries.flatMap((entry) =>
    indent([`${entry.name}: ${entry.happened}`, `  ${entry.because}`]),
  )
}

function indent(lines: readonly string[]): string[] {
  return lines.filter((line) => line.trim() !== '').map((line) => `        ${line}`)
}

function sinceStart(startedAt: string, at: TrialStep['at']): string {
  const seconds = Math.max(0, Math.round((Date.parse(at) - Date.parse(startedAt)) / 1000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`.padStart(6)
}
