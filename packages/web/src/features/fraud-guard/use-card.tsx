import { type Caps, capKinds, type FraudGuard, type GuardUse } from '@opbx/contract/fraud-guard'
import { useText } from '../../texts/i18n.ts'
import { Card } from '../../ui/card.tsx'
import { CapMeter } from './cap-meter.tsx'

/** What the whole organization has used of its caps. */
export function UseCard({ guard }: { guard: FraudGuard }) {
  const t = useText()
  const { settings, organization } = guard
  return (
    <Card title={t('fraudGuard.use.title')} lead={t('fraudGuard.use.lead')} pad>
      <Meters caps={settings.organization} use={organization.total} />
      {settings.outsideHours.hours !== null && (
        <>
          <h3>{t('fraudGuard.use.outsideHours')}</h3>
          <Meters caps={settings.outsideHours.organization} use={organization.outsideHours} />
        </>
      )}
    </Card>
  )
}

function Meters({ caps, use }: { caps: Caps; use: GuardUse }) {
  return (
    <div className="grid3">
      {capKinds.map((cap) => (
        <CapMeter key={cap} cap={cap} used={use[cap]} most={caps[cap]} />
      ))}
    </div>
  )
}
