import { type NodeType, nodeTypes } from '@opbx/contract/call-flow/node-types'

/**
 * What a form holds, with exactly the exits that the node has: one that nobody touched is open, and those of
 * options that were removed are gone.
 */
export function withKnownExits(type: NodeType, value: unknown): unknown {
  if (!isRecord(value)) return value
  const given = isRecord(value.exits) ? value.exits : {}
  const names = [...optionDigits(value.config), ...nodeTypes[type].exits]
  return { ...value, exits: Object.fromEntries(names.map((name) => [name, given[name] ?? null])) }
}

function optionDigits(config: unknown): string[] {
  if (!isRecord(config) || !Array.isArray(config.options)) return []
  return config.options.flatMap((option: unknown) =>
    isRecord(option) && typeof option.digits === 'string' && option.digits !== ''
      ? [option.digits]
      : [],
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
