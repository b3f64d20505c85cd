import type { RevisionDetail } from '@opbx/contract/call-flow/draft'
import { useQuery } from '@tanstack/react-query'
import { revisionQuery } from '../../api/flow.ts'
import { useMay } from '../../api/me.ts'
import { usePathParam } from '../../app/navigation.ts'
import { useFormat } from '../../format/format-context.tsx'
import { ChangeList } from '../../resources/change-list.tsx'
import { useText } from '../../texts/i18n.ts'
import { Card, Facts } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { LiveBadge } from './live-badge.tsx'
import { Missing } from './missing.tsx'
import { RestoreButton } from './restore-button.tsx'

/** One version, how it differs from the live one, and the way back to it. */
export function VersionPage() {
  const number = usePathParam('number')
  const query = useQuery(revisionQuery(number))
  return (
    <Loaded query={query} isPage>
      {(version) => <Version version={version} />}
    </Loaded>
  )
}

function Version({ version }: { version: RevisionDetail }) {
  const t = useText()
  const format = useFormat()
  const mayWrite = useMay('flow.write')
  const { number, live, author, createdAt, counts, note, missing } = version
  return (
    <Page>
      <PageHead
        title={t('versions.version', { number })}
        up={{ to: '/flow/versions', label: t('versions.title') }}
        badge={live && <LiveBadge />}
        lead={t('versions.appliedBy', {
          author,
          date: format.dateWithYear(createdAt),
          time: format.time(createdAt),
        })}
        actions={mayWrite && !live && <RestoreButton version={version} />}
      />
      <div className="formgrid">
        <div className="col gap-4">
          {!live && missing.length > 0 && <Missing names={missing} />}
          <Differences version={version} />
        </div>
        <Card title={t('versions.about')} pad>
          <Facts
            facts={[
              { label: t('versions.note'), value: note === '' ? t('versions.nothing') : note },
              { label: t('versions.steps'), value: counts.nodes },
              { label: t('versions.numbers'), value: counts.phoneNumbers },
              { label: t('versions.routes'), value: counts.outboundRoutes },
            ]}
          />
        </Card>
      </div>
    </Page>
  )
}

function Differences({ version }: { version: RevisionDetail }) {
  const t = useText()
  const { changes, live, flow } = version
  if (changes.length > 0)
    return (
      <Card
        title={t('versions.differences', { count: changes.length })}
        lead={t('versions.differencesLead')}
      >
        <ChangeList changes={changes} flow={flow} />
      </Card>
    )
  return (
    <Card>
      <EmptyState title={t(live ? 'versions.isLive' : 'versions.same')}>
        {t(live ? 'versions.isLiveText' : 'versions.sameText')}
      </EmptyState>
    </Card>
  )
}
