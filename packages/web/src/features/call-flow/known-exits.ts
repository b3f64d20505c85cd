import { type NodeType, nodeTypes } from '@opbx/contract/call-flow/node-types'

/**
 * What a form holds, with exactly the exits that the node has: one that nobody touched is open, and those of
 * options and rules that were removed are gone.
 */
export function withKnownExits(type: NodeType, value: unknown): unknown {
  if (!isRecord(value)) return value
  const given = isRecord(value.exits) ? value.exits : {}
  const names = new Set([...ownExits(value.config), ...nodeTypes[type].exits])
  const targetOf = (name: string) => (Object.hasOwn(given, name) ? given[name] : null) ?? null
  return { ...value, exits: Object.fromEntries([...names].map((name) => [name, targetOf(name)])) }
}

/** The exits that the configuration names: a menu's digits, a caller filter's rules, an answer's words. */
function ownExits(config: unknown): string[] {
  if (!isRecord(config)) return []
  return [
    ...textsOf(config.options, 'digits'),
    ...textsOf(config.rules, 'id'),
    ...namesOf(config.namedExits),
  ]
}

function textsOf(items: unknown, key: string): string[] {
  if (!Array.isArray(items)) return []
  return items.flatMap((item: unknown) => {
    const text = isRecord(item) ? item[key] : undefined
    return typeof text === 'string' && text !== '' ? [text] : []
  })
}

function namesOf(names: unknown): string[] {
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : []
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
