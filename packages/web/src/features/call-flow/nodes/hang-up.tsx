import { useWatch } from 'react-hook-form'
import { ChoiceField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { Switch } from '../../../ui/choices.tsx'
import { PromptWords } from '../../prompts/prompt-picker.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'
import { PromptField } from '../prompt-field.tsx'

const reasons = ['normal', 'busy', 'rejected', 'congestion'] as const

/** Ends the call, with a sentence first or without. */
export const hangUpView: NodeView<'hang_up'> = {
  type: 'hang_up',
  columns: (t) => [
    {
      key: 'reason',
      head: t('nodeForms.hang_up.columnReason'),
      cell: (node) => t(`nodeForms.hang_up.reasons.${node.config.reason}`),
      width: '20%',
    },
    {
      key: 'message',
      head: t('nodeForms.hang_up.columnMessage'),
      cell: (node) => (
        <span className="muted">
          {node.config.message ? (
            <PromptWords prompt={node.config.message} />
          ) : (
            t('nodeForms.hang_up.silent')
          )}
        </span>
      ),
      phone: 'sub',
    },
  ],
  start: () => ({ reason: 'normal', message: null }),
  Form: HangUpForm,
}

function HangUpForm({ form }: NodeFormProps<'hang_up'>) {
  const t = useText()
  const message = useWatch({ control: form.control, name: 'config.message' })
  return (
    <Card title={t('nodeForms.hang_up.heading')} pad>
      <ChoiceField
        control={form.control}
        name="config.reason"
        label={t('nodeForms.hang_up.reason')}
        columns
        choices={reasons.map((reason) => ({
          value: reason,
          label: t(`nodeForms.hang_up.reasons.${reason}`),
          hint: t(`nodeForms.hang_up.reasonHints.${reason}`),
        }))}
      />
      <Switch
        checked={message !== null && message !== undefined}
        onChange={(on) =>
          form.setValue('config.message', on ? { text: '' } : null, { shouldDirty: true })
        }
        label={t('nodeForms.hang_up.message')}
        hint={t('nodeForms.hang_up.messageHint')}
      />
      {message && (
        <PromptField
          control={form.control}
          name="config.message"
          label={t('nodeForms.prompt.text')}
        />
      )}
    </Card>
  )
}
