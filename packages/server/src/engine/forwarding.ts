import type { NodeOf } from '@opbx/contract/call-flow/flow'
import type { Story } from './because.ts'
import { guardStories } from './because-outside.ts'
import { type ForwardReason, personalStories } from './because-personal.ts'
import { type OutsideCall, permitOutside, ringOutside } from './outside.ts'
import { reserveOutside } from './reserve-outside.ts'
import { type Move, tell, type Walk } from './walk.ts'

/** More extensions than this do not pass one call on: it has to fit into a continuation too. */
const mostForwards = 10

/**
 * Sends the call where the person of this extension wants it. Null: nowhere, because nothing is set, or because
 * it cannot be done, which the story tells. An extension forwards a call once, so that no loop goes on.
 */
export function forward(
  walk: Walk,
  node: NodeOf<'extension'>,
  { target, reason }: { target: string | null; reason: ForwardReason },
): Move | null {
  if (target === null) return null
  const stays = (story: Story): null => {
    tell(walk, node, story)
    return null
  }
  const index = walk.compiled.indexes.get(node.id) ?? -1
  if (walk.forwarded.includes(index) || walk.forwarded.length >= mostForwards)
    return stays(personalStories.forwardedBefore(node.name, target))
  const story = personalStories.forwards(node.name, target, reason)
  if (target.startsWith('+')) {
    const permit = decideForward(walk, node, target)
    if (permit.kind === 'refused') {
      return stays(personalStories.forwardRefused(node.name, target))
    }
    const allowance = reserveOutside(walk, { number: target, permit, caller: node })
    if (allowance.kind === 'need') return allowance
    if (allowance.kind === 'refused') return stays(guardStories.refused(target, allowance.refusal))
    tell(walk, node, story)
    walk.forwarded.push(index)
    const { counted } = allowance
    return ringOutside(walk, forwardedCall(node, target), { permit, trunk: 0, counted })
  }
  const inside = walk.compiled.byExtension.get(target)
  if (!inside?.enabled) return stays(personalStories.forwardTargetMissing(node.name, target))
  const isBehind = walk.visited.includes(walk.compiled.indexes.get(inside.id) ?? -1)
  if (isBehind) return stays(personalStories.forwardLoop(node.name, inside.name))
  walk.forwarded.push(index)
  return { kind: 'enter', target: inside, story }
}

/** A forwarded call is one of the person, with the person's permission class. */
export function decideForward(walk: Walk, node: NodeOf<'extension'>, number: string) {
  const { permissionClass } = node.config
  return permitOutside(walk, number, { permissionClass, accessDigits: null })
}

export function forwardedCall(node: NodeOf<'extension'>, number: string): OutsideCall {
  const { ringSeconds, outboundCallerId } = node.config
  return { number, ringSeconds, callerIds: [outboundCallerId] }
}
