import { SwitchField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { PromptWords } from '../../prompts/prompt-picker.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'
import { PromptField } from '../prompt-field.tsx'

/** A text, then the call goes on. */
export const announcementView: NodeView<'announcement'> = {
  type: 'announcement',
  columns: (t) => [
    {
      key: 'text',
      head: t('nodeForms.announcement.columnText'),
      cell: (node) => (
        <span className="muted">
          <PromptWords prompt={node.config.prompt} />
        </span>
      ),
      phone: 'sub',
    },
  ],
  start: () => ({ prompt: { text: '' }, skippable: false }),
  Form: AnnouncementForm,
}

function AnnouncementForm({ form }: NodeFormProps<'announcement'>) {
  const t = useText()
  return (
    <Card title={t('nodeForms.announcement.heading')} pad>
      <PromptField control={form.control} name="config.prompt" label={t('nodeForms.prompt.text')} />
      <SwitchField
        control={form.control}
        name="config.skippable"
        label={t('nodeForms.announcement.skippable')}
        hint={t('nodeForms.announcement.skippableHint')}
      />
    </Card>
  )
}
