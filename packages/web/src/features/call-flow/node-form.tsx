import type { NodeResource } from '@opbx/contract/call-flow/flow'
import { type NodeType, nodeTypes } from '@opbx/contract/call-flow/node-types'
import { useState } from 'react'
import type { DefaultValues, FieldPath } from 'react-hook-form'
import { useMe } from '../../api/me.ts'
import { OptionalTextField, SwitchField, TextField } from '../../forms/fields.tsx'
import { useContractForm } from '../../forms/use-contract-form.ts'
import { useText } from '../../texts/i18n.ts'
import { Card } from '../../ui/card.tsx'
import { ExitsCard } from './exits-card.tsx'
import { nodeFormSchema } from './node-schemas.ts'
import type { NodeForm, NodeInput, NodeOutput, NodeView } from './node-view.ts'

interface NodeFormOptions<T extends NodeType> {
  /** Nothing while a new one is made. */
  node: NodeResource<T> | undefined
  /** Name that a new one begins with. */
  name?: string | undefined
  /** Sends it, with the version that the form was filled from; answers the newer version, if there is one. */
  save: (value: NodeOutput<T>, version: number | undefined) => Promise<number | undefined>
}

/** The form of a node, filled from it or from the view's start: the same on its page and on the canvas. */
export function useNodeForm<T extends NodeType>(view: NodeView<T>, options: NodeFormOptions<T>) {
  const { node, name = '', save } = options
  const t = useText()
  const { organization } = useMe()
  // Of what the form was filled from, not of what was read since: else somebody's change were overwritten.
  const [version, setVersion] = useState(node?.version)
  const blank = { name, extension: null, enabled: true, exits: {} }
  const form = useContractForm<NodeInput<T>, NodeOutput<T>>({
    schema: nodeFormSchema(view.type),
    values: startOf<T>(node ?? { ...blank, config: view.start(organization, t) }),
    save: async (value) => {
      const newer = await save(value, version)
      if (newer !== undefined) setVersion(newer)
    },
  })
  return { form, version }
}

interface NodeFieldsProps<T extends NodeType> {
  view: NodeView<T>
  form: NodeForm<T>
  node: NodeResource<T> | undefined
}

/** The kit's part of the form, the view's part, its exits. */
export function NodeFields<T extends NodeType>({ view, form, node }: NodeFieldsProps<T>) {
  return (
    <>
      <CommonFields view={view} form={form} isNew={!node} />
      <view.Form form={form} node={node} />
      <FixedExits view={view} form={form} self={node?.id} />
    </>
  )
}

interface CommonFieldsProps<T extends NodeType> {
  view: NodeView<T>
  form: NodeForm<T>
  isNew: boolean
}

/** What every node has: a name, for most a number, and whether it is in use. */
function CommonFields<T extends NodeType>({ view, form, isNew }: CommonFieldsProps<T>) {
  const t = useText()
  const isRequired = view.number === 'required'
  return (
    <Card pad>
      <div className={view.number === 'none' ? '' : 'grid2'}>
        <TextField
          control={form.control}
          name={common<T>('name')}
          label={t('forms.name')}
          input={{ autoFocus: isNew, autoComplete: 'off' }}
        />
        {view.number !== 'none' && (
          <OptionalTextField
            control={form.control}
            name={common<T>('extension')}
            label={t('forms.extension')}
            hint={t(isRequired ? 'forms.extensionHintRequired' : 'forms.extensionHint')}
            input={{ inputMode: 'numeric', autoComplete: 'off', className: 'num' }}
          />
        )}
      </div>
      <SwitchField
        control={form.control}
        name={common<T>('enabled')}
        label={t('forms.enabled')}
        hint={t('forms.enabledHint')}
      />
    </Card>
  )
}

interface FixedExitsProps<T extends NodeType> {
  view: NodeView<T>
  form: NodeForm<T>
  self: string | undefined
}

/** The exits that every node of the type has. */
function FixedExits<T extends NodeType>({ view, form, self }: FixedExitsProps<T>) {
  const t = useText()
  const config = form.watch().config
  return (
    <ExitsCard
      control={form.control}
      exits={nodeTypes[view.type].exits}
      self={self}
      labels={view.exitLabels?.(t)}
      openLabels={view.openExits?.(config, t)}
    />
  )
}

// For a type parameter the compiler lists no paths; these three exist in every node.
function common<T extends NodeType>(
  name: 'name' | 'extension' | 'enabled',
): FieldPath<NodeInput<T>> {
  return name as FieldPath<NodeInput<T>>
}
// The same for default values, which are the input with every part optional.
function startOf<T extends NodeType>(
  node: Omit<NodeInput<T>, 'config'> & { config: unknown },
): DefaultValues<NodeInput<T>> {
  const { name, extension, enabled, config, exits } = node
  return { name, extension, enabled, config, exits } as DefaultValues<NodeInput<T>>
}

/** What is sent to make the same one again. */
export function outputOf<T extends NodeType>({
  name,
  extension,
  enabled,
  config,
  exits,
}: NodeResource<T>): NodeOutput<T> {
  return { name, extension, enabled, config, exits }
}
