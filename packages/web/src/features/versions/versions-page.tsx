import { type Revision, revisionSchema } from '@opbx/contract/call-flow/draft'
import { pageOf } from '@opbx/contract/pagination'
import { useMay } from '../../api/me.ts'
import { usePages } from '../../api/pages.ts'
import { ResourceListPage } from '../../resources/resource-list.tsx'
import { useText } from '../../texts/i18n.ts'
import { ButtonLink } from '../../ui/button.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { TimeText } from '../../ui/figures.tsx'
import { LiveBadge } from './live-badge.tsx'

/** Every version that was ever live, newest first. */
export function VersionsPage() {
  const t = useText()
  const mayWrite = useMay('flow.write')
  const query = usePages(['flow', 'revisions', 'list'], '/revisions', {
    schema: pageOf(revisionSchema),
    query: { limit: 50 },
  })
  const columns: Column<Revision>[] = [
    {
      key: 'number',
      head: t('versions.number'),
      cell: (version) => (
        <span className="row">
          <span className="num">{t('versions.version', { number: version.number })}</span>
          {version.live && <LiveBadge />}
        </span>
      ),
      phone: 'title',
    },
    {
      key: 'note',
      head: t('versions.note'),
      cell: (version) => (
        <span className="muted">
          {version.restoredFrom === null
            ? version.note
            : t('versions.restoredFrom', { number: version.restoredFrom })}
        </span>
      ),
      phone: 'sub',
    },
    {
      key: 'author',
      head: t('versions.author'),
      cell: ({ author }) => author,
    },
    {
      key: 'when',
      head: t('versions.when'),
      cell: ({ createdAt }) => <TimeText at={createdAt} />,
      phone: 'end',
    },
    {
      key: 'contains',
      head: t('versions.contains'),
      align: 'end',
      cell: ({ counts }) => (
        <span className="quiet">
          {[
            t('versions.countNodes', { count: counts.nodes }),
            t('versions.countNumbers', { count: counts.phoneNumbers }),
            t('versions.countRoutes', { count: counts.outboundRoutes }),
          ].join(', ')}
        </span>
      ),
    },
  ]
  return (
    <ResourceListPage
      title={t('versions.title')}
      lead={t('versions.lead')}
      query={query}
      columns={columns}
      rowKey={({ number }) => String(number)}
      rowTo={({ number }) => `/flow/versions/${number}`}
      empty={{
        title: t('versions.emptyTitle'),
        text: t('versions.emptyText'),
        action: mayWrite && <ButtonLink to="/flow/apply">{t('versions.review')}</ButtonLink>,
      }}
    />
  )
}
