import type { Pairing } from '@opbx/contract/pairing'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useText } from '../../texts/i18n.ts'
import { Checkbox } from '../../ui/choices.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useAction } from './use-action.ts'

interface UnpairDialogProps {
  pairing: Pairing
  isOpen: boolean
  onClose: () => void
}

/** Asks before the domain is left as it was found. */
export function UnpairDialog({ pairing, isOpen, onClose }: UnpairDialogProps) {
  const t = useText()
  const [deletesPhones, setDeletesPhones] = useState(false)
  const unpairing = useAction({
    run: () => api.delete(`/settings/cloudonix?subscribers=${deletesPhones ? 'delete' : 'keep'}`),
    done: () => t('settings.cloudonix.unpaired'),
    changes: 'pairing',
    onDone: onClose,
  })
  return (
    <ConfirmDialog
      isOpen={isOpen}
      onClose={onClose}
      title={t('settings.cloudonix.unpairTitle', { domain: pairing.domainName ?? '' })}
      text={t('settings.cloudonix.unpairText')}
      confirm={t('settings.cloudonix.unpairButton')}
      onConfirm={() => unpairing.mutate()}
      busy={unpairing.isPending}
      isDanger
    >
      <Checkbox
        checked={deletesPhones}
        onChange={(on) => setDeletesPhones(on === true)}
        label={t('settings.cloudonix.unpairSubscribers')}
      />
    </ConfirmDialog>
  )
}
