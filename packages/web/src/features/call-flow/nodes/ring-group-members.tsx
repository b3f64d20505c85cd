import { useFieldArray, useFormState } from 'react-hook-form'
import { messageOf } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import type { NodeForm } from '../node-view.ts'
import { PeopleCard } from './people-card.tsx'

/** Who rings. `hasOrder`: their order is the order in which they ring. */
export function MembersCard({
  form,
  hasOrder,
}: {
  form: NodeForm<'ring_group'>
  hasOrder: boolean
}) {
  const t = useText()
  const members = useFieldArray({ control: form.control, name: 'config.members', keyName: 'key' })
  const { errors } = useFormState({ control: form.control, name: 'config.members' })
  return (
    <PeopleCard
      title={t('nodeForms.ring_group.members')}
      lead={t('nodeForms.ring_group.membersLead')}
      name="config.members"
      people={members.fields}
      onAdd={(nodes) => members.append(nodes.map((node) => ({ node, priority: 1 })))}
      onRemove={members.remove}
      onMove={hasOrder ? members.move : undefined}
      problem={messageOf(errors.config?.members)}
    />
  )
}
