import type { FlowDraft } from '@opbx/contract/call-flow/draft'
import {
  type Template,
  type TemplateUse,
  templateUsedSchema,
  templateUseSchema,
} from '@opbx/contract/call-flow/templates'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useGo } from '../../app/navigation.ts'
import { canvasPath } from '../../app/paths.ts'
import { OptionalTextField, TextField } from '../../forms/fields.tsx'
import { FormFrame } from '../../forms/form-frame.tsx'
import { useContractForm } from '../../forms/use-contract-form.ts'
import { useText } from '../../texts/i18n.ts'
import { Card } from '../../ui/card.tsx'
import { showToast } from '../../ui/toast.tsx'
import { OutsideCard } from './outside-card.tsx'
import { nextNumber, PeopleCard } from './people-card.tsx'
import type { Use, UseForm } from './use-form.ts'

/** What a template needs to know. */
export function TemplateForm({ template, draft }: { template: Template; draft: FlowDraft }) {
  const t = useText()
  const go = useGo()
  const { id, asks } = template
  const name = t(`templates.of.${id}.name`)
  const form: UseForm = useContractForm<Use, TemplateUse>({
    schema: templateUseSchema,
    values: startOf(template, draft),
    save: async (body) => {
      const used = await api.post('/templates/use', { body, schema: templateUsedSchema })
      showToast(t('templates.added', { name }))
      await flowChanged()
      go(canvasPath(used.entry))
    },
  })
  return (
    <FormFrame form={form} saveLabel={t('templates.add')} note={t('templates.note')}>
      <Card title={t('templates.needs')} pad>
        <TextField
          control={form.control}
          name="phoneNumber"
          label={t('templates.phoneNumber')}
          hint={t('templates.phoneNumberHint')}
          className="max-w-[400px]"
          input={{ inputMode: 'tel', autoComplete: 'off', placeholder: '+12025550100' }}
        />
        {asks.map((ask) =>
          ask === 'outsideNumbers' ? null : (
            <OptionalTextField
              key={ask}
              control={form.control}
              name={ask}
              label={t(`templates.${ask}`)}
              hint={t(`templates.${ask}Hint`)}
              input={{ inputMode: 'url', autoComplete: 'off' }}
            />
          ),
        )}
      </Card>
      <PeopleCard form={form} draft={draft} />
      {asks.includes('outsideNumbers') && <OutsideCard form={form} />}
    </FormFrame>
  )
}

/** The first number that leads nowhere, and the people that there are. */
function startOf({ id, asks }: Template, draft: FlowDraft): Use {
  const extensions = draft.nodes.filter(({ type }) => type === 'extension')
  return {
    template: id,
    phoneNumber: draft.phoneNumbers.find(({ entry }) => entry === null)?.number ?? '',
    people:
      extensions.length > 0
        ? extensions.slice(0, 3).map(({ id }) => ({ extension: id }))
        : [{ name: '', number: nextNumber(draft, []) }],
    outsideNumbers: asks.includes('outsideNumbers') ? [''] : [],
    systemUrl: null,
    assistantUrl: null,
    applicationUrl: null,
  }
}
