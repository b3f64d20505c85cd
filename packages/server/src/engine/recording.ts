import type { FlowNode, NodeOf } from '@opbx/contract/call-flow/flow'
import type { RecordOrder } from '../cxml/verbs.ts'
import type { Story } from './because.ts'
import { recordingStories } from './because-recording.ts'
import type { Move, Walk } from './walk.ts'

/** A recording that is asked for. `story`: null where the step that asked has told it already. */
interface Asked {
  order: RecordOrder
  story: Story | null
}

/**
 * Whether what connects the caller now is recorded: the recording step that the call met last decides; without one
 * the room, the extension whose phone calls, then the first of those who are rung that asks for it. Never an emergency.
 */
export function recordingOf(
  walk: Walk,
  node: FlowNode | null,
  { act, state }: Extract<Move, { kind: 'wait' }>,
): Asked | null {
  const connects = act?.kind === 'Dial' || act?.kind === 'Conference' || act?.kind === 'Service'
  if (!connects || state.kind === 'emergency') return null
  const step = stepThatDecides(walk)
  if (step !== null) {
    const { mode, retentionDays } = step.config
    return mode === 'off' ? null : { order: orderOf(walk, step, retentionDays), story: null }
  }
  if (node?.type === 'conference') {
    if (!node.config.record) return null
    return { order: orderOf(walk, node, null), story: recordingStories.ofRoom(node.name) }
  }
  return byExtension(walk)
}

function stepThatDecides({ compiled, recording }: Walk): NodeOf<'call_recording'> | null {
  const node = recording === null ? undefined : compiled.flow.nodes[recording]
  return node?.type === 'call_recording' ? node : null
}

function byExtension(walk: Walk): Asked | null {
  const caller = extensionOf(walk, walk.call.callerNode ?? '')
  if (caller && ['outbound', 'all'].includes(caller.config.recording)) {
    const story = recordingStories.ofCallsFrom(caller.name)
    return { order: orderOf(walk, caller, null), story }
  }
  const rung = walk.effects.flatMap((effect) => (effect.kind === 'rang' ? effect.nodes : []))
  const asking = rung
    .flatMap((id) => extensionOf(walk, id) ?? [])
    .find(({ config }) => ['inbound', 'all'].includes(config.recording))
  if (!asking) return null
  const story = recordingStories.ofCallsTo(asking.name)
  return { order: orderOf(walk, asking, null), story }
}

function extensionOf(walk: Walk, id: string): NodeOf<'extension'> | null {
  const node = walk.compiled.nodes.get(id)
  return node?.type === 'extension' && node.enabled ? node : null
}

function orderOf(
  { step }: Walk,
  { id, name }: FlowNode,
  retentionDays: number | null,
): RecordOrder {
  return { step, node: id, name, retentionDays }
}
