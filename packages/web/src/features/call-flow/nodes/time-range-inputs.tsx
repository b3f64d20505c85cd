import { type FieldPath, useController } from 'react-hook-form'
import { useText } from '../../../texts/i18n.ts'
import { FieldError } from '../../../ui/field.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import type { NodeForm, NodeInput } from '../node-view.ts'

type RangePath =
  | `config.weekly.${string}.${number}`
  | `config.exceptions.${number}.ranges.${number}`

interface TimeRangeInputsProps {
  form: NodeForm<'business_hours'>
  path: RangePath
  /** Read aloud: the day that the hours belong to. */
  day: string
}

/** From and until, as the browser asks for times of the day. */
export function TimeRangeInputs({ form, path, day }: TimeRangeInputsProps) {
  const t = useText()
  return (
    <>
      <TimeInput
        form={form}
        name={part(path, 'from')}
        label={t('nodeForms.business_hours.from', { day })}
      />
      <span className="quiet small">{t('nodeForms.business_hours.until')}</span>
      <TimeInput
        form={form}
        name={part(path, 'to')}
        label={t('nodeForms.business_hours.to', { day })}
      />
    </>
  )
}

function TimeInput({
  form,
  name,
  label,
}: {
  form: NodeForm<'business_hours'>
  name: FieldPath<NodeInput<'business_hours'>>
  label: string
}) {
  const { field, fieldState } = useController({ control: form.control, name })
  const value: unknown = field.value
  return (
    <span className="col gap-1">
      <TextInput
        type="time"
        size="sm"
        value={timeOf(value)}
        onChange={field.onChange}
        onBlur={field.onBlur}
        ref={field.ref}
        aria-label={label}
        aria-invalid={fieldState.error !== undefined}
        className="num wk__time"
      />
      {fieldState.error?.message && <FieldError>{fieldState.error.message}</FieldError>}
    </span>
  )
}

// The browser knows no 24:00; the end of the day is its beginning there.
function timeOf(value: unknown): string {
  if (typeof value !== 'string') return ''
  return value === '24:00' ? '00:00' : value
}

// The compiler does not follow a path through a union of lists.
function part(path: RangePath, key: 'from' | 'to'): FieldPath<NodeInput<'business_hours'>> {
  return `${path}.${key}` as FieldPath<NodeInput<'business_hours'>>
}
