import { type PromptResource, promptResourceSchema } from '@opbx/contract/call-flow/library-prompt'
import { pageOf } from '@opbx/contract/pagination'
import { AudioLines } from 'lucide-react'
import { useMay } from '../../api/me.ts'
import { usePages } from '../../api/pages.ts'
import { promptPath } from '../../app/paths.ts'
import { ResourceListPage } from '../../resources/resource-list.tsx'
import { useText } from '../../texts/i18n.ts'
import { DraftBadge } from '../../ui/badge.tsx'
import { Tile } from '../../ui/card.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { languageName, VariantWords } from './prompt-picker.tsx'

/** The library. */
export function PromptsPage() {
  const t = useText()
  const mayWrite = useMay('flow.write')
  const query = usePages(['flow', 'prompt', 'list'], '/prompts', {
    schema: pageOf(promptResourceSchema),
    query: { limit: 200 },
  })
  const columns: Column<PromptResource>[] = [
    {
      key: 'name',
      head: t('prompts.name'),
      cell: ({ name }) => (
        <span className="row gap-3">
          <Tile icon={AudioLines} />
          <span className="trunc">{name}</span>
        </span>
      ),
      phone: 'title',
    },
    {
      key: 'content',
      head: t('prompts.columnContent'),
      cell: ({ variants }) => (
        <span className="muted">
          <VariantWords variant={variants[0]} />
        </span>
      ),
      phone: 'sub',
    },
    {
      key: 'languages',
      head: t('prompts.columnLanguages'),
      cell: ({ variants }) => variants.map(({ language }) => languageName(language)).join(', '),
    },
    {
      key: 'used',
      head: t('prompts.columnUsed'),
      cell: ({ usedBy }) =>
        usedBy.length === 0 ? (
          <span className="quiet">{t('prompts.unused')}</span>
        ) : (
          t('prompts.usedBy', { count: new Set(usedBy.map(({ id }) => id)).size })
        ),
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
      title={t('prompts.list')}
      lead={t('prompts.lead')}
      query={query}
      columns={columns}
      rowKey={({ id }) => id}
      rowTo={({ id }) => promptPath(id)}
      searchText={({ name, variants }) =>
        [
          name,
          ...variants.map((one) => (one.kind === 'text' ? one.text : one.audio.fileName)),
        ].join(' ')
      }
      create={mayWrite ? { label: t('prompts.create'), to: '/flow/prompts/new' } : undefined}
      empty={{
        title: t('prompts.emptyTitle'),
        text: t('prompts.emptyText'),
        art: <Tile icon={AudioLines} />,
      }}
    />
  )
}
