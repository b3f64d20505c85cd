import { type PromptResource, promptResourceSchema } from '@opbx/contract/call-flow/library-prompt'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useController } from 'react-hook-form'
import { api } from '../../api/client.ts'
import { flowChanged, flowQuery } from '../../api/flow.ts'
import { useMay } from '../../api/me.ts'
import { useGo, usePathParam } from '../../app/navigation.ts'
import { nodePath } from '../../app/paths.ts'
import { TextField } from '../../forms/fields.tsx'
import { DeleteButton } from '../../resources/delete-button.tsx'
import { ResourceEditPage } from '../../resources/resource-edit.tsx'
import { useText } from '../../texts/i18n.ts'
import { DraftBadge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Link } from '../../ui/link.tsx'
import { Loaded } from '../../ui/loading.tsx'
import {
  contentOfPrompt,
  createPrompt,
  type Playable,
  promptList,
  usePromptForm,
} from './prompt-form.ts'
import { VariantCard } from './variant-card.tsx'

export function NewPromptPage() {
  return <PromptEditor stored={undefined} />
}

export function PromptPage() {
  const id = usePathParam('id')
  const [round, setRound] = useState(0)
  const query = useQuery({
    queryKey: ['flow', 'prompt', id],
    queryFn: ({ signal }) => api.get(`/prompts/${id}`, { schema: promptResourceSchema, signal }),
  })
  return (
    <Loaded query={query} isPage>
      {(stored) => (
        <PromptEditor
          key={`${id} ${round}`}
          stored={stored}
          onReload={() => void query.refetch().then(() => setRound(round + 1))}
        />
      )}
    </Loaded>
  )
}

function PromptEditor({
  stored,
  onReload,
}: {
  stored: PromptResource | undefined
  onReload?: () => void
}) {
  const t = useText()
  const go = useGo()
  const mayWrite = useMay('flow.write')
  const { form, version } = usePromptForm(stored)
  const [sounds, setSounds] = useState<ReadonlyMap<string, Playable>>(() => soundsOf(stored))
  const { field } = useController({ control: form.control, name: 'variants' })
  const variants = field.value
  return (
    <ResourceEditPage
      title={stored?.name ?? t('prompts.createTitle')}
      up={{ to: promptList, label: t('prompts.list') }}
      badge={stored && <DraftBadge state={stored.state} />}
      form={form}
      saveLabel={stored ? t('common.save') : t('prompts.add')}
      note={t('forms.goesIntoDraft')}
      isReadOnly={!mayWrite}
      onReload={onReload}
      aside={stored && <UsedCard prompt={stored} />}
      actions={
        stored &&
        mayWrite && (
          <DeleteButton
            name={stored.name}
            onDelete={() => api.delete(`/prompts/${stored.id}`, { ifMatch: version })}
            onDeleted={() => go(promptList, { after: flowChanged })}
            onUndo={() => createPrompt(contentOfPrompt(stored)).then(flowChanged)}
          />
        )
      }
    >
      <Card pad>
        <TextField
          control={form.control}
          name="name"
          label={t('prompts.name')}
          input={{
            autoFocus: !stored,
            autoComplete: 'off',
            className: 'max-w-[400px]',
            placeholder: t('prompts.nameExample'),
          }}
        />
      </Card>
      {variants.map((variant, index) => (
        <VariantCard
          // biome-ignore lint/suspicious/noArrayIndexKey: a language has no identity but its place
          key={index}
          form={form}
          index={index}
          variant={variant}
          sounds={sounds}
          onSound={(sound) => setSounds((all) => new Map(all).set(sound.hash, sound))}
          onChange={(next) =>
            field.onChange(variants.map((one, at) => (at === index ? next : one)))
          }
          onRemove={
            variants.length > 1
              ? () => field.onChange(variants.filter((_, at) => at !== index))
              : undefined
          }
        />
      ))}
      {mayWrite && (
        <div>
          <Button
            icon={Plus}
            onClick={() => field.onChange([...variants, { kind: 'text', language: '', text: '' }])}
          >
            {t('prompts.addLanguage')}
          </Button>
        </div>
      )}
    </ResourceEditPage>
  )
}

function soundsOf(stored: PromptResource | undefined): Map<string, Playable> {
  const all = (stored?.variants ?? []).flatMap((one) => (one.kind === 'audio' ? [one.audio] : []))
  return new Map(
    all.map((audio) => [
      audio.hash,
      { ...audio, previewUrl: stored?.previewUrls[audio.hash] ?? '' },
    ]),
  )
}

function UsedCard({ prompt }: { prompt: PromptResource }) {
  const t = useText()
  const flow = useQuery(flowQuery)
  const ids = [...new Set(prompt.usedBy.map(({ id }) => id))]
  return (
    <Card title={t('prompts.columnUsed')} pad>
      {ids.length === 0 ? (
        <p className="small muted">{t('prompts.unusedHint')}</p>
      ) : (
        <ul className="col gap-2">
          {ids.map((id) => {
            const node = flow.data?.nodes.find((one) => one.id === id)
            return (
              <li key={id}>
                {node ? <Link to={nodePath(node.type, id)}>{node.name}</Link> : null}
              </li>
            )
          })}
        </ul>
      )}
    </Card>
  )
}
