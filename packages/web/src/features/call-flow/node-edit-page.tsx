import type { NodeResource } from '@opbx/contract/call-flow/flow'
import { type NodeType, nodeTypes } from '@opbx/contract/call-flow/node-types'
import { useState } from 'react'
import type { DefaultValues, FieldPath } from 'react-hook-form'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useMay, useMe } from '../../api/me.ts'
import { useGo } from '../../app/navigation.ts'
import { nodeListPath } from '../../app/paths.ts'
import { OptionalTextField, SwitchField, TextField } from '../../forms/fields.tsx'
import { useContractForm } from '../../forms/use-contract-form.ts'
import { DeleteButton } from '../../resources/delete-button.tsx'
import { ResourceEditPage } from '../../resources/resource-edit.tsx'
import { useText } from '../../texts/i18n.ts'
import { DraftBadge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { showToast } from '../../ui/toast.tsx'
import { ExitsCard } from './exits-card.tsx'
import { nodeFormSchema, storedNodeSchema } from './node-schemas.ts'
import type { NodeForm, NodeInput, NodeOutput, NodeView } from './node-view.ts'

interface NodeEditPageProps<T extends NodeType> {
  view: NodeView<T>
  /** Nothing while a new one is made. */
  node: NodeResource<T> | undefined
  onReload?: (() => void) | undefined
}

/** Makes or changes one node of any type: the kit's part of the form, the view's part, its exits. */
export function NodeEditPage<T extends NodeType>({ view, node, onReload }: NodeEditPageProps<T>) {
  const t = useText()
  const go = useGo()
  const mayWrite = useMay('flow.write')
  const { form, version, create } = useNodeForm({ view, node, onReload })
  const list = nodeListPath(view.type)
  const texts = `nodes.${view.type}` as const
  const Aside = view.Aside
  return (
    <ResourceEditPage
      title={node ? node.name : t(`${texts}.createTitle`)}
      up={{ to: list, label: t(`${texts}.list`) }}
      badge={node && <DraftBadge state={node.state} />}
      form={form}
      saveLabel={node ? t('common.save') : t(`${texts}.create`)}
      note={t('forms.goesIntoDraft')}
      isReadOnly={!mayWrite}
      onReload={onReload}
      aside={Aside && <Aside form={form} node={node} />}
      actions={
        node &&
        mayWrite && (
          <DeleteButton
            name={node.name}
            onDelete={() => api.delete(`${apiPath(view)}/${node.id}`, { ifMatch: version })}
            onDeleted={() => go(list, { after: flowChanged })}
            onUndo={() => create(outputOf(node)).then(flowChanged)}
          />
        )
      }
    >
      <CommonFields view={view} form={form} isNew={!node} />
      <view.Form form={form} node={node} />
      <FixedExits view={view} form={form} self={node?.id} />
    </ResourceEditPage>
  )
}

const apiPath = ({ type }: { type: NodeType }): string => `/${nodeTypes[type].path}`

/** The form of a node, filled from it or from the view's start, and how it is sent. */
function useNodeForm<T extends NodeType>({ view, node, onReload }: NodeEditPageProps<T>) {
  const t = useText()
  const go = useGo()
  const { organization } = useMe()
  // Of what the form was filled from, not of what was read since: else somebody's change were overwritten.
  const [version, setVersion] = useState(node?.version)
  const schema = storedNodeSchema(view.type)
  const create = (body: NodeOutput<T>) => api.post(apiPath(view), { body, schema })
  const change = async (id: string, body: NodeOutput<T>) => {
    const saved = await api.patch(`${apiPath(view)}/${id}`, { body, ifMatch: version, schema })
    setVersion(saved.version)
    showToast(t('forms.savedInDraft'))
  }
  const blank = { name: '', extension: null, enabled: true, exits: {} }
  const form = useContractForm<NodeInput<T>, NodeOutput<T>>({
    schema: nodeFormSchema(view.type),
    values: startOf<T>(node ?? { ...blank, config: view.start(organization, t) }),
    save: async (value) => {
      if (node) await change(node.id, value)
      else {
        await create(value)
        showToast(t('forms.created', { name: value.name }))
        go(nodeListPath(view.type))
      }
      await flowChanged()
      if (node && view.hasSecrets) onReload?.()
    },
  })
  return { form, version, create }
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

function outputOf<T extends NodeType>({
  name,
  extension,
  enabled,
  config,
  exits,
}: NodeResource<T>): NodeOutput<T> {
  return { name, extension, enabled, config, exits }
}
