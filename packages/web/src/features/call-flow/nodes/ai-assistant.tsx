import { assistantProviders, streamHostOf } from '@opbx/contract/call-flow/nodes/ai-assistant'
import { callPlaceholders } from '@opbx/contract/call-flow/template'
import { useId } from 'react'
import { useWatch } from 'react-hook-form'
import { BoundField, ChoiceField, TextField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { HeadersCard } from '../headers-card.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'
import { SecretInput } from '../secret-input.tsx'

/** A machine that talks with callers. */
export const aiAssistantView: NodeView<'ai_assistant'> = {
  type: 'ai_assistant',
  columns: (t) => [
    {
      key: 'where',
      head: t('nodeForms.ai_assistant.columnWhere'),
      cell: ({ config }) => (
        <code>{config.connection === 'stream' ? streamHostOf(config.url) : config.provider}</code>
      ),
      phone: 'sub',
    },
  ],
  start: () => ({
    connection: 'provider',
    provider: '',
    number: '',
    username: '',
    password: '',
    url: '',
    parameters: [],
  }),
  summary: ({ connection, provider, url }) =>
    connection === 'stream' ? streamHostOf(url) : provider,
  Form: AssistantForm,
  hasSecrets: true,
}

type FormProps = Pick<NodeFormProps<'ai_assistant'>, 'form'>

function AssistantForm({ form }: FormProps) {
  const t = useText()
  const connection = useWatch({ control: form.control, name: 'config.connection' })
  const isStream = connection === 'stream'
  return (
    <>
      <Card title={t('nodeForms.ai_assistant.heading')} pad>
        <ChoiceField
          control={form.control}
          name="config.connection"
          label={t('nodeForms.ai_assistant.connection')}
          columns
          choices={(['provider', 'stream'] as const).map((value) => ({
            value,
            label: t(`nodeForms.ai_assistant.connections.${value}`),
            hint: t(`nodeForms.ai_assistant.connectionHints.${value}`),
          }))}
        />
        {isStream ? <StreamFields form={form} /> : <ProviderFields form={form} />}
      </Card>
      {isStream && (
        <HeadersCard
          control={form.control}
          name="config.parameters"
          lead={t('nodeForms.ai_assistant.headersLead')}
          words="ai_assistant"
        />
      )}
    </>
  )
}

function ProviderFields({ form }: FormProps) {
  const t = useText()
  const list = useId()
  const plain = { autoComplete: 'off', autoCapitalize: 'none' } as const
  return (
    <>
      <div className="grid2">
        <TextField
          control={form.control}
          name="config.provider"
          label={t('nodeForms.ai_assistant.provider')}
          hint={t('nodeForms.ai_assistant.providerHint')}
          input={{ ...plain, list }}
        />
        <TextField
          control={form.control}
          name="config.number"
          label={t('nodeForms.ai_assistant.number')}
          hint={t('nodeForms.ai_assistant.numberHint')}
          input={{ ...plain, className: 'num' }}
        />
      </div>
      <datalist id={list}>
        {assistantProviders.map((provider) => (
          <option key={provider} value={provider} />
        ))}
      </datalist>
      <div className="grid2">
        <TextField
          control={form.control}
          name="config.username"
          label={t('nodeForms.ai_assistant.username')}
          hint={t('nodeForms.ai_assistant.credentialsHint')}
          input={plain}
        />
        <BoundField
          control={form.control}
          name="config.password"
          label={t('nodeForms.ai_assistant.password')}
          hint={t('nodeForms.ai_assistant.passwordHint')}
        >
          {({ text, onChange, onBlur }) => (
            <SecretInput value={text} onChange={onChange} onBlur={onBlur} />
          )}
        </BoundField>
      </div>
    </>
  )
}

function StreamFields({ form }: FormProps) {
  const t = useText()
  return (
    <>
      <TextField
        control={form.control}
        name="config.url"
        label={t('nodeForms.ai_assistant.url')}
        hint={t('nodeForms.ai_assistant.urlHint')}
        input={{
          inputMode: 'url',
          autoComplete: 'off',
          code: true,
          placeholder: 'wss://agent.acme.example/calls',
        }}
      />
      <p className="small quiet">
        <code>{callPlaceholders.map((name) => `{{${name}}}`).join(' ')}</code>
      </p>
    </>
  )
}
