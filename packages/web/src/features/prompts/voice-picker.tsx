import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../api/me.ts'
import { voicesQuery } from '../../api/voices.ts'
import { useText } from '../../texts/i18n.ts'
import { Combobox } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { languageName } from './prompt-picker.tsx'

interface PickerProps {
  /** Path in the form. */
  name: string
  value: string
  onChange: (value: string) => void
  error: string | undefined
  disabled?: boolean
}

/** The platform's voices; nothing where the organization is not connected, or not yet. */
function useVoices() {
  const mayWrite = useMay('flow.write')
  return useQuery({ ...voicesQuery, enabled: mayWrite }).data?.items ?? []
}

/** A language: one that a voice speaks, or written where those are not known. Empty where `optional`: the platform's. */
export function LanguagePicker({
  name,
  value,
  onChange,
  error,
  disabled,
  optional = false,
}: Omit<PickerProps, 'onChange'> & {
  optional?: boolean
  /** From the list of voices: the voice of before may not speak it. */
  onChange: (language: string, isFromList: boolean) => void
}) {
  const t = useText()
  const voices = useVoices()
  const codes = new Set(voices.flatMap(({ languages }) => languages))
  if (value !== '') codes.add(value)
  const hint = t(optional ? 'nodeForms.prompt.languageHint' : 'prompts.languageHint')
  const options = [...codes]
    .map((code) => ({ value: code, label: languageName(code), note: code }))
    .sort((a, b) => a.label.localeCompare(b.label))
  const none = { value: '', label: t('nodeForms.prompt.voiceDefault'), note: undefined }
  return (
    <Field
      label={t('nodeForms.prompt.language')}
      name={name}
      hint={voices.length === 0 || optional ? hint : undefined}
      error={error}
    >
      {voices.length === 0 ? (
        <TextInput
          value={value}
          onChange={(event) => onChange(event.target.value.trim(), false)}
          disabled={disabled}
          autoComplete="off"
          placeholder={t('prompts.languageExample')}
        />
      ) : (
        <Combobox
          value={value}
          onChange={(next) => onChange(next, true)}
          options={optional ? [none, ...options] : options}
          disabled={disabled}
        />
      )}
    </Field>
  )
}

/** A voice of the language, or written where those are not known. Empty: the platform's own. */
export function VoicePicker({
  name,
  value,
  onChange,
  error,
  disabled,
  language,
}: PickerProps & { language: string }) {
  const t = useText()
  const voices = useVoices()
  const fitting = voices.filter(({ languages }) => language === '' || languages.includes(language))
  const options = fitting.map(({ voice, name: label, provider, gender, languages }) => ({
    value: voice,
    label,
    note: [provider, gender].filter(Boolean).join(', '),
    keywords: languages.map(languageName),
  }))
  const isKnown = value === '' || options.some((option) => option.value === value)
  const current = { value, label: value, note: '', keywords: [] }
  const own = { value: '', label: t('nodeForms.prompt.voiceDefault'), note: '', keywords: [] }
  return (
    <Field
      label={t('nodeForms.prompt.voice')}
      name={name}
      hint={voices.length === 0 ? t('nodeForms.prompt.voiceDefault') : undefined}
      error={error}
    >
      {voices.length === 0 ? (
        <TextInput
          value={value}
          onChange={(event) => onChange(event.target.value)}
          disabled={disabled}
          autoComplete="off"
        />
      ) : (
        <Combobox
          value={value}
          onChange={onChange}
          options={isKnown ? [own, ...options] : [own, current, ...options]}
          disabled={disabled}
        />
      )}
    </Field>
  )
}
