import { useText } from '../../texts/i18n.ts'
import { ShownOnce } from './shown-once.tsx'

interface InvitationLinkProps {
  invitation: { name: string; email: string; link: string } | null
  onClose: () => void
}

/** The link of an invitation, to be passed on. */
export function InvitationLink({ invitation, onClose }: InvitationLinkProps) {
  const t = useText()
  return (
    <ShownOnce
      title={t('settings.people.linkTitle', { name: invitation?.name ?? '' })}
      lead={t('settings.people.linkLead', { email: invitation?.email ?? '' })}
      label={t('settings.people.link')}
      value={invitation?.link ?? null}
      confirm={t('settings.people.linkStored')}
      onClose={onClose}
    />
  )
}
