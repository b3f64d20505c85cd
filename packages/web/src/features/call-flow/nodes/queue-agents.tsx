import { Controller, useFieldArray, useFormState } from 'react-hook-form'
import { messageOf } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Select } from '../../../ui/select.tsx'
import type { NodeForm } from '../node-view.ts'
import { PeopleCard } from './people-card.tsx'

/** Whom the callers of a queue reach, and in which order of preference. */
export function AgentsCard({ form, hasOrder }: { form: NodeForm<'queue'>; hasOrder: boolean }) {
  const t = useText()
  const { control } = form
  const agents = useFieldArray({ control, name: 'config.agents', keyName: 'key' })
  const { errors } = useFormState({ control, name: 'config.agents' })
  return (
    <PeopleCard
      title={t('nodeForms.queue.agents')}
      lead={t('nodeForms.queue.agentsLead')}
      name="config.agents"
      people={agents.fields}
      onAdd={(nodes) => agents.append(nodes.map((node) => ({ node, penalty: 0 })))}
      onRemove={agents.remove}
      onMove={hasOrder ? agents.move : undefined}
      more={(index, name) => (
        <Controller
          control={control}
          name={`config.agents.${index}.penalty`}
          render={({ field }) => (
            <Select
              ref={field.ref}
              size="sm"
              className="flex-none w-32"
              aria-label={t('nodeForms.queue.preferenceOf', { name })}
              value={String(field.value ?? 0)}
              onChange={(penalty) => field.onChange(Number(penalty))}
              onBlur={field.onBlur}
              options={penaltiesWith(field.value).map((penalty) => ({
                value: String(penalty),
                label: t('nodeForms.queue.preference', { count: penalty + 1, ordinal: true }),
              }))}
            />
          )}
        />
      )}
      problem={messageOf(errors.config?.agents)}
    />
  )
}

/** A few are enough for people; one that was set by the API is shown as well. */
function penaltiesWith(known: number | undefined): number[] {
  const usual = [0, 1, 2, 3, 4]
  return known === undefined || usual.includes(known) ? usual : [...usual, known]
}
