import { useState } from 'react'
import { type FieldValues, get, useController, useFormState } from 'react-hook-form'
import { type BoundProps, messageOf } from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'
import { Field } from '../../ui/field.tsx'
import { TextArea } from '../../ui/text-input.tsx'

interface LinesFieldProps<I extends FieldValues, O> extends BoundProps<I, O> {
  rows: number
  inputMode?: 'tel' | 'text'
}

/** A list of texts, one in each line. What was typed is kept, so that an empty line does not vanish at once. */
export function LinesField<I extends FieldValues, O>(props: LinesFieldProps<I, O>) {
  const { control, name, label, hint, rows, inputMode } = props
  const t = useText()
  const { field, fieldState } = useController({ control, name })
  const { errors } = useFormState({ control, name })
  const [text, setText] = useState(() => textsOf(field.value).join('\n'))
  const change = (typed: string) => {
    setText(typed)
    const lines = typed.split('\n').map((line) => line.trim())
    field.onChange(lines.filter((line) => line !== ''))
  }
  const wrong = wrongLineOf(get(errors, name))
  const problem = wrong
    ? t('forms.wrongLine', { number: wrong.line, problem: wrong.message })
    : messageOf(fieldState.error)
  return (
    <Field label={label} hint={hint} name={name} error={problem}>
      <TextArea
        ref={field.ref}
        value={text}
        onChange={(event) => change(event.target.value)}
        onBlur={field.onBlur}
        rows={rows}
        inputMode={inputMode ?? 'text'}
        className={inputMode === 'tel' ? 'num' : ''}
      />
    </Field>
  )
}

function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

/** The first line that is wrong, counted among those that are not empty. */
function wrongLineOf(errors: unknown): { line: number; message: string } | null {
  if (!Array.isArray(errors)) return null
  for (const [index, error] of errors.entries()) {
    const message: unknown = get(error, 'message')
    if (typeof message === 'string') return { line: index + 1, message }
  }
  return null
}
