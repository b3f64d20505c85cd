import { useQuery } from '@tanstack/react-query'
import { Controller, useFieldArray, useFormState } from 'react-hook-form'
import { flowQuery } from '../../../api/flow.ts'
import { formatPhoneNumber } from '../../../format/phone-number.ts'
import { messageOf } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { NumberInput } from '../../../ui/number-input.tsx'
import type { NodeForm } from '../node-view.ts'
import { PeopleCard } from './people-card.tsx'
import { AddOutsideNumber, OutsideRules } from './ring-group-outside.tsx'

/** Who rings: people, and numbers outside. `strategy`: the group's. */
export function MembersCard({
  form,
  strategy,
}: {
  form: NodeForm<'ring_group'>
  strategy: string | undefined
}) {
  const t = useText()
  const flow = useQuery(flowQuery)
  const members = useFieldArray({ control: form.control, name: 'config.members', keyName: 'key' })
  const { errors } = useFormState({ control: form.control, name: 'config.members' })
  const isTogether = strategy === 'simultaneous'
  const numbers = members.fields.flatMap((member) => ('number' in member ? [member.number] : []))
  const people = members.fields.map((member) => {
    if ('number' in member) return { key: member.key, number: member.number }
    return { key: member.key, node: member.node }
  })
  const asGroup = { priority: 1, ringSeconds: null }
  return (
    <PeopleCard
      title={t('nodeForms.ring_group.members')}
      lead={t('nodeForms.ring_group.membersLead')}
      name="config.members"
      people={people}
      onAdd={(nodes) => members.append(nodes.map((node) => ({ node, ...asGroup })))}
      onRemove={members.remove}
      onMove={
        strategy === 'sequential' || (isTogether && numbers.length > 1) ? members.move : undefined
      }
      more={(index) => {
        const member = members.fields[index]
        const isOutside = member !== undefined && 'number' in member
        // Numbers outside ring alone whatever the strategy.
        if (member === undefined || (isTogether && !isOutside)) return null
        const name = isOutside
          ? formatPhoneNumber(member.number)
          : (flow.data?.nodes.find(({ id }) => id === member.node)?.name ?? '')
        return (
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
      }}
      problem={messageOf(errors.config?.members)}
    >
      <AddOutsideNumber
        known={numbers}
        onAdd={(number) => members.append({ number, ...asGroup })}
      />
      {numbers.length > 0 && (
        <OutsideRules isApart={isTogether && numbers.length < members.fields.length} />
      )}
    </PeopleCard>
  )
}
