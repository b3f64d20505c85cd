import { type AuditEntry, auditEntrySchema } from '@opbx/contract/identity'
import { pageOf } from '@opbx/contract/pagination'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { usePages } from '../../api/pages.ts'
import { PagedList } from '../../resources/paged-list.tsx'
import { type Text, useText } from '../../texts/i18n.ts'
import { IconButton } from '../../ui/button.tsx'
import { Item } from '../../ui/card.tsx'
import { Code } from '../../ui/code.tsx'
import { TimeText } from '../../ui/figures.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'

/** Every change, newest first. */
export function AuditLogPage() {
  const t = useText()
  const query = usePages(['audit-log'], '/audit-log', { schema: pageOf(auditEntrySchema) })
  return (
    <Page tight>
      <PageHead title={t('settings.audit.title')} lead={t('settings.audit.lead')} />
      <PagedList
        label={t('settings.audit.title')}
        query={query}
        empty={{ title: t('settings.audit.emptyTitle'), text: t('settings.audit.emptyText') }}
        row={(entry) => <EntryItem key={entry.id} entry={entry} />}
      />
    </Page>
  )
}

/** "Ring group changed" for `ring_group.update`; what has no words yet stays as it is. */
function deedOf(action: string, t: Text): string {
  const [thing = '', deed = ''] = action.split('.')
  const things: Record<string, string> = {
    ...t('callFlow.kind', { returnObjects: true }),
    ...t('settings.audit.things', { returnObjects: true }),
  }
  const deeds: Record<string, string> = t('settings.audit.deeds', {
    returnObjects: true,
    thing: things[thing],
  })
  return (things[thing] && deeds[deed]) ?? action
}

function EntryItem({ entry }: { entry: AuditEntry }) {
  const t = useText()
  const [isOpen, setOpen] = useState(false)
  const deed = deedOf(entry.action, t)
  const hasDetails = entry.before !== null || entry.after !== null
  return (
    <Item>
      <div className="grow min-w-0 col gap-2">
        <div className="row">
          <span className="grow min-w-0">
            <span className="row wrap">
              <span>{deed}</span>
              {!deed.startsWith(entry.subjectName) && (
                <span className="medium trunc">{entry.subjectName}</span>
              )}
            </span>
            <span className="small muted">
              {entry.actor.name} · <TimeText at={entry.at} />
            </span>
          </span>
          {hasDetails && (
            <IconButton
              size="sm"
              variant="ghost"
              icon={isOpen ? ChevronDown : ChevronRight}
              label={t(isOpen ? 'settings.audit.hide' : 'settings.audit.show')}
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
            />
          )}
        </div>
        {isOpen && (
          <div className="grid2">
            <Code
              value={entry.before}
              language="json"
              label={t('settings.audit.before')}
              wrap
              maxHeight={320}
            />
            <Code
              value={entry.after}
              language="json"
              label={t('settings.audit.after')}
              wrap
              maxHeight={320}
            />
          </div>
        )}
      </div>
    </Item>
  )
}
