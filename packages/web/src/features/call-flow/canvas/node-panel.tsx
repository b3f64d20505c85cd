import type { FlowNode, NodeResource } from '@opbx/contract/call-flow/flow'
import { type NodeType, nodeTypes } from '@opbx/contract/call-flow/node-types'
import { useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { api } from '../../../api/client.ts'
import { FormFrame } from '../../../forms/form-frame.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Loaded } from '../../../ui/loading.tsx'
import { NodeFields, useNodeForm } from '../node-form.tsx'
import { storedNodeSchema } from '../node-schemas.ts'
import type { NodeView } from '../node-view.ts'
import type { NodeContent } from './edits.ts'

export interface NodePanelProps {
  /** A step of the draft; null while one is being made. */
  id: string | null
  /** Instead of reading the draft: the step as another version has it, to be looked at. */
  shown?: FlowNode | undefined
  /** Name that a new one begins with. */
  name?: string | undefined
  isReadOnly: boolean
  /** Sends the form; answers the newer version. Rejects when it is refused. */
  save: (content: NodeContent, version: number | undefined) => Promise<number | undefined>
  onCancel?: (() => void) | undefined
}

/** A step's form beside the canvas: the very same as on its own page. */
export function NodePanel<T extends NodeType>({
  view,
  ...props
}: NodePanelProps & { view: NodeView<T> }) {
  if (props.shown) return <PanelForm view={view} node={asResource<T>(props.shown)} {...props} />
  if (props.id === null) return <PanelForm view={view} node={undefined} {...props} />
  return <StoredPanel view={view} {...props} id={props.id} />
}

/**
 * Read again whenever the step changed, on the canvas or by somebody else, unless something was typed: then
 * saving says that somebody was faster.
 */
function StoredPanel<T extends NodeType>({
  view,
  id,
  ...props
}: NodePanelProps & { view: NodeView<T>; id: string }) {
  const [pinned, setPinned] = useState<{ node: NodeResource<T>; round: number }>()
  const known = useRef<number | undefined>(undefined)
  const isDirty = useRef(() => false)
  const query = useQuery({
    queryKey: ['flow', view.type, id],
    queryFn: ({ signal }) =>
      api.get(`/${nodeTypes[view.type].path}/${id}`, {
        schema: storedNodeSchema(view.type),
        signal,
      }),
  })
  const fill = (node: NodeResource<T>) => {
    known.current = node.version
    setPinned((before) => ({ node, round: (before?.round ?? 0) + 1 }))
  }
  const { data } = query
  useEffect(() => {
    if (data && (known.current === undefined || data.version > known.current) && !isDirty.current())
      fill(data)
  })
  const save: NodePanelProps['save'] = async (content, version) => {
    const newer = await props.save(content, version)
    known.current = newer
    return newer
  }
  return (
    <Loaded query={query}>
      {() =>
        pinned && (
          <PanelForm
            key={pinned.round}
            view={view}
            node={pinned.node}
            {...props}
            id={id}
            save={save}
            isDirty={isDirty}
            onReload={() => void query.refetch().then(({ data: newer }) => newer && fill(newer))}
          />
        )
      }
    </Loaded>
  )
}

interface PanelFormProps<T extends NodeType> extends NodePanelProps {
  view: NodeView<T>
  node: NodeResource<T> | undefined
  isDirty?: RefObject<() => boolean>
  onReload?: () => void
}

function PanelForm<T extends NodeType>(props: PanelFormProps<T>) {
  const { view, node, isDirty, isReadOnly, name, onCancel, onReload } = props
  const t = useText()
  const { form } = useNodeForm(view, {
    node,
    name,
    save: (value, version) => {
      const { config, extension = null, enabled = true, exits = {} } = value
      return props.save(
        { type: view.type, name: value.name, extension, enabled, config, exits },
        version,
      )
    },
  })
  if (isDirty) isDirty.current = form.isDirty
  const Aside = view.Aside
  if (props.shown)
    return (
      <fieldset disabled className="col gap-6">
        <NodeFields view={view} form={form} node={node} />
      </fieldset>
    )
  return (
    <>
      <FormFrame
        form={form}
        saveLabel={node ? t('common.save') : t(`nodes.${view.type}.create`)}
        isReadOnly={isReadOnly}
        onReload={onReload}
        onCancel={onCancel}
      >
        <NodeFields view={view} form={form} node={node} />
      </FormFrame>
      {Aside && node && <Aside form={form} node={node} />}
    </>
  )
}

// A step of another version has no state of its own in the draft; the form shows none of it.
function asResource<T extends NodeType>(node: FlowNode): NodeResource<T> {
  const beside = { position: { x: 0, y: 0 }, version: 0, createdAt: '', updatedAt: '' }
  return { ...node, ...beside, state: 'live', references: 0 } as unknown as NodeResource<T>
}
