import { hoursAt } from '@opbx/contract/call-flow/hours'
import { isInForce } from '@opbx/contract/call-flow/hours-override'
import {
  type BusinessHoursConfig,
  businessHoursConfigSchema,
} from '@opbx/contract/call-flow/nodes/business-hours'
import { useMemo } from 'react'
import { useMe } from '../../../api/me.ts'
import { useFormat } from '../../../format/format-context.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Badge } from '../../../ui/badge.tsx'
import { useNow } from '../../../ui/figures.tsx'
import { useHolidayBook, useOverrideOf } from './business-hours-queries.ts'

interface NowBadgeProps {
  config: unknown
  /** The stored business hours, which may be set by hand. */
  node: string | undefined
}

/** Whether it is open at this moment, by the very code that decides calls. Brings the calendar library. */
export function NowBadge({ config, node }: NowBadgeProps) {
  const t = useText()
  const now = useNow(30)
  const override = useOverrideOf(node)
  const parsed = useMemo(() => businessHoursConfigSchema.safeParse(config), [config])
  const until = override?.until ? Date.parse(override.until) : null
  if (override !== null && isInForce(until, now.getTime())) {
    const isOpen = override.override === 'open'
    const state = isOpen ? 'openByHand' : 'closedByHand'
    return <Badge tone={isOpen ? 'ok' : 'warn'}>{t(`nodeForms.business_hours.now.${state}`)}</Badge>
  }
  return parsed.success ? <BySchedule config={parsed.data} now={now} /> : null
}

function BySchedule({ config, now }: { config: BusinessHoursConfig; now: Date }) {
  const t = useText()
  const me = useMe()
  const format = useFormat()
  const holidays = useHolidayBook(config.holidays)
  const zone = config.timeZone ?? me.organization?.timeZone ?? format.timeZone
  const reading = hoursAt(config, { zone, holidays }, now.toISOString())
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
