import { Controller, useFieldArray, useFormState } from 'react-hook-form'
import { messageOf } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { NumberInput } from '../../../ui/number-input.tsx'
import type { NodeForm } from '../node-view.ts'
import { PeopleCard } from './people-card.tsx'

/** Who rings. `hasOrder`: their order is the order in which they ring; `isOneByOne`: not all at once. */
export function MembersCard({
  form,
  hasOrder,
  isOneByOne,
}: {
  form: NodeForm<'ring_group'>
  hasOrder: boolean
  isOneByOne: boolean
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
      onAdd={(nodes) =>
        members.append(nodes.map((node) => ({ node, priority: 1, ringSeconds: null })))
      }
      onRemove={members.remove}
      onMove={hasOrder ? members.move : undefined}
      more={(index, name) =>
        isOneByOne && (
          <Controller
            control={form.control}
            name={`config.members.${index}.ringSeconds`}
            render={({ field }) => (
              <span className="flex-none w-36">
                <NumberInput
                  ref={field.ref}
                  aria-label={t('nodeForms.ring_group.ringSecondsOf', { name })}
                  value={field.value ?? null}
                  onChange={(seconds) => field.onChange(Number.isNaN(seconds) ? null : seconds)}
                  onBlur={field.onBlur}
                  unit={t('common.seconds')}
                  placeholder={t('nodeForms.ring_group.asGroup')}
                />
              </span>
            )}
          />
        )
      }
      problem={messageOf(errors.config?.members)}
    />
  )
}
