import { useController } from 'react-hook-form'
import { useText } from '../../../texts/i18n.ts'
import { Field } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import type { NodeForm } from '../node-view.ts'

const keys = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#']

/** One key, or none. */
export function ExitKeyField({ form }: { form: NodeForm<'queue'> }) {
  const t = useText()
  const { field, fieldState } = useController({ control: form.control, name: 'config.exitKey' })
  return (
    <Field
      label={t('nodeForms.queue.exitKey')}
      hint={t('nodeForms.queue.exitKeyHint')}
      name="config.exitKey"
      error={fieldState.error?.message}
    >
      <Select
        ref={field.ref}
        value={field.value ?? 'none'}
        onChange={(key) => field.onChange(key === 'none' ? null : key)}
        onBlur={field.onBlur}
        options={[
          { value: 'none', label: t('nodeForms.queue.noExitKey') },
          ...keys.map((key) => ({ value: key, label: key })),
        ]}
      />
    </Field>
  )
}
