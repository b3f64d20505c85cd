import type { NodeResource } from '@opbx/contract/call-flow/flow'
import { weekdays } from '@opbx/contract/call-flow/nodes/business-hours'
import { CalendarDays } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { useWatch } from 'react-hook-form'
import { useMe } from '../../../api/me.ts'
import { useFormat } from '../../../format/format-context.tsx'
import { cityOfZone } from '../../../format/zones.ts'
import { ComboboxField } from '../../../forms/fields.tsx'
import { useZoneOptions } from '../../../forms/place-options.ts'
import { useText } from '../../../texts/i18n.ts'
import { ButtonLink } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import type { NodeForm, NodeFormProps, NodeView } from '../node-view.ts'
import { ExceptionsCard } from './business-hours-exceptions.tsx'
import { WeekDay } from './business-hours-week.tsx'
import './business-hours.css'

const workday = () => [{ from: '09:00', to: '17:00' }]

/** When calls go which way. */
export const businessHoursView: NodeView<'business_hours'> = {
  type: 'business_hours',
  columns: (t) => [
    {
      key: 'now',
      head: t('nodeForms.business_hours.columnNow'),
      cell: (node) => <Now config={node.config} node={node.id} />,
      phone: 'state',
    },
    {
      key: 'zone',
      head: t('nodeForms.business_hours.columnZone'),
      cell: (node) =>
        node.config.timeZone === null
          ? t('nodeForms.business_hours.timeZoneOrganization')
          : cityOfZone(node.config.timeZone),
      phone: 'sub',
    },
    {
      key: 'byHand',
      head: <span className="sr">{t('nodeForms.business_hours.columnByHand')}</span>,
      align: 'end',
      cell: (node) => <MenuOf node={node} />,
    },
  ],
  start: () => ({
    timeZone: null,
    weekly: {
      monday: workday(),
      tuesday: workday(),
      wednesday: workday(),
      thursday: workday(),
      friday: workday(),
      saturday: [],
      sunday: [],
    },
    exceptions: [],
    holidays: [],
  }),
  openExits: (_config, t) => ({ holiday: t('nodeForms.business_hours.holidayOpen') }),
  Form: BusinessHoursForm,
}

function BusinessHoursForm({ form, node }: NodeFormProps<'business_hours'>) {
  const t = useText()
  const config = useWatch({ control: form.control, name: 'config' })
  return (
    <>
      {node && <CardOf node={node} />}
      <Card
        title={t('nodeForms.business_hours.week')}
        lead={t('nodeForms.business_hours.weekLead')}
        end={<Now config={config} node={node?.id} />}
      >
        <div className="wk">
          {weekdays.map((day) => (
            <WeekDay key={day} form={form} day={day} />
          ))}
        </div>
        <div className="card--pad col gap-4">
          <ZoneField form={form} />
          {node && (
            <span>
              <ButtonLink to={`/flow/business-hours/${node.id}/calendar`} icon={CalendarDays}>
                {t('hoursCalendar.title')}
              </ButtonLink>
            </span>
          )}
        </div>
      </Card>
      <ExceptionsCard form={form} />
      <Calendars form={form} />
    </>
  )
}

/** The zone in which the hours are meant. */
function ZoneField({ form }: { form: NodeForm<'business_hours'> }) {
  const t = useText()
  const me = useMe()
  return (
    <ComboboxField
      control={form.control}
      name="config.timeZone"
      label={t('nodeForms.business_hours.timeZone')}
      hint={t('nodeForms.business_hours.timeZoneHint', {
        zone: cityOfZone(me.organization?.timeZone ?? ''),
      })}
      options={useZoneOptions()}
      placeholder={t('nodeForms.business_hours.timeZoneOrganization')}
      clearLabel={t('nodeForms.business_hours.timeZoneOrganization')}
    />
  )
}

// The calendar library comes after the page.
const NowBadge = lazy(async () => ({
  default: (await import('./business-hours-now.tsx')).NowBadge,
}))
const OverrideCard = lazy(async () => ({
  default: (await import('./business-hours-override.tsx')).OverrideCard,
}))
const OverrideMenu = lazy(async () => ({
  default: (await import('./business-hours-override.tsx')).OverrideMenu,
}))
const CalendarsCard = lazy(async () => ({
  default: (await import('./business-hours-calendars.tsx')).CalendarsCard,
}))

function Now({ config, node }: { config: unknown; node: string | undefined }) {
  return (
    <Suspense fallback={null}>
      <NowBadge config={config} node={node} />
    </Suspense>
  )
}

interface StoredProps {
  node: NodeResource<'business_hours'>
}

function CardOf({ node }: StoredProps) {
  const zone = useZone(node)
  return (
    <Suspense fallback={null}>
      <OverrideCard id={node.id} name={node.name} zone={zone} />
    </Suspense>
  )
}

function MenuOf({ node }: StoredProps) {
  const zone = useZone(node)
  return (
    <Suspense fallback={null}>
      <OverrideMenu id={node.id} name={node.name} zone={zone} />
    </Suspense>
  )
}

function useZone({ config }: NodeResource<'business_hours'>): string {
  const organization = useMe().organization
  const { timeZone } = useFormat()
  return config.timeZone ?? organization?.timeZone ?? timeZone
}

function Calendars({ form }: { form: NodeForm<'business_hours'> }) {
  return (
    <Suspense fallback={null}>
      <CalendarsCard form={form} />
    </Suspense>
  )
}
