import {
  type Organization,
  organizationCreatedSchema,
  organizationCreateSchema,
  organizationSchema,
} from '@opbx/contract/identity'
import { pageOf } from '@opbx/contract/pagination'
import { useState } from 'react'
import type { z } from 'zod'
import { api } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { queryClient } from '../../api/query-client.ts'
import { countryName } from '../../format/country-name.ts'
import { ComboboxField, TextField } from '../../forms/fields.tsx'
import { FormErrorSummary } from '../../forms/form-frame.tsx'
import { useCountryOptions, useZoneOptions } from '../../forms/place-options.ts'
import { useContractForm } from '../../forms/use-contract-form.ts'
import { ResourceListPage } from '../../resources/resource-list.tsx'
import { useText } from '../../texts/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { ConfirmDialog, Dialog } from '../../ui/dialog.tsx'
import { TimeText } from '../../ui/figures.tsx'
import { InvitationLink } from './invitation-link.tsx'
import { useAction } from './use-action.ts'

type Created = z.infer<typeof organizationCreatedSchema>
type OwnerLink = { name: string; email: string; link: string }

/** For the operator of the installation: who is on it. */
export function OrganizationsPage() {
  const t = useText()
  const [isMaking, setMaking] = useState(false)
  const [link, setLink] = useState<OwnerLink | null>(null)
  const query = usePages(['organizations'], '/organizations', {
    schema: pageOf(organizationSchema),
  })
  return (
    <ResourceListPage
      title={t('settings.organizations.title')}
      lead={t('settings.organizations.lead')}
      query={query}
      columns={useOrganizationColumns()}
      rowKey={(organization) => organization.id}
      create={{ label: t('settings.organizations.create'), onPress: () => setMaking(true) }}
      empty={{
        title: t('settings.organizations.emptyTitle'),
        text: t('settings.organizations.emptyText'),
      }}
    >
      <Dialog
        isOpen={isMaking}
        onClose={() => setMaking(false)}
        title={t('settings.organizations.createTitle')}
        lead={t('settings.organizations.createLead')}
      >
        <OrganizationForm
          onCancel={() => setMaking(false)}
          onCreated={(created) => {
            setMaking(false)
            setLink({ name: created.name, ...created.invitation })
          }}
        />
      </Dialog>
      <InvitationLink invitation={link} onClose={() => setLink(null)} />
    </ResourceListPage>
  )
}

function useOrganizationColumns(): readonly Column<Organization>[] {
  const t = useText()
  return [
    {
      key: 'name',
      head: t('settings.organizations.name'),
      phone: 'title',
      cell: (organization) => <span className="medium">{organization.name}</span>,
    },
    {
      key: 'country',
      head: t('settings.organizations.country'),
      cell: (organization) => countryName(organization.country),
    },
    {
      key: 'since',
      head: t('settings.organizations.since'),
      phone: 'end',
      cell: (organization) => <TimeText at={organization.createdAt} as="dateWithYear" />,
    },
    {
      key: 'status',
      head: t('settings.organizations.status'),
      phone: 'sub',
      cell: ({ status }) => (
        <Badge tone={status === 'active' ? 'ok' : 'warn'}>
          {t(`settings.organizations.${status}`)}
        </Badge>
      ),
    },
    {
      key: 'change',
      head: '',
      align: 'end',
      phone: 'state',
      cell: (organization) => <StatusCell organization={organization} />,
    },
  ]
}

function StatusCell({ organization }: { organization: Organization }) {
  const t = useText()
  const [isAsking, setAsking] = useState(false)
  const isActive = organization.status === 'active'
  const change = useAction({
    run: () =>
      api.patch(`/organizations/${organization.id}`, {
        body: { status: isActive ? 'suspended' : 'active' },
        ifMatch: organization.version,
        schema: organizationSchema,
      }),
    done: () => t('settings.organizations.changed', { name: organization.name }),
    changes: 'organizations',
    onDone: () => setAsking(false),
  })
  return (
    <>
      <Button
        size="sm"
        variant={isActive ? 'danger' : undefined}
        onClick={() => (isActive ? setAsking(true) : change.mutate())}
      >
        {t(isActive ? 'settings.organizations.suspend' : 'settings.organizations.resume')}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('settings.organizations.suspendTitle', { name: organization.name })}
        text={t('settings.organizations.suspendText')}
        confirm={t('settings.organizations.suspendButton', { name: organization.name })}
        onConfirm={() => change.mutate()}
        busy={change.isPending}
        isDanger
      />
    </>
  )
}

interface OrganizationFormProps {
  onCreated: (created: Created) => void
  onCancel: () => void
}

function OrganizationForm({ onCreated, onCancel }: OrganizationFormProps) {
  const t = useText()
  const form = useContractForm({
    schema: organizationCreateSchema,
    values: {
      name: '',
      ownerName: '',
      ownerEmail: '',
      country: 'US',
      timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
    save: async (body) => {
      onCreated(await api.post('/organizations', { body, schema: organizationCreatedSchema }))
      await queryClient.invalidateQueries({ queryKey: ['organizations'] })
    },
  })
  const { control } = form
  return (
    <form className="col gap-4" onSubmit={form.submit} noValidate>
      <FormErrorSummary form={form} />
      <TextField
        control={control}
        name="name"
        label={t('settings.organizations.name')}
        input={{ autoFocus: true, autoComplete: 'off' }}
      />
      <div className="grid2">
        <ComboboxField
          control={control}
          name="country"
          label={t('settings.organizations.country')}
          options={useCountryOptions()}
        />
        <ComboboxField
          control={control}
          name="timeZone"
          label={t('settings.organizations.timeZone')}
          options={useZoneOptions()}
        />
        <TextField
          control={control}
          name="ownerName"
          label={t('settings.organizations.ownerName')}
          input={{ autoComplete: 'off' }}
        />
        <TextField
          control={control}
          name="ownerEmail"
          label={t('settings.organizations.ownerEmail')}
          input={{ type: 'email', autoComplete: 'off' }}
        />
      </div>
      <div className="dialog__f">
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" busy={form.isSaving}>
          {t('settings.organizations.submit')}
        </Button>
      </div>
    </form>
  )
}
