import type { NodeResource } from '@opbx/contract/call-flow/flow'
import type { NodeConfig, NodeType, nodeTypes } from '@opbx/contract/call-flow/node-types'
import type { Organization } from '@opbx/contract/identity'
import type { ComponentType } from 'react'
import type { z } from 'zod'
import type { ContractForm } from '../../forms/use-contract-form.ts'
import type { Text } from '../../texts/i18n.ts'
import type { Column } from '../../ui/data-table.tsx'

/** What the form of a node holds: fields may be half filled. */
export interface NodeInput<T extends NodeType> {
  name: string
  extension: string | null
  enabled: boolean
  config: z.input<(typeof nodeTypes)[T]['config']>
  exits: Record<string, string | null>
}
/** What is sent. */
export interface NodeOutput<T extends NodeType> {
  name: string
  extension?: string | null | undefined
  enabled?: boolean | undefined
  config: z.output<(typeof nodeTypes)[T]['config']>
  exits?: Record<string, string | null> | undefined
}
export type NodeForm<T extends NodeType> = ContractForm<NodeInput<T>, NodeOutput<T>>

export interface NodeFormProps<T extends NodeType> {
  form: NodeForm<T>
  /** The stored node; nothing while one is being made. */
  node: NodeResource<T> | undefined
}

/** Everything that the console knows about a node type and the kit cannot know by itself. */
export interface NodeView<T extends NodeType> {
  type: T
  /** Columns of the list between name and state. */
  columns: (t: Text) => readonly Column<NodeResource<T>>[]
  /** Configuration that a new one begins with; `suggestedNumber` is the next free extension number. */
  start: (organization: Organization | null, t: Text) => NodeInput<T>['config']
  /** Cards with the fields of `config`. Name, number, switch and fixed exits are the kit's. */
  Form: ComponentType<NodeFormProps<T>>
  /** Beside the form on wide screens: what callers will meet. */
  Aside?: ComponentType<NodeFormProps<T>>
  /** `required`: people have numbers. `none`: nobody dials it, the field is left out. */
  number?: 'required' | 'optional' | 'none'
  /** One short line on its card of the canvas: "Rings 3 people". Left out: its kind. */
  summary?: (config: NodeConfig<T>, t: Text) => string
  /** What an exit that is left open leads to, where that is not hanging up. */
  openExits?: (config: NodeInput<T>['config'], t: Text) => Record<string, string>
  /** Other words for fixed exits, where the usual ones do not fit. */
  exitLabels?: (t: Text) => Record<string, string>
  /** What is stored is not what was sent: the form is filled anew after saving. */
  hasSecrets?: boolean
}
