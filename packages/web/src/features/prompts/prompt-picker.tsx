import type { PromptVariant } from '@opbx/contract/call-flow/library-prompt'
import type { Prompt } from '@opbx/contract/call-flow/prompt'
import { useQuery } from '@tanstack/react-query'
import { flowQuery } from '../../api/flow.ts'
import { useMay } from '../../api/me.ts'
import { promptPath } from '../../app/paths.ts'
import { formatDuration } from '../../format/format.ts'
import { useText } from '../../texts/i18n.ts'
import { Combobox } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import { Link } from '../../ui/link.tsx'

interface PromptPickerProps {
  value: string
  onChange: (promptId: string) => void
  name: string
  label: string
  error: string | undefined
}

/** One prompt of the library, and what callers hear of it. */
export function PromptPicker({ value, onChange, name, label, error }: PromptPickerProps) {
  const t = useText()
  const mayWrite = useMay('flow.write')
  const flow = useQuery(flowQuery)
  const prompts = flow.data?.prompts ?? []
  const chosen = prompts.find(({ id }) => id === value)
  return (
    <div className="col gap-2">
      <Field label={label} name={name} error={error} className="max-w-[440px]">
        <Combobox
          value={value}
          onChange={onChange}
          options={prompts.map((prompt) => ({
            value: prompt.id,
            label: prompt.name,
            note: prompt.variants.map(({ language }) => language).join(', '),
          }))}
          placeholder={t('prompts.choose')}
        />
      </Field>
      <p className="small muted">
        {chosen ? (
          <>
            <VariantWords variant={chosen.variants[0]} />{' '}
            <Link to={promptPath(chosen.id)}>{t('prompts.open')}</Link>
          </>
        ) : (
          flow.data && mayWrite && <Link to="/flow/prompts/new">{t('prompts.createLink')}</Link>
        )}
      </p>
    </div>
  )
}

/** What callers hear in one language: the text, or the sound's name and length. */
export function VariantWords({ variant }: { variant: PromptVariant | undefined }) {
  const t = useText()
  if (variant === undefined) return null
  if (variant.kind === 'text') return t('changes.spoken', { text: variant.text })
  const { fileName, seconds } = variant.audio
  return t('prompts.soundWords', { name: fileName, length: formatDuration(Math.round(seconds)) })
}

/** What a step's prompt says, for lists. */
export function PromptWords({ prompt }: { prompt: Prompt }) {
  const flow = useQuery({ ...flowQuery, enabled: 'promptId' in prompt })
  if (!('promptId' in prompt)) return prompt.text
  return flow.data?.prompts.find(({ id }) => id === prompt.promptId)?.name ?? ''
}

const languageNames = new Intl.DisplayNames(['en'], { type: 'language' })

/** "American English" for `en-US`; the code itself for what nobody knows. */
export function languageName(code: string): string {
  try {
    return languageNames.of(code) ?? code
  } catch {
    return code
  }
}
