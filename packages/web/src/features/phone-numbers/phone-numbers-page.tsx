import type { flowDraftSchema } from '@opbx/contract/call-flow/draft'
import { type PhoneNumberResource, phoneNumberSchema } from '@opbx/contract/call-flow/flow'
import { pageOf } from '@opbx/contract/pagination'
import { useQuery } from '@tanstack/react-query'
import { PhoneOff } from 'lucide-react'
import type { z } from 'zod'
import { flowQuery } from '../../api/flow.ts'
import { useMay } from '../../api/me.ts'
import { usePages } from '../../api/pages.ts'
import { phoneNumberPath } from '../../app/paths.ts'
import { ResourceListPage } from '../../resources/resource-list.tsx'
import { useText } from '../../texts/i18n.ts'
import { DraftBadge } from '../../ui/badge.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Tel } from '../../ui/figures.tsx'
import { KindIcon } from '../../ui/kind-icon.tsx'

/** Every number of the company and where its calls enter. */
export function PhoneNumbersPage() {
  const t = useText()
  const mayWrite = useMay('flow.write')
  const flow = useQuery(flowQuery)
  const query = usePages(['flow', 'phone_number', 'list'], '/phone-numbers', {
    schema: pageOf(phoneNumberSchema),
    query: { limit: 200 },
  })
  const columns: Column<PhoneNumberResource>[] = [
    {
      key: 'number',
      head: t('phoneNumbers.number'),
      cell: ({ number }) => (
        <span className="row gap-3">
          <KindIcon kind="phone_number" tile />
          <Tel number={number} />
        </span>
      ),
      phone: 'title',
    },
    {
      key: 'label',
      head: t('phoneNumbers.label'),
      cell: ({ label }) => label,
      phone: 'end',
    },
    {
      key: 'enters',
      head: t('phoneNumbers.columnEnters'),
      cell: ({ entry }) => <Entry entry={entry} nodes={flow.data?.nodes} />,
      phone: 'sub',
    },
    {
      key: 'state',
      head: <span className="sr">{t('callFlow.state')}</span>,
      align: 'end',
      cell: ({ state }) => <DraftBadge state={state} />,
      phone: 'state',
    },
  ]
  return (
    <ResourceListPage
      title={t('phoneNumbers.list')}
      lead={t('phoneNumbers.lead')}
      query={query}
      columns={columns}
      rowKey={({ id }) => id}
      rowTo={({ id }) => phoneNumberPath(id)}
      searchText={({ number, label }) => `${number} ${number.replace(/\D/g, '')} ${label}`}
      create={
        mayWrite ? { label: t('phoneNumbers.create'), to: '/flow/phone-numbers/new' } : undefined
      }
      empty={{
        title: t('phoneNumbers.emptyTitle'),
        text: t('phoneNumbers.emptyText'),
        art: <KindIcon kind="phone_number" tile />,
      }}
    />
  )
}

function Entry({
  entry,
  nodes,
}: {
  entry: string | null
  nodes: z.infer<typeof flowDraftSchema>['nodes'] | undefined
}) {
  const t = useText()
  if (entry === null)
    return (
      <span className="inline-flex items-center gap-2 text-danger">
        <PhoneOff className="i i-sm" />
        {t('phoneNumbers.nowhere')}
      </span>
    )
  const node = nodes?.find(({ id }) => id === entry)
  if (!node) return null
  return (
    <span className="inline-flex items-center gap-2 text-muted-foreground">
      <KindIcon kind={node.type} />
      <span className="trunc">{node.name}</span>
    </span>
  )
}
