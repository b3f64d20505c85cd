import { invitationAcceptSchema, openInvitationSchema } from '@opbx/contract/identity'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '../../api/client.ts'
import { meQuery } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { useGo, usePathParam } from '../../app/navigation.ts'
import { PasswordField, TextField } from '../../forms/fields.tsx'
import { FormErrorSummary } from '../../forms/form-frame.tsx'
import { useContractForm } from '../../forms/use-contract-form.ts'
import { useText } from '../../texts/i18n.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { SkeletonRows } from '../../ui/loading.tsx'
import { Door } from './door.tsx'

/** Accepts an invitation: with a new password, or with the one of an account that is there. */
export function InvitationPage() {
  const t = useText()
  const token = usePathParam('token')
  const invitation = useQuery({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) =>
      api.get(`/invitations/open/${encodeURIComponent(token)}`, {
        schema: openInvitationSchema,
        signal,
      }),
    retry: false,
    refetchOnWindowFocus: false,
  })
  if (invitation.data) return <Accept invitation={invitation.data} token={token} />
  if (!invitation.error) return <SkeletonRows rows={3} />
  return (
    <Door title={t('signIn.invitation.goneTitle')} lead={t('signIn.invitation.goneText')}>
      <ButtonLink to="/sign-in">{t('signIn.invitation.toSignIn')}</ButtonLink>
    </Door>
  )
}

function Accept({
  invitation,
  token,
}: {
  invitation: z.infer<typeof openInvitationSchema>
  token: string
}) {
  const t = useText()
  const go = useGo()
  const { organization, invitedBy, role, email, hasAccount } = invitation
  const form = useContractForm({
    schema: invitationAcceptSchema,
    values: hasAccount ? { password: '' } : { name: invitation.name, password: '' },
    save: async (value) => {
      await api.post(`/invitations/open/${encodeURIComponent(token)}`, { body: value })
      queryClient.clear()
      await queryClient.fetchQuery(meQuery)
      go('/', { replace: true })
    },
  })
  return (
    <Door
      title={t('signIn.invitation.title', { organization })}
      lead={t('signIn.invitation.lead', {
        invitedBy,
        organization,
        role: t(`shell.roles.${role}`),
      })}
    >
      <form className="col gap-4" onSubmit={form.submit} noValidate>
        <FormErrorSummary form={form} />
        {!hasAccount && (
          <TextField
            control={form.control}
            name="name"
            label={t('signIn.invitation.name')}
            input={{ autoComplete: 'name' }}
          />
        )}
        <PasswordField
          control={form.control}
          name="password"
          label={t(
            hasAccount ? 'signIn.invitation.passwordKnown' : 'signIn.invitation.passwordNew',
          )}
          hint={t(
            hasAccount
              ? 'signIn.invitation.passwordKnownHint'
              : 'signIn.invitation.passwordNewHint',
            { email },
          )}
          autoComplete={hasAccount ? 'current-password' : 'new-password'}
        />
        <Button type="submit" variant="primary" size="lg" block busy={form.isSaving}>
          {form.isSaving
            ? t('signIn.invitation.accepting')
            : t('signIn.invitation.accept', { organization })}
        </Button>
      </form>
    </Door>
  )
}
