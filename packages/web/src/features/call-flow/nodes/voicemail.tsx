import { formatDuration } from '../../../format/format.ts'
import { useText } from '../../../texts/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { PromptWords } from '../../prompts/prompt-picker.tsx'
import { BoxPinField, EmailFields, MessageFields, newBox } from '../box-fields.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'

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
      key: 'emails',
      head: t('nodeForms.voicemail.columnEmails'),
      cell: ({ config: { emails } }) => (
        <span className="muted">{emails.length === 0 ? '–' : emails.join(', ')}</span>
      ),
    },
    {
      key: 'length',
      head: t('nodeForms.voicemail.columnLength'),
      align: 'end',
      cell: (node) => formatDuration(node.config.maxSeconds),
    },
  ],
  start: (_organization, t) => newBox(t('nodeForms.voicemail.startGreeting')),
  Form: VoicemailForm,
  hasSecrets: true,
}

const names = {
  greeting: 'config.greeting',
  maxSeconds: 'config.maxSeconds',
  beep: 'config.beep',
  pin: 'config.pin',
  emails: 'config.emails',
  emailSubject: 'config.emailSubject',
  emailBody: 'config.emailBody',
  attachAudio: 'config.attachAudio',
  retentionDays: 'config.retentionDays',
} as const

function VoicemailForm({ form: { control } }: NodeFormProps<'voicemail'>) {
  const t = useText()
  return (
    <>
      <Card title={t('nodeForms.voicemail.heading')} pad>
        <MessageFields control={control} names={names} />
      </Card>
      <Card
        title={t('nodeForms.voicemail.emailHeading')}
        lead={t('nodeForms.voicemail.emailLead')}
        pad
      >
        <EmailFields control={control} names={names} />
      </Card>
      <Card title={t('nodeForms.voicemail.phoneHeading')} pad>
        <BoxPinField control={control} names={names} hint={t('nodeForms.voicemail.pinHint')} />
      </Card>
    </>
  )
}
