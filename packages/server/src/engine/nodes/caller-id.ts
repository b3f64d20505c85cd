import { type Carried, carriedBytes, mostCarriedBytes } from '@opbx/contract/call-flow/carried'
import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { callerStories } from '../because-callers.ts'
import { presentCallerName } from '../caller-name.ts'
import type { Move, NodeRunner, Walk } from '../walk.ts'

/** Changes the name that is shown to who is rung, and what the call carries to later steps. */
export const callerIdRunner: NodeRunner<'caller_id'> = { enter: label }

function label(walk: Walk, node: NodeOf<'caller_id'>): Move {
  const carried = withSettings(walk, node)
  const bytes = carriedBytes(carried)
  // All or nothing: half of what was set would be harder to understand than none of it.
  if (bytes > mostCarriedBytes) {
    const story = callerStories.carriesTooMuch(node.name, bytes, mostCarriedBytes)
    return { kind: 'exit', exit: 'next', story }
  }
  walk.carried = carried
  const { callerName, tags } = carried
  walk.effects.push({ kind: 'labelled', callerName, tags: [...tags] })
  return { kind: 'exit', exit: 'next', story: callerStories.labels(node, callerName) }
}

function withSettings(walk: Walk, { config }: NodeOf<'caller_id'>): Carried {
  const before = walk.carried ?? { callerName: null, tags: [], variables: {} }
  const set = Object.fromEntries(config.variables.map(({ name, value }) => [name, value]))
  return {
    callerName: nameAfter(walk, config.callerName) ?? before.callerName,
    tags: [...new Set([...before.tags, ...config.tags])],
    variables: { ...before.variables, ...set },
  }
}

/** A name on a telephone's display has some twenty characters; a hundred are more than enough. */
const longestName = 100

function nameAfter(walk: Walk, change: NodeOf<'caller_id'>['config']['callerName']): string | null {
  if (change === null) return null
  if (change.mode === 'set') return change.text
  return `${change.text} ${presentCallerName(walk)}`.trim().slice(0, longestName)
}
