import type { CallStory } from '@opbx/contract/calls'
import { ringingSteps } from '../../format/call-state.ts'

export type SegmentKind = 'flow' | 'ringing' | 'talking' | 'message'
/** A stretch of the call, in seconds since its beginning. */
export interface Segment {
  kind: SegmentKind
  from: number
  to: number
}

/**
 * What the caller met and when. A step lasts until the next one; from the answer on people talk. `now` ends
 * a call that is still going on.
 */
export function callSegments(
  call: Pick<CallStory, 'startedAt' | 'answeredAt' | 'endedAt' | 'trace'>,
  now: Date,
): Segment[] {
  const start = Date.parse(call.startedAt)
  const seconds = (at: string | null, otherwise: number) =>
    at === null ? otherwise : Math.max(0, (Date.parse(at) - start) / 1000)
  const end = seconds(call.endedAt, Math.max(0, (now.getTime() - start) / 1000))
  const answered = Math.min(end, seconds(call.answeredAt, end))
  const steps = call.trace.map((entry) => ({ kind: kindOf(entry.type), at: seconds(entry.at, 0) }))
  const segments: Segment[] = []
  const add = (kind: SegmentKind, from: number, to: number) => {
    const last = segments.at(-1)
    if (last?.kind === kind && last.to >= from) last.to = Math.max(last.to, to)
    else if (to > from) segments.push({ kind, from, to })
  }
  steps.forEach((step, index) => {
    const next = steps[index + 1]?.at ?? end
    add(step.kind, Math.min(step.at, answered), Math.min(next, answered))
  })
  if (call.answeredAt !== null) add('talking', answered, end)
  return segments
}

function kindOf(type: string): SegmentKind {
  if (ringingSteps.has(type)) return 'ringing'
  return type === 'voicemail' ? 'message' : 'flow'
}

/** Marks of the axis: at most eight, at round distances. */
export function axisMarks(totalSeconds: number): number[] {
  const step =
    [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600].find((size) => totalSeconds / size <= 8) ??
    7200
  return Array.from({ length: Math.floor(totalSeconds / step) + 1 }, (_, index) => index * step)
}
