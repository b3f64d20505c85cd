import type { Pairing } from '@opbx/contract/pairing'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/card.tsx'
import { changeOf, savePairing } from './save-pairing.ts'
import { useAction } from './use-action.ts'

/** The domain's calls go to somebody else's application: named, and replaced only when it is confirmed. */
export function ForeignApplication({ pairing }: { pairing: Pairing }) {
  const t = useText()
  const replacement = useAction({
    run: () => savePairing({ ...changeOf(pairing), replaceDefaultApplication: true }),
    done: () => t('settings.cloudonix.savedOk', { domain: pairing.domainName ?? '' }),
    changes: 'pairing',
  })
  const name = pairing.foreignDefaultApplication
  if (name === null) return null
  return (
    <Callout
      tone="danger"
      title={t('settings.cloudonix.foreign', { name })}
      action={
        <Button variant="primary" busy={replacement.isPending} onClick={() => replacement.mutate()}>
          {t('settings.cloudonix.foreignButton')}
        </Button>
      }
    >
      {t('settings.cloudonix.foreignText', { name })}
    </Callout>
  )
}
