import type { NodeOf } from '@opbx/contract/call-flow/flow'
import type { CallerRule } from '@opbx/contract/call-flow/nodes/caller-filter'
import { listed, type Story } from './because.ts'

export const callerStories = {
  matches: (rule: CallerRule, number: string, note: string): Story => ({
    happened: `Matched rule ${rule.name}`,
    because: `Because ${matchPart(rule, number, note)}.`,
  }),
  matchesNone: (number: string, rules: readonly string[]): Story => ({
    happened: 'Matched no rule',
    because: `Because ${
      rules.length === 1 ? `rule ${listed(rules)} does not fit` : `none of ${listed(rules)} fits`
    } ${number === '' ? 'a caller without a number' : number}.`,
  }),
  fromInside: (filter: string, caller: string): Story => ({
    happened: 'Passed the filter',
    because: `Because ${caller} called, and the rules of ${filter} are about callers from outside.`,
  }),
  labels: (node: NodeOf<'caller_id'>, callerName: string | null): Story => ({
    happened: labelHappened(node.config, callerName),
    because: `Because every call that comes to ${node.name} is given this.`,
  }),
  carriesTooMuch: (name: string, bytes: number, most: number): Story => ({
    happened: 'Changed nothing',
    because: `Because with what ${name} sets this call would carry ${bytes} bytes of name, tags and variables, and ${most} fit.`,
  }),
} as const

function labelHappened(
  { callerName: change, tags, variables }: NodeOf<'caller_id'>['config'],
  callerName: string | null,
): string {
  const parts = [
    change === null ? '' : `the caller’s name ${callerName ?? ''}`,
    tags.length === 0 ? '' : `${tags.length === 1 ? 'tag' : 'tags'} ${listed(tags)}`,
    variables.length === 0
      ? ''
      : `${variables.length === 1 ? 'variable' : 'variables'} ${listed(variables.map((one) => one.name))}`,
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'Changed nothing' : `Set ${listed(parts)}`
}

function matchPart(rule: CallerRule, number: string, note: string): string {
  switch (rule.kind) {
    case 'number':
      return `${number} is the number of rule ${rule.name}`
    case 'prefix':
      return `${number} begins with ${rule.prefix}`
    case 'anonymous':
      return 'the caller shows no number'
    case 'contact_list':
      return `${number} is on the contact list of rule ${rule.name}`
    case 'block_list':
      return `${number} is on the block list${note === '' ? '' : ` (${note})`}`
  }
}
