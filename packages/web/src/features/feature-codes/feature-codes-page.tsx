import {
  type Feature,
  type FeatureCodes,
  type FeatureCodesResource,
  featureCodesResourceSchema,
  featureCodesSchema,
  usualFeatureCodes,
} from '@opbx/contract/call-flow/feature-codes'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useWatch } from 'react-hook-form'
import type { z } from 'zod'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useMay } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { OptionalTextField } from '../../forms/fields.tsx'
import { FormFrame } from '../../forms/form-frame.tsx'
import { type ContractForm, useContractForm } from '../../forms/use-contract-form.ts'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { showToast } from '../../ui/toast.tsx'

// Under `flow`: read again when somebody else changes the draft.
const codesQuery = queryOptions({
  queryKey: ['flow', 'feature_codes'],
  queryFn: ({ signal }) =>
    api.get('/feature-codes', { schema: featureCodesResourceSchema, signal }),
})

/** What phones dial to change something. */
export function FeatureCodesPage() {
  const t = useText()
  const query = useQuery(codesQuery)
  return (
    <Page>
      <PageHead title={t('featureCodes.title')} lead={t('featureCodes.lead')} />
      <div className="formgrid">
        <Loaded query={query}>
          {(resource) => <CodesForm key={resource.version} resource={resource} />}
        </Loaded>
      </div>
    </Page>
  )
}

const groups = {
  voicemail: ['own_voicemail', 'any_voicemail'],
  own: ['do_not_disturb_on', 'do_not_disturb_off', 'forward_on', 'forward_off'],
  agents: ['agent_sign_in', 'agent_pause'],
  supervisors: ['listen', 'whisper', 'barge'],
} as const satisfies Record<string, readonly Feature[]>

type Codes = z.input<typeof featureCodesSchema>
type CodesForm = ContractForm<Codes, FeatureCodes>

function CodesForm({ resource }: { resource: FeatureCodesResource }) {
  const t = useText()
  const mayWrite = useMay('flow.write')
  const form: CodesForm = useContractForm<Codes, FeatureCodes>({
    schema: featureCodesSchema,
    values: resource.codes,
    save: async (body) => {
      const saved = await api.put('/feature-codes', {
        body,
        ifMatch: resource.version,
        schema: featureCodesResourceSchema,
      })
      showToast(t('featureCodes.saved'))
      queryClient.setQueryData(codesQuery.queryKey, saved)
      await flowChanged()
    },
  })
  const restore = () => {
    for (const group of Object.values(groups)) {
      for (const feature of group)
        form.setValue(feature, usualFeatureCodes[feature], { shouldDirty: true })
    }
  }
  return (
    <FormFrame
      form={form}
      saveLabel={t('featureCodes.save')}
      note={t('featureCodes.note')}
      isReadOnly={!mayWrite}
    >
      <GroupCard form={form} group="voicemail" lead={t('featureCodes.groups.voicemailLead')} />
      <GroupCard form={form} group="own" lead={t('featureCodes.groups.ownLead')} />
      <GroupCard form={form} group="agents" lead={t('featureCodes.groups.agentsLead')} />
      <GroupCard form={form} group="supervisors" lead={t('featureCodes.groups.supervisorsLead')} />
      {mayWrite && (
        <div>
          <Button onClick={restore}>{t('featureCodes.restore')}</Button>
        </div>
      )}
    </FormFrame>
  )
}

function GroupCard({
  form,
  group,
  lead,
}: {
  form: CodesForm
  group: keyof typeof groups
  lead: string
}) {
  const t = useText()
  const codes = useWatch({ control: form.control })
  return (
    <Card title={t(`featureCodes.groups.${group}`)} lead={lead} pad>
      <div className="grid2">
        {groups[group].map((feature) => {
          const code = usualFeatureCodes[feature] ?? ''
          return (
            <OptionalTextField
              key={feature}
              control={form.control}
              name={feature}
              label={t(`changes.field.${feature}`)}
              hint={t(`featureCodes.hint.${feature}`, { code })}
              note={codes[feature] === code ? undefined : t('featureCodes.usual', { code })}
              input={{ className: 'num', placeholder: t('featureCodes.off') }}
            />
          )
        })}
      </div>
    </Card>
  )
}
