import { trialCompanySchema } from '@opbx/contract/trial'
import { useMutation, useQuery } from '@tanstack/react-query'
import {
  Check,
  Cloud,
  FlaskConical,
  KeyRound,
  Lock,
  PhoneIncoming,
  RefreshCw,
  Split,
  UsersRound,
} from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { pairingQuery } from '../../api/pairing.ts'
import { queryClient } from '../../api/query-client.ts'
import { useGo } from '../../app/navigation.ts'
import { useText } from '../../texts/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Callout, Tile } from '../../ui/card.tsx'
import { RadioCards } from '../../ui/choices.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { Reasons, Wizard } from './wizard.tsx'

type Way = 'simulator' | 'cloudonix'

/** Second step: the simulator with its sample company, or the real platform. */
export function ConnectPage() {
  const t = useText()
  const go = useGo()
  const problemText = useProblemText()
  const pairing = useQuery(pairingQuery)
  const [way, setWay] = useState<Way>('simulator')
  const trial = useMutation({
    mutationFn: () => api.post('/trial', { body: {}, schema: trialCompanySchema }),
    onSuccess: async (company) => {
      queryClient.setQueryData(['trial', 'company'], company)
      await queryClient.invalidateQueries({ queryKey: ['flow'] })
      await queryClient.invalidateQueries({ queryKey: ['pairing'] })
      go('/setup/test')
    },
  })
  const isSimulatorOff = pairing.data?.simulatorAvailable === false
  const goOn = () => (way === 'simulator' ? trial.mutate() : go('/settings/cloudonix'))
  return (
    <Wizard
      step="connect"
      title={t('setUp.connect.heading')}
      lead={t('setUp.connect.lead')}
      aside={<GoodToKnow />}
    >
      <RadioCards<Way>
        big
        value={way}
        onChange={setWay}
        label={t('setUp.connect.choose')}
        choices={[
          {
            value: 'simulator',
            label: t('setUp.connect.simulator'),
            hint: t('setUp.connect.simulatorHint'),
            end: <Badge tone="accent">{t('setUp.connect.simulatorBadge')}</Badge>,
            disabledReason: isSimulatorOff ? t('setUp.connect.simulatorOff') : undefined,
            more: (
              <ul className="ticks mt-2">
                {(['simulatorSample', 'simulatorKept'] as const).map((tick) => (
                  <li key={tick}>
                    <Check className="i" />
                    {t(`setUp.connect.${tick}`)}
                  </li>
                ))}
              </ul>
            ),
          },
          {
            value: 'cloudonix',
            label: t('setUp.connect.cloudonix'),
            hint: t('setUp.connect.cloudonixHint'),
            end: <Badge>{t('setUp.connect.cloudonixBadge')}</Badge>,
          },
        ]}
      />
      <PathLine way={way} />
      {trial.error && (
        <Callout tone="danger" announce>
          {problemText(trial.error)}
        </Callout>
      )}
      <div className="wiz__foot">
        <Button variant="primary" size="lg" busy={trial.isPending} onClick={goOn}>
          {buttonText()}
        </Button>
        <ButtonLink to="/" variant="ghost" size="lg">
          {t('setUp.connect.later')}
        </ButtonLink>
      </div>
    </Wizard>
  )

  function buttonText(): string {
    if (trial.isPending) return t('setUp.connect.starting')
    return way === 'simulator'
      ? t('setUp.connect.startSimulator')
      : t('setUp.connect.startCloudonix')
  }
}

/** Where a call goes: caller, carrier, OPBX, people. */
function PathLine({ way }: { way: Way }) {
  const t = useText()
  const carrier = t(`setUp.connect.path.${way}`)
  return (
    <div className="pathline" role="img" aria-label={t('setUp.connect.path.label', { carrier })}>
      <div>
        <Tile icon={PhoneIncoming} />
        {t('setUp.connect.path.caller')}
      </div>
      <i />
      <div className="hot">
        <Tile icon={way === 'simulator' ? FlaskConical : Cloud} tone="accent" />
        {carrier}
      </div>
      <i />
      <div>
        <Tile icon={Split} />
        {t('setUp.connect.path.opbx')}
      </div>
      <i />
      <div>
        <Tile icon={UsersRound} />
        {t('setUp.connect.path.people')}
      </div>
    </div>
  )
}

function GoodToKnow() {
  const t = useText()
  return (
    <Reasons
      heading={t('setUp.connect.good.heading')}
      reasons={[
        {
          icon: <RefreshCw className="i" />,
          name: t('setUp.connect.good.switching'),
          text: t('setUp.connect.good.switchingText'),
        },
        {
          icon: <KeyRound className="i" />,
          name: t('setUp.connect.good.keys'),
          text: t('setUp.connect.good.keysText'),
        },
        {
          icon: <Lock className="i" />,
          name: t('setUp.connect.good.stored'),
          text: t('setUp.connect.good.storedText'),
        },
      ]}
    />
  )
}
