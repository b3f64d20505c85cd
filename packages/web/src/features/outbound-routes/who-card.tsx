import { useQuery } from '@tanstack/react-query'
import { useController } from 'react-hook-form'
import { flowQuery } from '../../api/flow.ts'
import { BoundField } from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'
import { Card } from '../../ui/card.tsx'
import { Select } from '../../ui/select.tsx'
import { TagsInput } from '../../ui/tags-input.tsx'
import type { RouteForm } from './route-form.ts'

/** Who may call by this route, and when. */
export function WhoCard({ form }: { form: RouteForm }) {
  const t = useText()
  const flow = useQuery(flowQuery)
  const hours = (flow.data?.nodes ?? []).filter(({ type }) => type === 'business_hours')
  const { field, fieldState } = useController({ control: form.control, name: 'permissionClasses' })
  return (
    <Card title={t('outboundRoutes.who')} lead={t('outboundRoutes.whoLead')} pad>
      <div className="grid2">
        <TagsInput
          name="permissionClasses"
          label={t('outboundRoutes.classes')}
          hint={t('outboundRoutes.classesHint')}
          removeLabel={(name) => t('outboundRoutes.removeClass', { name })}
          error={fieldState.error?.message}
          value={field.value ?? []}
          onChange={field.onChange}
        />
        <BoundField
          control={form.control}
          name="hours"
          label={t('outboundRoutes.hours')}
          hint={t('outboundRoutes.hoursHint')}
        >
          {({ text, onChange, onBlur, name, ref }) => (
            <Select
              ref={ref}
              name={name}
              value={text}
              onChange={(id) => onChange(id === '' ? null : id)}
              onBlur={onBlur}
              options={[
                { value: '', label: t('outboundRoutes.always') },
                ...hours.map((node) => ({ value: node.id, label: node.name })),
              ]}
            />
          )}
        </BoundField>
      </div>
    </Card>
  )
}
