import {
  type PromptAudio,
  type PromptCreate,
  type PromptResource,
  promptCreateSchema,
  promptResourceSchema,
} from '@opbx/contract/call-flow/library-prompt'
import { useState } from 'react'
import type { z } from 'zod'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useGo } from '../../app/navigation.ts'
import { useContractForm } from '../../forms/use-contract-form.ts'
import { useText } from '../../texts/i18n.ts'
import { showToast } from '../../ui/toast.tsx'

/** A sound with a link that plays it. */
export type Playable = PromptAudio & { previewUrl: string }

export const promptList = '/flow/prompts'

type PromptInput = z.input<typeof promptCreateSchema>
export type PromptForm = ReturnType<typeof usePromptForm>['form']
export type VariantInput = PromptInput['variants'][number]

export function createPrompt(body: PromptCreate) {
  return api.post('/prompts', { body, schema: promptResourceSchema })
}

/** What is sent: of a sound only its hash. */
export function contentOfPrompt({ name, variants }: PromptResource): PromptCreate {
  return {
    name,
    variants: variants.map((one) =>
      one.kind === 'text' ? one : { kind: 'audio', language: one.language, hash: one.audio.hash },
    ),
  }
}

export function usePromptForm(stored: PromptResource | undefined) {
  const t = useText()
  const go = useGo()
  // Of what the form was filled from, not of what was read since: else somebody's change were overwritten.
  const [version, setVersion] = useState(stored?.version)
  const form = useContractForm<PromptInput, PromptCreate>({
    schema: promptCreateSchema,
    values: stored
      ? contentOfPrompt(stored)
      : { name: '', variants: [{ kind: 'text', language: 'en-US', text: '' }] },
    save: async (value) => {
      if (stored) {
        const saved = await api.patch(`/prompts/${stored.id}`, {
          body: value,
          ifMatch: version,
          schema: promptResourceSchema,
        })
        setVersion(saved.version)
        showToast(t('forms.savedInDraft'))
      } else {
        await createPrompt(value)
        showToast(t('forms.created', { name: value.name }))
        go(promptList)
      }
      await flowChanged()
    },
  })
  return { form, version }
}
