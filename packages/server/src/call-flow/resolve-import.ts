import { type FlowNode, flowNodeUnionSchema } from '@opbx/contract/call-flow/flow'
import { type NodeType, nodeTypes } from '@opbx/contract/call-flow/node-types'
import { z } from 'zod'
import { unknownExits, withDeviceIds } from './rules.ts'

/** A node to be made. References, also those inside `config`, are keys of other nodes of the import. */
export interface ImportedNode {
  /** Begins with `$`, such as `$sales`. */
  key: string
  type: NodeType
  name: string
  extension?: string
  config: unknown
  exits?: Record<string, string>
  position?: { x: number; y: number }
}

/** Gives every key its id and puts the ids where the keys stand. Throws for what does not fit. */
export function resolveNodes(
  imported: readonly ImportedNode[],
  make: { node(prefix: string): string; device(index: number): string },
): {
  nodes: FlowNode[]
  idOf: (key: string) => string
  /** The same with ids where keys stand, at any depth. */
  resolve: (value: unknown) => unknown
} {
  const ids = new Map(imported.map(({ key, type }) => [key, make.node(nodeTypes[type].idPrefix)]))
  const idOf = (key: string): string => {
    const id = ids.get(key)
    if (id === undefined) throw new Error(`The import has no node with the key ${key}`)
    return id
  }
  const resolve = (value: unknown): unknown => {
    if (typeof value === 'string') return ids.get(value) ?? value
    if (Array.isArray(value)) return value.map(resolve)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item)]))
  }
  const nodes = imported.map((node) => {
    const parsed = parseNode({
      id: idOf(node.key),
      type: node.type,
      name: node.name,
      extension: node.extension ?? null,
      enabled: true,
      config: resolve(node.config),
      exits: resolve(node.exits ?? {}),
    })
    if (parsed.type !== 'extension') return parsed
    return { ...parsed, config: withDeviceIds(parsed.config, make.device) }
  })
  return { nodes, idOf, resolve }
}

function parseNode(value: { name: string; [field: string]: unknown }): FlowNode {
  const parsed = flowNodeUnionSchema.safeParse(value)
  if (!parsed.success)
    throw new Error(
      `The node "${value.name}" of the import is wrong:\n${z.prettifyError(parsed.error)}`,
    )
  const unknown = unknownExits(parsed.data)
  if (unknown.length > 0)
    throw new Error(`The node "${value.name}" of the import has no ${unknown[0]?.path}`)
  return parsed.data
}
