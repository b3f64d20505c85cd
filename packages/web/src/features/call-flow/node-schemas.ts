import { type NodeResource, nodeCreateSchema, nodeSchema } from '@opbx/contract/call-flow/flow'
import { type NodeConfig, type NodeType, nodeTypes } from '@opbx/contract/call-flow/node-types'
import { type Page, pageOf } from '@opbx/contract/pagination'
import { z } from 'zod'
import { withKnownExits } from './known-exits.ts'
import type { NodeInput, NodeOutput } from './node-view.ts'

// The compiler cannot see through a type parameter that the schema of type T describes a resource of
// type T; these functions are the only place that says so.
export function storedNodeSchema<T extends NodeType>(type: T): z.ZodType<NodeResource<T>> {
  return nodeSchema(type) as unknown as z.ZodType<NodeResource<T>>
}
export function nodeFormSchema<T extends NodeType>(
  type: T,
): z.ZodType<NodeOutput<T>, NodeInput<T>> {
  const schema = z.preprocess((value) => withKnownExits(type, value), nodeCreateSchema(type))
  return schema as unknown as z.ZodType<NodeOutput<T>, NodeInput<T>>
}
/** A configuration of type T; null while it is no complete one. */
export function configOf<T extends NodeType>(
  type: T,
  config: unknown,
): (NodeConfig<T> & NodeInput<T>['config']) | null {
  const parsed = nodeTypes[type].config.safeParse(config)
  return parsed.success ? (parsed.data as unknown as NodeConfig<T> & NodeInput<T>['config']) : null
}

export function nodePageSchema<T extends NodeType>(type: T): z.ZodType<Page<NodeResource<T>>> {
  return pageOf(storedNodeSchema(type))
}
