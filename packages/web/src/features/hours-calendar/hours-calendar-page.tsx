import {
  type Calendar,
  type CalendarDay,
  calendarSchema,
} from '@opbx/contract/call-flow/hours-calendar'
import { useQuery } from '@tanstack/react-query'
import { CalendarDays, Clock } from 'lucide-react'
import { api } from '../../api/client.ts'
import { isProblem } from '../../api/problem.ts'
import { usePathParam, useQueryParam } from '../../app/navigation.ts'
import { nodePath } from '../../app/paths.ts'
import { useFormat } from '../../format/format-context.tsx'
import { cityOfZone } from '../../format/zones.ts'
import { useText } from '../../texts/i18n.ts'
import { Card, Item, List, Tile } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { Segments } from '../../ui/segments.tsx'
import './calendar.css'
import { Months, useClock, useDayText } from './months.tsx'

const sources = ['draft', 'live'] as const

/** Two years of business hours, day by day. */
export function HoursCalendarPage() {
  const t = useText()
  const id = usePathParam('id')
  const [chosen, choose] = useQueryParam('of')
  const source = chosen === 'live' ? 'live' : 'draft'
  const query = useQuery({
    queryKey: ['flow', 'calendar', id, source],
    queryFn: ({ signal }) =>
      api.get('/flow/calendar', { query: { hours: id, source }, schema: calendarSchema, signal }),
  })
  const schedule = query.data?.schedules[0]
  const isNotLive = isProblem(query.error, 'not_found') || isProblem(query.error, 'conflict')
  return (
    <Page>
      <PageHead
        title={t('hoursCalendar.title')}
        up={{ to: nodePath('business_hours', id), label: t('nodes.business_hours.list') }}
        lead={
          schedule &&
          t('hoursCalendar.lead', { name: schedule.name, zone: cityOfZone(schedule.timeZone) })
        }
        actions={
          <Segments
            label={t('hoursCalendar.source')}
            value={source}
            onChange={(next) => choose(next === 'draft' ? '' : next)}
            segments={sources.map((value) => ({
              value,
              label: t(`hoursCalendar.sources.${value}`),
            }))}
          />
        }
      />
      {source === 'live' && isNotLive ? (
        <Card>
          <EmptyState title={t('hoursCalendar.notLive')} />
        </Card>
      ) : (
        <Loaded query={query}>
          {({ schedules }) => schedules.map((one) => <Schedule key={one.node} schedule={one} />)}
        </Loaded>
      )}
    </Page>
  )
}

const kinds = ['open', 'special', 'closed', 'holiday'] as const

function Schedule({ schedule }: { schedule: Calendar['schedules'][number] }) {
  const t = useText()
  return (
    <div className="col gap-6">
      <Card>
        <div className="daykeys">
          {kinds.map((kind) => (
            <span key={kind} className={`day day--${kind}`}>
              {t(`hoursCalendar.kinds.${kind}`)}
            </span>
          ))}
          <span className="day day--clock">{t('hoursCalendar.clock')}</span>
        </div>
        <Months days={schedule.days} />
      </Card>
      <SpecialDays schedule={schedule} />
    </div>
  )
}

/** In words what the sheets show by colour. */
function SpecialDays({ schedule }: { schedule: Calendar['schedules'][number] }) {
  const t = useText()
  const special = schedule.days.filter((day) => day.exception !== null || day.clockChange !== null)
  return (
    <Card title={t('hoursCalendar.specialTitle')} lead={t('hoursCalendar.specialLead')}>
      {special.length === 0 ? (
        <p className="card--pad muted">{t('hoursCalendar.specialNone')}</p>
      ) : (
        <List label={t('hoursCalendar.specialTitle')}>
          {special.map((day) => (
            <SpecialDay key={day.date} day={day} />
          ))}
        </List>
      )}
    </Card>
  )
}

function SpecialDay({ day }: { day: CalendarDay }) {
  const t = useText()
  const format = useFormat()
  const dayText = useDayText()
  const clock = useClock()
  const date = new Date(`${day.date}T12:00:00Z`)
  return (
    <Item>
      <Tile icon={day.exception === null ? Clock : CalendarDays} />
      <span className="grow">
        <span className="medium">{format.dateWithYear(date)}</span>
        {day.exception !== null && <span className="small muted block">{dayText(day)}</span>}
        {day.exception?.calendar && (
          <span className="small quiet block">
            {t('hoursCalendar.ofCalendar', { calendar: day.exception.calendar })}
          </span>
        )}
        {day.clockChange !== null && (
          <span className="small muted block">
            {t(
              day.clockChange.minutes > 0
                ? 'hoursCalendar.clockForward'
                : 'hoursCalendar.clockBack',
              {
                minutes: Math.abs(day.clockChange.minutes),
                time: clock(day.clockChange.from),
              },
            )}
          </span>
        )}
      </span>
    </Item>
  )
}
