import { hoursAt } from '@opbx/contract/call-flow/hours'
import { businessHoursConfigSchema } from '@opbx/contract/call-flow/nodes/business-hours'
import { useMe } from '../../../api/me.ts'
import { useFormat } from '../../../format/format-context.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Badge } from '../../../ui/badge.tsx'
import { useNow } from '../../../ui/figures.tsx'

/** Whether it is open at this moment, by the very code that decides calls. Brings the calendar library. */
export function NowBadge({ config }: { config: unknown }) {
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
