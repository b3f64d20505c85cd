import type { Pairing } from '@opbx/contract/pairing'
import { useQuery } from '@tanstack/react-query'
import { Unplug } from 'lucide-react'
import { useState } from 'react'
import { pairingQuery } from '../../api/pairing.ts'
import { useText } from '../../texts/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { ChecksCard, FirstsCard, PhonesCard, TrunksCard } from './cloudonix-aside.tsx'
import { CloudonixForm } from './cloudonix-form.tsx'
import { ForeignApplication } from './foreign-application.tsx'
import './settings.css'
import { UnpairDialog } from './unpair-dialog.tsx'

const tones = { unpaired: undefined, configured: 'ok', attention: 'warn' } as const

/** The connection with the platform: credentials, addresses, keys, and how each step went. */
export function CloudonixPage() {
  const t = useText()
  const query = useQuery(pairingQuery)
  return (
    <Page tight>
      <Loaded query={query}>{(pairing) => <PairingView pairing={pairing} />}</Loaded>
      {query.data === undefined && <PageHead title={t('settings.cloudonix.title')} />}
    </Page>
  )
}

function PairingView({ pairing }: { pairing: Pairing }) {
  const t = useText()
  const [isUnpairing, setUnpairing] = useState(false)
  const isPaired = pairing.status !== 'unpaired'
  return (
    <>
      <PageHead
        title={t('settings.cloudonix.title')}
        heading={t('settings.cloudonix.title')}
        lead={t('settings.cloudonix.lead')}
        badge={
          <Badge tone={tones[pairing.status]}>
            {t(`settings.cloudonix.status.${pairing.status}`)}
          </Badge>
        }
        actions={
          isPaired && (
            <Button variant="danger" icon={Unplug} onClick={() => setUnpairing(true)}>
              {t('settings.cloudonix.unpair')}
            </Button>
          )
        }
      />
      <ForeignApplication pairing={pairing} />
      {pairing.warnings.map((warning) => (
        <Callout key={warning} tone="warn">
          {warning}
        </Callout>
      ))}
      <div className="cxgrid">
        <CloudonixForm key={`${pairing.status} ${pairing.domainUuid}`} pairing={pairing} />
        <div className="col gap-4">
          <ChecksCard pairing={pairing} />
          {isPaired && <PhonesCard />}
          {isPaired && <TrunksCard />}
          {isPaired && <FirstsCard pairing={pairing} />}
        </div>
      </div>
      <UnpairDialog pairing={pairing} isOpen={isUnpairing} onClose={() => setUnpairing(false)} />
    </>
  )
}
