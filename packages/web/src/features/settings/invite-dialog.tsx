import { invitationCreatedSchema, invitationCreateSchema } from '@opbx/contract/identity'
import { rolesManagedBy } from '@opbx/contract/permissions'
import { useState } from 'react'
import type { z } from 'zod'
import { api } from '../../api/client.ts'
import { useMe } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { ChoiceField, TextField } from '../../forms/fields.tsx'
import { FormErrorSummary } from '../../forms/form-frame.tsx'
import { useContractForm } from '../../forms/use-contract-form.ts'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { InvitationLink } from './invitation-link.tsx'

type Created = z.infer<typeof invitationCreatedSchema>

/** Asks whom to invite, then shows the link. */
export function InviteDialog({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const t = useText()
  const [created, setCreated] = useState<Created | null>(null)
  return (
    <>
      <Dialog
        isOpen={isOpen && created === null}
        onClose={onClose}
        title={t('settings.people.inviteTitle')}
        lead={t('settings.people.inviteLead')}
      >
        <InviteForm onCreated={setCreated} onCancel={onClose} />
      </Dialog>
      <InvitationLink
        invitation={created}
        onClose={() => {
          setCreated(null)
          onClose()
        }}
      />
    </>
  )
}

interface InviteFormProps {
  onCreated: (created: Created) => void
  onCancel: () => void
}

function InviteForm({ onCreated, onCancel }: InviteFormProps) {
  const t = useText()
  const me = useMe()
  const form = useContractForm({
    schema: invitationCreateSchema,
    values: { name: '', email: '', role: 'pbx_user' as const },
    save: async (body) => {
      onCreated(await api.post('/invitations', { body, schema: invitationCreatedSchema }))
      await queryClient.invalidateQueries({ queryKey: ['invitations'] })
    },
  })
  return (
    <form className="col gap-4" onSubmit={form.submit} noValidate>
      <FormErrorSummary form={form} />
      <div className="grid2">
        <TextField
          control={form.control}
          name="name"
          label={t('settings.people.name')}
          input={{ autoFocus: true, autoComplete: 'off' }}
        />
        <TextField
          control={form.control}
          name="email"
          label={t('settings.people.email')}
          input={{ type: 'email', autoComplete: 'off' }}
        />
      </div>
      <ChoiceField
        control={form.control}
        name="role"
        label={t('settings.people.role')}
        columns
        choices={rolesManagedBy(me.role ?? 'reporter').map((role) => ({
          value: role,
          label: t(`settings.roles.${role}`),
          hint: t(`settings.roleHints.${role}`),
        }))}
      />
      <div className="dialog__f">
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" busy={form.isSaving}>
          {t('settings.people.inviteSubmit')}
        </Button>
      </div>
    </form>
  )
}
