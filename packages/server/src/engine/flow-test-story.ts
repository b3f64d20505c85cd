import type { FlowTestEnd } from '@opbx/contract/call-flow/flow-tests'
import type { TraceEntry } from '@opbx/contract/calls'

/** What happened in the call of a test. */
export interface FlowTestStory {
  trace: TraceEntry[]
  rang: string[]
  said: string[]
  ends: FlowTestEnd
  tags: string[]
  /** How many of the actions had no use. */
  unused: number
}
/** A node that a call went through, and the exit by which it left. */
export interface PathStep {
  node: string
  name: string
  exit: string | null
}

/** The nodes of a trace in order. */
export function pathOf(trace: readonly TraceEntry[]): PathStep[] {
  const path: PathStep[] = []
  for (const { node, name, exit } of trace) {
    if (node === null) continue
    const last = path.at(-1)
    if (last?.node === node) last.exit = exit ?? last.exit
    else path.push({ node, name, exit })
  }
  return path
}
