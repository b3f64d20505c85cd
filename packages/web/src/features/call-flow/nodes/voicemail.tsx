import { formatDuration } from '../../../format/format.ts'
import { NumberField, SwitchField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { PromptWords } from '../../prompts/prompt-picker.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'
import { PromptField } from '../prompt-field.tsx'

/** A box that many share. */
export const voicemailView: NodeView<'voicemail'> = {
  type: 'voicemail',
  columns: (t) => [
    {
      key: 'greeting',
      head: t('nodeForms.voicemail.columnGreeting'),
      cell: (node) => (
        <span className="muted">
          <PromptWords prompt={node.config.greeting} />
        </span>
      ),
      phone: 'sub',
    },
    {
      key: 'length',
      head: t('nodeForms.voicemail.columnLength'),
      align: 'end',
      cell: (node) => formatDuration(node.config.maxSeconds),
    },
  ],
  start: (_organization, t) => ({
    greeting: { text: t('nodeForms.voicemail.startGreeting') },
    maxSeconds: 120,
    beep: true,
  }),
  Form: VoicemailForm,
}

function VoicemailForm({ form }: NodeFormProps<'voicemail'>) {
  const t = useText()
  return (
    <Card title={t('nodeForms.voicemail.heading')} pad>
      <PromptField
        control={form.control}
        name="config.greeting"
        label={t('nodeForms.voicemail.greeting')}
      />
      <div className="grid2">
        <NumberField
          control={form.control}
          name="config.maxSeconds"
          label={t('nodeForms.voicemail.maxSeconds')}
          hint={t('nodeForms.voicemail.maxSecondsHint')}
          unit={t('common.seconds')}
        />
      </div>
      <SwitchField
        control={form.control}
        name="config.beep"
        label={t('nodeForms.voicemail.beep')}
        hint={t('nodeForms.voicemail.beepHint')}
      />
    </Card>
  )
}
