import type { Control, FieldPath, FieldValues } from 'react-hook-form'
import { useWatch } from 'react-hook-form'
import { OptionalTextField, TextAreaField } from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'

interface PromptFieldProps<I extends FieldValues, O> {
  control: Control<I, unknown, O>
  /** Path of the prompt: `config.prompt`. */
  name: FieldPath<I>
  label: string
  hint?: string | undefined
}

/** What callers hear: the text, how long it takes to say, and its language. */
export function PromptField<I extends FieldValues, O>({
  control,
  name,
  label,
  hint,
}: PromptFieldProps<I, O>) {
  const t = useText()
  const text: unknown = useWatch({ control, name: part<I>(name, 'text') })
  const seconds = typeof text === 'string' && text.trim() !== '' ? spokenSeconds(text) : 0
  return (
    <div className="col gap-3">
      <TextAreaField
        control={control}
        name={part<I>(name, 'text')}
        label={label}
        hint={
          seconds > 0
            ? t('nodeForms.prompt.seconds', { count: seconds })
            : (hint ?? t('nodeForms.prompt.textHint'))
        }
      />
      <div className="grid2">
        <OptionalTextField
          control={control}
          name={part<I>(name, 'language')}
          label={t('nodeForms.prompt.language')}
          hint={t('nodeForms.prompt.languageHint')}
          empty={undefined}
        />
        <OptionalTextField
          control={control}
          name={part<I>(name, 'voice')}
          label={t('nodeForms.prompt.voice')}
          hint={t('nodeForms.prompt.voiceDefault')}
          empty={undefined}
        />
      </div>
    </div>
  )
}

/** Speech takes about 14 characters a second. */
export function spokenSeconds(text: string): number {
  return Math.max(1, Math.round(text.trim().length / 14))
}

// The parts of a prompt, wherever the prompt stands in the form.
function part<I extends FieldValues>(
  name: FieldPath<I>,
  key: 'text' | 'voice' | 'language',
): FieldPath<I> {
  return `${name}.${key}` as FieldPath<I>
}
