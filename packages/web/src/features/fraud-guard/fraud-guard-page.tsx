import type { FraudGuard } from '@opbx/contract/fraud-guard'
import { useQuery } from '@tanstack/react-query'
import { fraudGuardQuery } from '../../api/fraud-guard.ts'
import { useMe } from '../../api/me.ts'
import { useText } from '../../texts/i18n.ts'
import { Callout } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { PeopleCard } from './people-card.tsx'
import { RefusalsCard } from './refusals-card.tsx'
import { SettingsForm } from './settings-form.tsx'
import { StoppedCallout } from './stopped-callout.tsx'
import { UseCard } from './use-card.tsx'

/** Use against caps, live; what was refused; and the caps. */
export function FraudGuardPage() {
  const t = useText()
  const query = useQuery(fraudGuardQuery)
  return (
    <Page>
      <PageHead title={t('fraudGuard.title')} lead={t('fraudGuard.lead')} />
      <Loaded query={query}>{(guard) => <Guard guard={guard} />}</Loaded>
    </Page>
  )
}

function Guard({ guard }: { guard: FraudGuard }) {
  const t = useText()
  // Who sees only the own calls sees neither people nor refusals.
  const seesOthers = useMe().role !== 'pbx_user'
  return (
    <div className="col gap-6">
      {guard.stopped && <StoppedCallout stop={guard.stopped} />}
      {!guard.settings.enabled && (
        <Callout tone="warn" title={t('fraudGuard.off')}>
          {t('fraudGuard.offText')}
        </Callout>
      )}
      <UseCard guard={guard} />
      {seesOthers && <PeopleCard guard={guard} />}
      {seesOthers && <RefusalsCard refusals={guard.refusals} />}
      <SettingsForm settings={guard.settings} />
    </div>
  )
}
