import type { CallStory } from '@opbx/contract/calls'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useText } from '../../texts/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card, Item, List } from '../../ui/card.tsx'
import { Code } from '../../ui/code.tsx'
import { DataTable } from '../../ui/data-table.tsx'
import { Duration, Tel, TimeText } from '../../ui/figures.tsx'

/** What was asked and reported, word for word. */
export function EventsCard({ call }: { call: CallStory }) {
  const t = useText()
  const [isOpen, setOpen] = useState(false)
  if (call.events.length === 0) return null
  return (
    <Card
      title={t('calls.story.events')}
      lead={t('calls.story.eventsLead', { count: call.events.length })}
      end={
        <Button size="sm" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'calls.story.hideEvents' : 'calls.story.showEvents')}
        </Button>
      }
    >
      {isOpen && (
        <List>
          {call.events.map((event) => (
            <EventItem key={event.id} event={event} />
          ))}
        </List>
      )}
    </Card>
  )
}

function EventItem({ event }: { event: CallStory['events'][number] }) {
  const t = useText()
  const [isOpen, setOpen] = useState(false)
  return (
    <Item>
      <div className="grow col gap-2 min-w-0">
        <div className="eventrow">
          <span className="small quiet num">
            <TimeText at={event.at} as="timeWithSeconds" />
          </span>
          <Badge>{t(`calls.story.eventKind.${event.kind}`)}</Badge>
          <span className="grow trunc">{event.summary}</span>
          <IconButton
            size="sm"
            variant="ghost"
            icon={isOpen ? ChevronDown : ChevronRight}
            label={t(isOpen ? 'calls.story.hideEvent' : 'calls.story.showEvent')}
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          />
        </div>
        {isOpen && (
          <Code
            value={event.detail}
            language="json"
            label={t('calls.story.eventDetail')}
            wrap
            maxHeight={360}
          />
        )}
      </div>
    </Item>
  )
}

/** One row per party, from the platform's records. */
export function LegsCard({ call }: { call: CallStory }) {
  const t = useText()
  if (call.legs.length === 0) return null
  return (
    <Card title={t('calls.story.legs')} lead={t('calls.story.legsLead')}>
      <DataTable
        label={t('calls.story.legs')}
        rows={call.legs}
        rowKey={(leg) => `${leg.session} ${leg.from} ${leg.to} ${leg.endedAt}`}
        columns={[
          {
            key: 'from',
            head: t('calls.story.caller'),
            phone: 'title',
            cell: (leg) => <Tel number={leg.from} />,
          },
          {
            key: 'to',
            head: t('calls.story.dialled'),
            phone: 'sub',
            cell: (leg) => <Tel number={leg.to} />,
          },
          {
            key: 'result',
            head: t('calls.history.result'),
            phone: 'state',
            cell: (leg) => t(`calls.history.disposition.${leg.disposition}`),
          },
          {
            key: 'length',
            head: t('calls.story.length'),
            align: 'end',
            phone: 'end',
            cell: (leg) => <Duration seconds={leg.durationSeconds} />,
          },
        ]}
      />
    </Card>
  )
}
