import { webHostOf } from '@opbx/contract/call-flow/web-address'
import { useMay } from '../../../api/me.ts'
import { BoundField, TextField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { Code } from '../../../ui/code.tsx'
import { HeadersCard } from '../headers-card.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'
import { SecretInput } from '../secret-input.tsx'
import { DeliveriesCard } from './webhook-deliveries.tsx'

/** Another system is told of each call that comes by. */
export const webhookView: NodeView<'webhook'> = {
  type: 'webhook',
  columns: (t) => [
    {
      key: 'host',
      head: t('nodeForms.webhook.columnHost'),
      cell: (node) => <code>{webHostOf(node.config.url)}</code>,
      phone: 'sub',
    },
  ],
  start: () => ({ url: '', secretToken: '', headers: [] }),
  Form: WebhookForm,
  Aside: Sample,
  hasSecrets: true,
}

function WebhookForm({ form, node }: NodeFormProps<'webhook'>) {
  const t = useText()
  const mayManage = useMay('integration.manage')
  return (
    <>
      <Card title={t('nodeForms.webhook.heading')} pad>
        <TextField
          control={form.control}
          name="config.url"
          label={t('nodeForms.webhook.url')}
          hint={t('nodeForms.webhook.urlHint')}
          input={{
            inputMode: 'url',
            autoComplete: 'off',
            code: true,
            placeholder: 'https://hooks.acme.example/calls',
          }}
        />
        <BoundField
          control={form.control}
          name="config.secretToken"
          label={t('nodeForms.webhook.token')}
          hint={t('nodeForms.webhook.tokenHint')}
        >
          {({ text, onChange, onBlur }) => (
            <SecretInput value={text} onChange={onChange} onBlur={onBlur} />
          )}
        </BoundField>
      </Card>
      <HeadersCard
        control={form.control}
        name="config.headers"
        lead={t('nodeForms.webhook.headersLead')}
      />
      {node && mayManage && <DeliveriesCard node={node} isDirty={form.isDirty()} />}
    </>
  )
}

/** What the receiver gets, so that its programmer need not guess. */
function Sample({ form }: NodeFormProps<'webhook'>) {
  const t = useText()
  const name = form.watch('name')
  const sample = {
    type: 'webhook_component_event',
    unique_call_id: '17636544001600000000',
    user_name: 'ACME PTY LTD',
    user_number: '12025550150',
    dest_number: '12025550100',
    call_start_at: '2026-03-02T15:00:00.000Z',
    component_name: name,
  }
  return (
    <Card title={t('nodeForms.webhook.sample')} lead={t('nodeForms.webhook.sampleLead')} pad>
      <Code value={sample} language="json" label={t('nodeForms.webhook.sample')} wrap />
      <p className="small muted">{t('nodeForms.webhook.callerNote')}</p>
    </Card>
  )
}
