import type { NodeResource } from '@opbx/contract/call-flow/flow'
import { type NodeType, nodeTypes } from '@opbx/contract/call-flow/node-types'
import type { Organization } from '@opbx/contract/identity'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/me.ts'
import { usePages } from '../../api/pages.ts'
import { nodeListPath, nodePath } from '../../app/paths.ts'
import { ResourceListPage } from '../../resources/resource-list.tsx'
import { type Text, useText } from '../../texts/i18n.ts'
import { Badge, DraftBadge } from '../../ui/badge.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { KindIcon } from '../../ui/kind-icon.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { NodePanel, type NodePanelProps } from './canvas/node-panel.tsx'
import { NodeEditPage } from './node-edit-page.tsx'
import { configOf, nodePageSchema, storedNodeSchema } from './node-schemas.ts'
import type { NodeView } from './node-view.ts'

/** The pages of one node type, driven by its view. */
export interface NodePages {
  type: NodeType
  renderList: () => ReactNode
  /** The page that changes a node, or makes one when there is no id yet. */
  renderEdit: (id: string | null) => ReactNode
  /** The same form beside the canvas. */
  renderPanel: (props: NodePanelProps) => ReactNode
  /** What a new one begins with, and whether it must have a number. */
  start: (organization: Organization | null, t: Text) => { config: unknown; isNumbered: boolean }
  /** One line about a configuration, and what its open exits lead to; from the view. */
  words: (config: unknown, t: Text) => NodeWords
}
interface NodeWords {
  summary: string | undefined
  openExits: Record<string, string>
}

/** Makes list and edit page from a view. */
export function nodePages<T extends NodeType>(view: NodeView<T>): NodePages {
  return {
    type: view.type,
    renderList: () => <NodeList key={view.type} view={view} />,
    renderEdit: (id) =>
      id === null ? (
        <NodeEditPage key={view.type} view={view} node={undefined} />
      ) : (
        <StoredNode key={id} view={view} id={id} />
      ),
    renderPanel: (props) => <NodePanel key={view.type + props.id} view={view} {...props} />,
    start: (organization, t) => ({
      config: view.start(organization, t),
      isNumbered: view.number === 'required',
    }),
    words: (config, t) => {
      const known = configOf(view.type, config)
      if (known === null) return { summary: undefined, openExits: {} }
      return { summary: view.summary?.(known, t), openExits: view.openExits?.(known, t) ?? {} }
    },
  }
}

function NodeList<T extends NodeType>({ view }: { view: NodeView<T> }) {
  const t = useText()
  const mayWrite = useMay('flow.write')
  const query = usePages<NodeResource<T>>(
    ['flow', view.type, 'list'],
    `/${nodeTypes[view.type].path}`,
    {
      schema: nodePageSchema(view.type),
      query: { limit: 200 },
    },
  )
  const texts = `nodes.${view.type}` as const
  const columns: Column<NodeResource<T>>[] = [
    {
      key: 'name',
      head: t('forms.name'),
      cell: (node) => <NameCell node={node} />,
      phone: 'title',
    },
    ...(view.number === 'none'
      ? []
      : [
          {
            key: 'number',
            head: t('callFlow.number'),
            cell: (node: NodeResource<T>) => <span className="num">{node.extension ?? ''}</span>,
            phone: 'end' as const,
          },
        ]),
    ...view.columns(t),
    {
      key: 'state',
      head: <span className="sr">{t('callFlow.state')}</span>,
      align: 'end',
      cell: (node) => <StateCell node={node} />,
      phone: 'state',
    },
  ]
  return (
    <ResourceListPage
      title={t(`${texts}.list`)}
      lead={t(`${texts}.lead`)}
      query={query}
      columns={columns}
      rowKey={(node) => node.id}
      rowTo={(node) => nodePath(view.type, node.id)}
      searchText={(node) => `${node.name} ${node.extension ?? ''}`}
      create={
        mayWrite ? { label: t(`${texts}.create`), to: `${nodeListPath(view.type)}/new` } : undefined
      }
      empty={{
        title: t(`${texts}.emptyTitle`),
        text: t(`${texts}.emptyText`),
        art: <KindIcon kind={view.type} tile />,
      }}
    />
  )
}

function NameCell({ node }: { node: { type: NodeType; name: string } }) {
  return (
    <span className="row gap-3">
      <KindIcon kind={node.type} tile />
      <span className="trunc">{node.name}</span>
    </span>
  )
}

function StateCell({ node }: { node: { enabled: boolean; state: 'live' | 'changed' | 'new' } }) {
  const t = useText()
  return (
    <span className="inline-flex gap-1">
      {!node.enabled && <Badge>{t('common.off')}</Badge>}
      <DraftBadge state={node.state} />
    </span>
  )
}

function StoredNode<T extends NodeType>({ view, id }: { view: NodeView<T>; id: string }) {
  const [round, setRound] = useState(0)
  const query = useQuery({
    queryKey: ['flow', view.type, id],
    queryFn: ({ signal }) =>
      api.get(`/${nodeTypes[view.type].path}/${id}`, {
        schema: storedNodeSchema(view.type),
        signal,
      }),
  })
  return (
    <Loaded query={query} isPage>
      {(node) => (
        <NodeEditPage
          key={`${id} ${round}`}
          view={view}
          node={node}
          onReload={() => void query.refetch().then(() => setRound(round + 1))}
        />
      )}
    </Loaded>
  )
}
