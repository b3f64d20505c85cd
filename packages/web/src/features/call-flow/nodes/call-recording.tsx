import { mailStateSchema } from '@opbx/contract/mail'
import { useQuery } from '@tanstack/react-query'
import { useWatch } from 'react-hook-form'
import { api } from '../../../api/client.ts'
import { ChoiceField, OptionalNumberField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { PromptWords } from '../../prompts/prompt-picker.tsx'
import { LinesField } from '../lines-field.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'
import { OptionalPrompt } from '../optional-prompt.tsx'

/** Switches recording on or off for the rest of the call. */
export const callRecordingView: NodeView<'call_recording'> = {
  type: 'call_recording',
  columns: (t) => [
    {
      key: 'mode',
      head: t('nodeForms.call_recording.columnMode'),
      cell: (node) => t(`nodeForms.call_recording.modes.${node.config.mode}`),
      phone: 'sub',
    },
    {
      key: 'consent',
      head: t('nodeForms.call_recording.columnConsent'),
      cell: ({ config: { mode, consent } }) => (
        <span className={consent === null || mode === 'off' ? 'quiet' : 'muted'}>
          {consent === null || mode === 'off' ? (
            t('nodeForms.call_recording.nothingSaid')
          ) : (
            <PromptWords prompt={consent} />
          )}
        </span>
      ),
    },
    {
      key: 'kept',
      head: t('nodeForms.call_recording.columnKept'),
      align: 'end',
      cell: ({ config: { retentionDays } }) =>
        retentionDays === null
          ? t('nodeForms.call_recording.forGood')
          : t('nodeForms.call_recording.days', { count: retentionDays }),
    },
  ],
  start: (_organization, t) => ({
    mode: 'on',
    consent: { text: t('nodeForms.call_recording.startConsent') },
    emails: [],
    retentionDays: null,
  }),
  Form: CallRecordingForm,
}

function CallRecordingForm({ form }: NodeFormProps<'call_recording'>) {
  const t = useText()
  const isOn = useWatch({ control: form.control, name: 'config.mode' }) !== 'off'
  return (
    <>
      <Card title={t('nodeForms.call_recording.heading')} pad>
        <ChoiceField
          control={form.control}
          name="config.mode"
          label={t('nodeForms.call_recording.mode')}
          choices={(['on', 'off'] as const).map((value) => ({
            value,
            label: t(`nodeForms.call_recording.modes.${value}`),
            hint: t(`nodeForms.call_recording.modeHints.${value}`),
          }))}
        />
        {isOn && (
          <OptionalPrompt
            control={form.control}
            name="config.consent"
            label={t('nodeForms.call_recording.consent')}
            hint={t('nodeForms.call_recording.consentHint')}
            start={{ text: t('nodeForms.call_recording.startConsent') }}
          />
        )}
      </Card>
      {isOn && (
        <Card title={t('nodeForms.call_recording.keeping')} pad>
          <div className="grid2">
            <OptionalNumberField
              control={form.control}
              name="config.retentionDays"
              label={t('nodeForms.call_recording.retentionDays')}
              hint={t('nodeForms.call_recording.retentionHint')}
              unit={t('nodeForms.call_recording.daysUnit')}
            />
          </div>
          <EmailsField form={form} />
        </Card>
      )}
    </>
  )
}

function EmailsField({ form }: Pick<NodeFormProps<'call_recording'>, 'form'>) {
  const t = useText()
  const mail = useQuery({
    queryKey: ['mail'],
    queryFn: ({ signal }) => api.get('/mail', { schema: mailStateSchema, signal }),
  })
  return (
    <LinesField
      control={form.control}
      name="config.emails"
      label={t('nodeForms.call_recording.emails')}
      hint={t(
        mail.data?.isSetUp === false
          ? 'nodeForms.call_recording.noEmail'
          : 'nodeForms.call_recording.emailsHint',
      )}
      rows={3}
    />
  )
}
