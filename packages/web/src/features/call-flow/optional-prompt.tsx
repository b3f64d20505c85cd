import type { ReactNode } from 'react'
import {
  type FieldPath,
  type FieldPathValue,
  type FieldValues,
  useController,
} from 'react-hook-form'
import type { BoundProps } from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'
import { Switch } from '../../ui/choices.tsx'
import { PromptField } from './prompt-field.tsx'

interface OptionalPromptProps<I extends FieldValues, O> extends BoundProps<I, O> {
  /** What the field holds when it is switched on. */
  start: FieldPathValue<I, FieldPath<I>>
  /** Path of the prompt, where it is only a part of the field. */
  promptPath?: FieldPath<I>
  children?: ReactNode
}

/** Words that may be left out: a switch, and behind it the prompt. */
export function OptionalPrompt<I extends FieldValues, O>(props: OptionalPromptProps<I, O>) {
  const { control, name, label, hint, start, promptPath = name, children } = props
  const t = useText()
  const { field } = useController({ control, name })
  const isOn = field.value !== null && field.value !== undefined
  return (
    <>
      <Switch
        checked={isOn}
        onChange={(on) => field.onChange(on ? start : null)}
        label={label}
        hint={hint}
      />
      {isOn && (
        <>
          <PromptField control={control} name={promptPath} label={t('nodeForms.prompt.text')} />
          {children}
        </>
      )}
    </>
  )
}
