import { hostOf } from '@opbx/contract/call-flow/nodes/application'
import { useController, useWatch } from 'react-hook-form'
import { SwitchField, TextField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Callout, Card } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import { FieldError, fieldId } from '../../../ui/field.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'

/** Somebody else's logic: the call is handed over for good. */
export const applicationView: NodeView<'application'> = {
  type: 'application',
  columns: (t) => [
    {
      key: 'host',
      head: t('nodeForms.application.columnHost'),
      cell: (node) => <code>{hostOf(node.config.url)}</code>,
      phone: 'sub',
    },
  ],
  start: () => ({ url: '', allowedHost: '', sendVariables: false }),
  Form: ApplicationForm,
}

function ApplicationForm({ form }: NodeFormProps<'application'>) {
  const t = useText()
  return (
    <>
      <Card title={t('nodeForms.application.heading')} pad>
        <TextField
          control={form.control}
          name="config.url"
          label={t('nodeForms.application.url')}
          hint={t('nodeForms.application.urlHint')}
          input={{
            inputMode: 'url',
            autoComplete: 'off',
            code: true,
            placeholder: 'https://voice.acme.example/start',
          }}
        />
        <Callout>{t('nodeForms.application.byName')}</Callout>
        <SwitchField
          control={form.control}
          name="config.sendVariables"
          label={t('nodeForms.application.sendVariables')}
          hint={t('nodeForms.application.sendVariablesHint')}
        />
      </Card>
      <AllowCard form={form} />
    </>
  )
}

/** The host is allowed by name: another host has to be allowed anew. */
function AllowCard({ form }: Pick<NodeFormProps<'application'>, 'form'>) {
  const t = useText()
  const host = hostOf(useWatch({ control: form.control, name: 'config.url' }).trim())
  const name = 'config.allowedHost'
  const { field, fieldState } = useController({ control: form.control, name })
  return (
    <Card
      title={t('nodeForms.application.keyHeading')}
      lead={t('nodeForms.application.keyLead')}
      pad
    >
      <div id={fieldId(name)} tabIndex={-1}>
        {host === '' ? (
          <p className="small quiet">{t('nodeForms.application.noHost')}</p>
        ) : (
          <Checkbox
            checked={field.value === host}
            onChange={(on) => field.onChange(on ? host : '')}
            label={t('nodeForms.application.allow', { host })}
            hint={t('nodeForms.application.allowHint')}
          />
        )}
        {host !== '' && field.value !== host && fieldState.error?.message && (
          <FieldError>{fieldState.error.message}</FieldError>
        )}
      </div>
    </Card>
  )
}
