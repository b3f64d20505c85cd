import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { type CallerRule, otherwiseExit } from '@opbx/contract/call-flow/nodes/caller-filter'
import type { ParsedNumber } from '@opbx/contract/e164'
import { callerStories } from '../because-callers.ts'
import type { Move, NodeRunner, Walk } from '../walk.ts'

/** Splits callers from outside by their number. The first rule that fits decides. */
export const callerFilterRunner: NodeRunner<'caller_filter'> = { enter: splitByCaller }

function splitByCaller(walk: Walk, node: NodeOf<'caller_filter'>): Move {
  const { from, origin, callerNode } = walk.call
  // Who calls from inside is never known by the number shown, which any phone can set.
  if (origin !== 'trunk') {
    const caller = walk.compiled.nodes.get(callerNode ?? '')?.name ?? 'a phone of this organization'
    return leave(otherwiseExit, callerStories.fromInside(node.name, caller))
  }
  for (const rule of node.config.rules) {
    const match = matchOf(walk, rule)
    if (match) return leave(rule.id, callerStories.matches(rule, from.number, match.note))
  }
  const names = node.config.rules.map((rule) => rule.name)
  const shown = isAnonymous(from) ? '' : from.number
  return leave(otherwiseExit, callerStories.matchesNone(shown, names))
}

const plainMatch = { note: '' }

function matchOf(walk: Walk, rule: CallerRule): { note: string } | null {
  const { from } = walk.call
  if (rule.kind === 'anonymous') return isAnonymous(from) ? plainMatch : null
  if (from.kind !== 'e164') return null
  switch (rule.kind) {
    case 'number':
      return rule.number === from.number ? plainMatch : null
    case 'prefix':
      return from.number.startsWith(rule.prefix) ? plainMatch : null
    case 'contact_list':
      return rule.numbers.includes(from.number) ? plainMatch : null
    case 'block_list':
      walk.used.blockListEntry = walk.facts.blockListEntry
      return walk.facts.blockListEntry
  }
}

// Words that networks send for a number that is withheld; +266696687 spells ANONYMOUS on a keypad.
const withheld =
  /^(?:sips?:)?(?:|anonymous|private|restricted|unknown|unavailable|withheld|blocked)(?:@.*)?$/i

function isAnonymous({ kind, number }: ParsedNumber): boolean {
  return kind === 'other' ? withheld.test(number) : number === '+266696687'
}

function leave(exit: string, story: ReturnType<typeof callerStories.fromInside>): Move {
  return { kind: 'exit', exit, story }
}
