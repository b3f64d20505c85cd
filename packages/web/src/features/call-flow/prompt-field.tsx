import {
  type Control,
  type FieldPath,
  type FieldValues,
  useController,
  useFormState,
} from 'react-hook-form'
import { errorAt } from '../../forms/error-at.ts'
import { TextAreaField } from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'
import { Segments } from '../../ui/segments.tsx'
import { PromptPicker } from '../prompts/prompt-picker.tsx'
import { LanguagePicker, VoicePicker } from '../prompts/voice-picker.tsx'

interface PromptFieldProps<I extends FieldValues, O> {
  control: Control<I, unknown, O>
  /** Path of the prompt: `config.prompt`. */
  name: FieldPath<I>
  label: string
  hint?: string | undefined
}

/** What callers hear: a text of its own, or a prompt of the library. */
export function PromptField<I extends FieldValues, O>(props: PromptFieldProps<I, O>) {
  const { control, name, label } = props
  const t = useText()
  const { field } = useController({ control, name })
  const errorOf = useErrors(control, name)
  const value: unknown = field.value
  const promptId = textOf(value, 'promptId')
  return (
    <div className="col gap-3">
      <Segments
        label={t('prompts.source')}
        className="self-start"
        value={promptId === undefined ? 'text' : 'library'}
        onChange={(source) => field.onChange(source === 'text' ? { text: '' } : { promptId: '' })}
        segments={[
          { value: 'text', label: t('prompts.sources.text') },
          { value: 'library', label: t('prompts.sources.library') },
        ]}
      />
      {promptId === undefined ? (
        <SpokenField {...props} />
      ) : (
        <PromptPicker
          name={`${name}.promptId`}
          label={label}
          value={promptId}
          onChange={(next) => field.onChange({ promptId: next })}
          error={errorOf('promptId')}
        />
      )}
    </div>
  )
}

/** The text, how long it takes to say, its language and voice. */
function SpokenField<I extends FieldValues, O>({
  control,
  name,
  label,
  hint,
}: PromptFieldProps<I, O>) {
  const t = useText()
  const text = useController({ control, name: part<I>(name, 'text') }).field
  const language = useController({ control, name: part<I>(name, 'language') }).field
  const voice = useController({ control, name: part<I>(name, 'voice') }).field
  const errorOf = useErrors(control, name)
  const spoken: unknown = text.value
  const seconds = typeof spoken === 'string' && spoken.trim() !== '' ? spokenSeconds(spoken) : 0
  return (
    <>
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
        <LanguagePicker
          name={`${name}.language`}
          value={language.value ?? ''}
          onChange={(next, isFromList) => {
            language.onChange(next === '' ? undefined : next)
            if (isFromList) voice.onChange(undefined)
          }}
          error={errorOf('language')}
          optional
        />
        <VoicePicker
          name={`${name}.voice`}
          value={voice.value ?? ''}
          language={language.value ?? ''}
          onChange={(next) => voice.onChange(next === '' ? undefined : next)}
          error={errorOf('voice')}
        />
      </div>
    </>
  )
}

/** Speech takes about 14 characters a second. */
export function spokenSeconds(text: string): number {
  return Math.max(1, Math.round(text.trim().length / 14))
}

function useErrors<I extends FieldValues, O>(control: Control<I, unknown, O>, name: FieldPath<I>) {
  const { errors } = useFormState({ control })
  return (key: string): string | undefined => errorAt(errors, `${name}.${key}`)
}

function textOf(value: unknown, key: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found: unknown = Object.getOwnPropertyDescriptor(value, key)?.value
  return typeof found === 'string' ? found : undefined
}

// The parts of a prompt, wherever the prompt stands in the form.
function part<I extends FieldValues>(
  name: FieldPath<I>,
  key: 'text' | 'voice' | 'language',
): FieldPath<I> {
  return `${name}.${key}` as FieldPath<I>
}
