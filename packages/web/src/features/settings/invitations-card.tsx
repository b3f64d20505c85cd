import { type Invitation, invitationCreatedSchema } from '@opbx/contract/identity'
import { useState } from 'react'
import type { z } from 'zod'
import { api } from '../../api/client.ts'
import { useFormat } from '../../format/format-context.tsx'
import { useText } from '../../texts/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card, Item, List } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { InvitationLink } from './invitation-link.tsx'
import { useAction } from './use-action.ts'

interface InvitationsCardProps {
  invitations: readonly Invitation[]
  mayManage: boolean
}

/** Links that nobody has used yet. */
export function InvitationsCard({ invitations, mayManage }: InvitationsCardProps) {
  const t = useText()
  const waiting = invitations.filter(({ status }) => status === 'open' || status === 'expired')
  if (waiting.length === 0) return null
  return (
    <Card title={t('settings.people.invitations')} lead={t('settings.people.invitationsLead')}>
      <List label={t('settings.people.invitations')}>
        {waiting.map((invitation) => (
          <InvitationItem key={invitation.id} invitation={invitation} mayManage={mayManage} />
        ))}
      </List>
    </Card>
  )
}

interface InvitationItemProps {
  invitation: Invitation
  mayManage: boolean
}

function InvitationItem({ invitation, mayManage }: InvitationItemProps) {
  const t = useText()
  const format = useFormat()
  const [isAsking, setAsking] = useState(false)
  const [renewed, setRenewed] = useState<z.infer<typeof invitationCreatedSchema> | null>(null)
  const revocation = useAction({
    run: () => api.delete(`/invitations/${invitation.id}`),
    done: () => t('settings.people.revoked'),
    changes: 'invitations',
    onDone: () => setAsking(false),
  })
  const renewal = useAction({
    run: async () =>
      setRenewed(
        await api.post(`/invitations/${invitation.id}/resend`, {
          body: {},
          schema: invitationCreatedSchema,
        }),
      ),
    done: () => t('settings.people.resend'),
    changes: 'invitations',
  })
  return (
    <Item className="flex-wrap">
      <span className="grow basis-60 min-w-0">
        <span className="medium block trunc">
          {invitation.name} <span className="quiet">{invitation.email}</span>
        </span>
        <span className="small muted">
          {t('settings.people.invitedBy', {
            name: invitation.invitedBy,
            date: format.dateTime(invitation.expiresAt),
          })}
        </span>
      </span>
      <Badge>{t(`settings.roles.${invitation.role}`)}</Badge>
      {invitation.status === 'expired' && <Badge tone="warn">{t('settings.people.expired')}</Badge>}
      {mayManage && (
        <span className="row">
          <Button size="sm" busy={renewal.isPending} onClick={() => renewal.mutate()}>
            {t('settings.people.resend')}
          </Button>
          <Button size="sm" variant="danger" onClick={() => setAsking(true)}>
            {t('settings.people.revoke')}
          </Button>
        </span>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('settings.people.revokeTitle', { name: invitation.name })}
        text={t('settings.people.revokeText')}
        confirm={t('settings.people.revokeButton')}
        onConfirm={() => revocation.mutate()}
        busy={revocation.isPending}
        isDanger
      />
      <InvitationLink invitation={renewed} onClose={() => setRenewed(null)} />
    </Item>
  )
}
