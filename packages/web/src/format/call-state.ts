import type { Call } from '@opbx/contract/calls'
import type { CallStateName } from '../ui/badge.tsx'

/** The one word for a call, live or over. */
export function callStateOf(
  call: Pick<
    Call,
    | 'status'
    | 'direction'
    | 'disposition'
    | 'answeredAt'
    | 'connectedAt'
    | 'recordings'
    | 'rang'
    | 'node'
  >,
): CallStateName {
  if (call.status !== 'ended') return liveState(call)
  if (call.answeredAt) return call.direction === 'outbound' ? 'outgoing' : 'answered'
  if (call.recordings.some((recording) => recording.kind === 'voicemail')) return 'voicemail'
  if (call.disposition === 'busy') return 'busy'
  if (call.disposition === 'failed' || call.disposition === 'congestion') return 'failed'
  if (call.direction === 'outbound') return 'outgoing'
  return call.rang.length > 0 ? 'missed' : 'nobody'
}

/** Steps at which somebody's phone rings: the caller is connected already, if a menu spoke before. */
export const ringingSteps: ReadonlySet<string> = new Set([
  'extension',
  'ring_group',
  'queue',
  'external',
])

function liveState(
  call: Pick<Call, 'status' | 'answeredAt' | 'connectedAt' | 'node'>,
): CallStateName {
  if (call.answeredAt) return 'talking'
  if (call.node && ringingSteps.has(call.node.type)) return 'ringing'
  return call.status === 'in_progress' && call.connectedAt ? 'connected' : 'ringing'
}
