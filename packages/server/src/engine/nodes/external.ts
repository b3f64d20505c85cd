import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { outsideStories } from '../because-outside.ts'
import { type OutsideCall, permitOutside, ringOutside, takeOutsideResult } from '../outside.ts'
import { sayAndHangUp, spoken } from '../say.ts'
import { type Move, type NodeRunner, type Resumed, targetOf, type Walk } from '../walk.ts'

/** Rings a number outside, if an outbound route permits it. */
export const externalRunner: NodeRunner<'external'> = { enter: ring, resume: takeResult }

function ring(walk: Walk, node: NodeOf<'external'>): Move {
  const { number } = node.config
  const permit = decide(walk, node)
  if (permit.kind === 'permitted')
    return ringOutside(walk, callOf(walk, node), { permit, trunk: 0 })
  const story = outsideStories.refused(number, permit, walk.compiled.flow.organization.country)
  if (targetOf(node, 'failed') !== null) return { kind: 'exit', exit: 'failed', story }
  return { kind: 'end', verbs: sayAndHangUp(spoken.outsideRefused), story }
}

function takeResult(walk: Walk, node: NodeOf<'external'>, resumed: Resumed): Move {
  const taken = takeOutsideResult(walk, resumed, callOf(walk, node), decide(walk, node))
  if (taken.kind === 'move') return taken.move
  const { result, story } = taken
  return { kind: 'exit', exit: result === 'unreachable' ? 'failed' : result, story }
}

/** The call flow itself calls: it has no permission class. */
function decide(walk: Walk, node: NodeOf<'external'>) {
  return permitOutside(walk, node.config.number, { permissionClass: null, accessDigits: null })
}

function callOf(walk: Walk, node: NodeOf<'external'>): OutsideCall {
  const { number, ringSeconds, callerId } = node.config
  const called = walk.call.to.kind === 'e164' ? walk.call.to.number : null
  return { number, ringSeconds, callerIds: [callerId, called] }
}
