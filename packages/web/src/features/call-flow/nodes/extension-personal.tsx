import type { NodeResource } from '@opbx/contract/call-flow/flow'
import {
  type PersonalSettings,
  personalSettingsSchema,
} from '@opbx/contract/call-flow/personal-settings'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from '../../../api/client.ts'
import { useMay, useMe } from '../../../api/me.ts'
import { queryClient } from '../../../api/query-client.ts'
import { OptionalTextField, SwitchField } from '../../../forms/fields.tsx'
import { FormErrorSummary } from '../../../forms/form-frame.tsx'
import { useContractForm } from '../../../forms/use-contract-form.ts'
import { useText } from '../../../texts/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Loaded } from '../../../ui/loading.tsx'
import { showToast } from '../../../ui/toast.tsx'

const keyOf = (id: string) => ['personal-settings', id]
const pathOf = (id: string) => `/extensions/${id}/personal-settings`

/** Do-not-disturb and forwarding: what a person sets at once, outside of the draft. */
export function PersonalCard({ node }: { node: NodeResource<'extension'> }) {
  const t = useText()
  const settings = useQuery({
    queryKey: keyOf(node.id),
    queryFn: ({ signal }) => api.get(pathOf(node.id), { schema: personalSettingsSchema, signal }),
  })
  return (
    <Card title={t('personal.title')} lead={t('personal.lead')} pad>
      <Loaded query={settings}>
        {(stored) => <PersonalForm key={JSON.stringify(stored)} node={node} stored={stored} />}
      </Loaded>
    </Card>
  )
}

function PersonalForm({
  node,
  stored,
}: {
  node: NodeResource<'extension'>
  stored: PersonalSettings
}) {
  const t = useText()
  const isOwn = useMe().extension?.id === node.id
  const mayChange = useMay('flow.write') || isOwn
  const form = useContractForm<z.input<typeof personalSettingsSchema>, PersonalSettings>({
    schema: personalSettingsSchema,
    values: stored,
    save: async (body) => {
      const saved = await api.put(pathOf(node.id), { body, schema: personalSettingsSchema })
      queryClient.setQueryData(keyOf(node.id), saved)
      showToast(t('personal.saved'))
    },
  })
  const target = { inputMode: 'tel', autoComplete: 'off', className: 'num' } as const
  return (
    <form onSubmit={form.submit} noValidate className="col gap-4">
      <FormErrorSummary form={form} />
      <fieldset disabled={!mayChange} className="col gap-4">
        <SwitchField
          control={form.control}
          name="doNotDisturb"
          label={t('personal.doNotDisturb')}
          hint={t('personal.doNotDisturbHint')}
        />
        {(['forwardAlways', 'forwardBusy', 'forwardNoAnswer', 'forwardUnreachable'] as const).map(
          (name) => (
            <OptionalTextField
              key={name}
              control={form.control}
              name={name}
              label={t(`personal.${name}`)}
              hint={name === 'forwardAlways' ? t('personal.targetHint') : undefined}
              input={target}
            />
          ),
        )}
      </fieldset>
      {mayChange ? (
        <div className="row">
          <Button type="submit" busy={form.isSaving}>
            {t('personal.save')}
          </Button>
        </div>
      ) : (
        <p className="small quiet">{t('personal.onlyOwn')}</p>
      )}
    </form>
  )
}
