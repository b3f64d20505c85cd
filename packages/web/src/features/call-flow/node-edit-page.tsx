import type { NodeResource } from '@opbx/contract/call-flow/flow'
import { type NodeType, nodeTypes } from '@opbx/contract/call-flow/node-types'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useMay } from '../../api/me.ts'
import { useGo } from '../../app/navigation.ts'
import { nodeListPath } from '../../app/paths.ts'
import { DeleteButton } from '../../resources/delete-button.tsx'
import { ResourceEditPage } from '../../resources/resource-edit.tsx'
import { useText } from '../../texts/i18n.ts'
import { DraftBadge } from '../../ui/badge.tsx'
import { showToast } from '../../ui/toast.tsx'
import { NodeFields, outputOf, useNodeForm } from './node-form.tsx'
import { storedNodeSchema } from './node-schemas.ts'
import type { NodeOutput, NodeView } from './node-view.ts'

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
  const { save, create } = useSaving({ view, node, onReload })
  const { form, version } = useNodeForm(view, { node, save })
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
      <NodeFields view={view} form={form} node={node} />
    </ResourceEditPage>
  )
}

const apiPath = ({ type }: { type: NodeType }): string => `/${nodeTypes[type].path}`

/** How the page sends its form: a new one leads back to the list. */
function useSaving<T extends NodeType>({ view, node, onReload }: NodeEditPageProps<T>) {
  const t = useText()
  const go = useGo()
  const schema = storedNodeSchema(view.type)
  const create = (body: NodeOutput<T>) => api.post(apiPath(view), { body, schema })
  const change = async (id: string, body: NodeOutput<T>, ifMatch: number | undefined) => {
    const saved = await api.patch(`${apiPath(view)}/${id}`, { body, ifMatch, schema })
    showToast(t('forms.savedInDraft'))
    await flowChanged()
    if (view.hasSecrets) onReload?.()
    return saved.version
  }
  const make = async (body: NodeOutput<T>) => {
    await create(body)
    showToast(t('forms.created', { name: body.name }))
    go(nodeListPath(view.type))
    await flowChanged()
    return undefined
  }
  const save = (body: NodeOutput<T>, version: number | undefined) =>
    node ? change(node.id, body, version) : make(body)
  return { save, create }
}
