import type { NodeOf } from '../flow.ts'
import type { CallerRule } from '../nodes/caller-filter.ts'
import { type LintContext, nodeWarning } from './lint-context.ts'

/** Rules that no caller can come to, because those before take all of them. */
export function lintCallerFilters(context: LintContext) {
  for (const node of context.active) if (node.type === 'caller_filter') lintRules(context, node)
}

function lintRules(context: LintContext, node: NodeOf<'caller_filter'>) {
  const { rules } = node.config
  for (const [index, rule] of rules.entries()) {
    const hiding = rules.slice(0, index).find((before) => takesAllOf(before, rule))
    if (!hiding) continue
    nodeWarning(context, node, {
      code: 'caller_rule_hidden',
      message: `Rule ${rule.name} of ${node.name} is never used: rule ${hiding.name} before it takes the same callers.`,
      remedy: `Move ${rule.name} up, or delete it.`,
    })
  }
}

function takesAllOf(before: CallerRule, rule: CallerRule): boolean {
  switch (rule.kind) {
    case 'anonymous':
    case 'block_list':
      return before.kind === rule.kind
    case 'prefix':
      return before.kind === 'prefix' && rule.prefix.startsWith(before.prefix)
    case 'number':
      return takes(before, rule.number)
    case 'contact_list':
      return rule.numbers.every((number) => takes(before, number))
  }
}

function takes(rule: CallerRule, number: string): boolean {
  switch (rule.kind) {
    case 'number':
      return rule.number === number
    case 'prefix':
      return number.startsWith(rule.prefix)
    case 'contact_list':
      return rule.numbers.includes(number)
    // Whom the block list names is not known here.
    case 'anonymous':
    case 'block_list':
      return false
  }
}
