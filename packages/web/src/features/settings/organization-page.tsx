import { organizationChangeSchema, organizationSchema } from '@opbx/contract/identity'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { meQuery } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { ComboboxField, TextField } from '../../forms/fields.tsx'
import { FormFrame } from '../../forms/form-frame.tsx'
import { useCountryOptions, useZoneOptions } from '../../forms/place-options.ts'
import { useContractForm } from '../../forms/use-contract-form.ts'
import { useText } from '../../texts/i18n.ts'
import { Card } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { showToast } from '../../ui/toast.tsx'

/** Name, clock and country. */
export function OrganizationPage() {
  const t = useText()
  const query = useQuery({
    queryKey: ['organization'],
    queryFn: ({ signal }) => api.get('/organization', { schema: organizationSchema, signal }),
  })
  return (
    <Page>
      <PageHead title={t('settings.organization.title')} lead={t('settings.organization.lead')} />
      <div className="formgrid">
        <Loaded query={query}>
          {(organization) => <OrganizationForm key={organization.id} organization={organization} />}
        </Loaded>
      </div>
    </Page>
  )
}

interface OrganizationFormProps {
  organization: { name: string; timeZone: string; country: string; version: number }
}

function OrganizationForm({ organization }: OrganizationFormProps) {
  const t = useText()
  const [version, setVersion] = useState(organization.version)
  const { name, timeZone, country } = organization
  const form = useContractForm({
    schema: organizationChangeSchema,
    values: { name, timeZone, country },
    save: async (body) => {
      const saved = await api.patch('/organization', {
        body,
        ifMatch: version,
        schema: organizationSchema,
      })
      setVersion(saved.version)
      showToast(t('settings.organization.saved'))
      await queryClient.invalidateQueries({ queryKey: meQuery.queryKey })
      await flowChanged()
    },
  })
  return (
    <FormFrame form={form} saveLabel={t('common.save')} note={t('settings.organization.note')}>
      <Card pad>
        <TextField control={form.control} name="name" label={t('settings.organization.name')} />
        <div className="grid2">
          <ComboboxField
            control={form.control}
            name="timeZone"
            label={t('settings.organization.timeZone')}
            hint={t('settings.organization.timeZoneHint')}
            options={useZoneOptions()}
          />
          <ComboboxField
            control={form.control}
            name="country"
            label={t('settings.organization.country')}
            hint={t('settings.organization.countryHint')}
            options={useCountryOptions()}
          />
        </div>
      </Card>
    </FormFrame>
  )
}
