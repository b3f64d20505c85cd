import { hoursAt } from '@opbx/contract/call-flow/hours'
import { businessHoursConfigSchema, weekdays } from '@opbx/contract/call-flow/nodes/business-hours'
import { X } from 'lucide-react'
import { useMemo } from 'react'
import { useWatch } from 'react-hook-form'
import { useMe } from '../../../api/me.ts'
import { useFormat } from '../../../format/format-context.tsx'
import { cityOfZone, listZones } from '../../../format/zones.ts'
import { BoundField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Badge } from '../../../ui/badge.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Combobox } from '../../../ui/combobox.tsx'
import { useNow } from '../../../ui/figures.tsx'
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
      cell: (node) => <NowBadge config={node.config} />,
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
  }),
  openExits: (_config, t) => ({ holiday: t('nodeForms.business_hours.holidayOpen') }),
  Form: BusinessHoursForm,
}

function BusinessHoursForm({ form }: NodeFormProps<'business_hours'>) {
  const t = useText()
  const config = useWatch({ control: form.control, name: 'config' })
  return (
    <>
      <Card
        title={t('nodeForms.business_hours.week')}
        lead={t('nodeForms.business_hours.weekLead')}
        end={<NowBadge config={config} />}
      >
        <div className="wk">
          {weekdays.map((day) => (
            <WeekDay key={day} form={form} day={day} />
          ))}
        </div>
        <div className="card--pad">
          <ZoneField form={form} />
        </div>
      </Card>
      <ExceptionsCard form={form} />
    </>
  )
}

/** The zone in which the hours are meant. */
function ZoneField({ form }: { form: NodeForm<'business_hours'> }) {
  const t = useText()
  const me = useMe()
  const zones = useMemo(
    () =>
      listZones(new Date()).map(({ zone, city, region, offset }) => ({
        value: zone,
        label: city,
        note: offset,
        keywords: [zone, region],
      })),
    [],
  )
  return (
    <BoundField
      control={form.control}
      name="config.timeZone"
      label={t('nodeForms.business_hours.timeZone')}
      hint={t('nodeForms.business_hours.timeZoneHint', {
        zone: cityOfZone(me.organization?.timeZone ?? ''),
      })}
    >
      {({ text, onChange }) => (
        <span className="row">
          <span className="grow">
            <Combobox
              value={text}
              onChange={onChange}
              options={zones}
              placeholder={t('nodeForms.business_hours.timeZoneOrganization')}
            />
          </span>
          {text !== '' && (
            <IconButton
              variant="ghost"
              icon={X}
              label={t('nodeForms.business_hours.timeZoneOrganization')}
              onClick={() => onChange(null)}
            />
          )}
        </span>
      )}
    </BoundField>
  )
}

/** Whether it is open at this moment, by the very code that decides calls. */
function NowBadge({ config }: { config: unknown }) {
  const t = useText()
  const me = useMe()
  const format = useFormat()
  const now = useNow(30)
  const parsed = businessHoursConfigSchema.safeParse(config)
  if (!parsed.success) return null
  const zone = parsed.data.timeZone ?? me.organization?.timeZone ?? format.timeZone
  const reading = hoursAt(parsed.data, zone, now.toISOString())
  if (reading.state === 'open')
    return <Badge tone="ok">{t('nodeForms.business_hours.now.open')}</Badge>
  return (
    <Badge>
      {reading.state === 'holiday'
        ? t('nodeForms.business_hours.now.holiday', { name: reading.exception?.name ?? '' })
        : t('nodeForms.business_hours.now.closed')}
    </Badge>
  )
}
