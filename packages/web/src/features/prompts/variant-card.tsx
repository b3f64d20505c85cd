import { Trash2 } from 'lucide-react'
import { errorAt } from '../../forms/error-at.ts'
import { useText } from '../../texts/i18n.ts'
import { IconButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Field } from '../../ui/field.tsx'
import { Segments } from '../../ui/segments.tsx'
import { TextArea } from '../../ui/text-input.tsx'
import type { Playable, PromptForm, VariantInput } from './prompt-form.ts'
import { languageName } from './prompt-picker.tsx'
import { SoundField } from './sound-field.tsx'
import { LanguagePicker, VoicePicker } from './voice-picker.tsx'

interface VariantCardProps {
  form: PromptForm
  index: number
  variant: VariantInput
  /** Those that are known, by hash. */
  sounds: ReadonlyMap<string, Playable>
  onSound: (sound: Playable) => void
  onChange: (variant: VariantInput) => void
  onRemove: (() => void) | undefined
}

/** What callers of one language hear. */
export function VariantCard(props: VariantCardProps) {
  const { form, index, variant, sounds, onSound, onChange, onRemove } = props
  const t = useText()
  const path = `variants.${index}`
  const errorOf = (part: string): string | undefined =>
    errorAt(form.formState.errors, `${path}.${part}`)
  const { language } = variant
  const name = language === '' ? t('prompts.newLanguage') : languageName(language)
  const languageField = (
    <LanguagePicker
      name={`${path}.language`}
      value={language}
      onChange={(next, isFromList) =>
        onChange(
          variant.kind === 'text' && isFromList
            ? { ...variant, language: next, voice: undefined }
            : { ...variant, language: next },
        )
      }
      error={errorOf('language')}
    />
  )
  return (
    <Card
      title={name}
      lead={index === 0 ? t('prompts.firstLanguage') : undefined}
      end={
        onRemove && (
          <IconButton
            icon={Trash2}
            label={t('prompts.removeLanguage', { name })}
            onClick={onRemove}
          />
        )
      }
      pad
    >
      <Segments
        label={t('prompts.kind')}
        className="self-start"
        value={variant.kind}
        onChange={(kind) =>
          onChange(
            kind === 'text' ? { kind, language, text: '' } : { kind: 'audio', language, hash: '' },
          )
        }
        segments={[
          { value: 'text', label: t('prompts.kinds.text') },
          { value: 'audio', label: t('prompts.kinds.audio') },
        ]}
      />
      {variant.kind === 'text' ? (
        <>
          <Field
            label={t('nodeForms.prompt.text')}
            name={`${path}.text`}
            hint={t('nodeForms.prompt.textHint')}
            error={errorOf('text')}
          >
            <TextArea
              value={variant.text}
              rows={3}
              onChange={(event) => onChange({ ...variant, text: event.target.value })}
            />
          </Field>
          <div className="grid2">
            {languageField}
            <VoicePicker
              name={`${path}.voice`}
              value={variant.voice ?? ''}
              language={language}
              onChange={(voice) =>
                onChange({ ...variant, voice: voice === '' ? undefined : voice })
              }
              error={errorOf('voice')}
            />
          </div>
        </>
      ) : (
        <>
          <SoundField
            name={`${path}.hash`}
            sound={sounds.get(variant.hash)}
            error={errorOf('hash')}
            onSound={(sound) => {
              onSound(sound)
              onChange({ ...variant, hash: sound.hash })
            }}
          />
          <div className="grid2">{languageField}</div>
        </>
      )}
    </Card>
  )
}
