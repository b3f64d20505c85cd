import type { NodeOf } from '@opbx/contract/call-flow/flow'
import type { Story } from '../because.ts'
import { guardStories, outsideStories } from '../because-outside.ts'
import { type OutsideCall, permitOutside, ringOutside, takeOutsideResult } from '../outside.ts'
import { reserveOutside } from '../reserve-outside.ts'
import { refusalWords, sayAndHangUp, spoken } from '../say.ts'
import { type Move, type NodeRunner, type Resumed, targetOf, type Walk } from '../walk.ts'

/** Rings a number outside, if an outbound route permits it. */
export const externalRunner: NodeRunner<'external'> = { enter: ring, resume: takeResult }

function ring(walk: Walk, node: NodeOf<'external'>): Move {
  const { number } = node.config
  const permit = decide(walk, node)
  if (permit.kind === 'refused') {
    const story = outsideStories.refused(number, permit)
    return refuse(node, { words: spoken.outsideRefused, story })
  }
  const allowance = reserveOutside(walk, { number, permit, caller: null })
  if (allowance.kind === 'need') return allowance
  if (allowance.kind === 'refused') {
    const { refusal } = allowance
    const story = guardStories.refused(number, refusal)
    return refuse(node, { words: refusalWords[refusal.is], story })
  }
  const { counted } = allowance
  return ringOutside(walk, callOf(walk, node), { permit, trunk: 0, counted })
}

function refuse(node: NodeOf<'external'>, { words, story }: { words: string; story: Story }): Move {
  if (targetOf(node, 'failed') !== null) return { kind: 'exit', exit: 'failed', story }
  return { kind: 'end', verbs: sayAndHangUp(words), story }
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
