import { useText } from '../../../texts/i18n.ts'
import { KindIcon } from '../../../ui/kind-icon.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { NumberPanel } from './number-panel.tsx'
import { PanelFrame } from './panel-frame.tsx'
import { ViewPanel } from './step-panel.tsx'
import type { useAdding } from './use-adding.ts'
import type { Edits } from './use-edits.ts'

/** The form of something new: it stands on the canvas once the form is sent. */
export function MakingPanel({
  adding,
  edits,
  onMade,
}: {
  adding: ReturnType<typeof useAdding>
  edits: Edits
  onMade: (id: string) => void
}) {
  const t = useText()
  const { making, stop, create, newKey } = adding
  if (!making) return null
  const { type } = making
  const made = (ids: Record<string, string>, name: string) => {
    const id = ids[newKey]
    stop()
    if (id) onMade(id)
    showToast(t('forms.created', { name }))
  }
  if (type === 'phone_number')
    return (
      <PanelFrame title={t('canvas.newNumber')} icon={<KindIcon kind={type} tile />} onClose={stop}>
        <NumberPanel
          phoneNumber={undefined}
          isReadOnly={false}
          onCancel={stop}
          save={async (content) => {
            const { ids } = await edits.perform([{ kind: 'addNumber', key: newKey, content }])
            made(ids, content.number)
            return undefined
          }}
        />
      </PanelFrame>
    )
  return (
    <PanelFrame
      title={t('canvas.newStep', { kind: t(`callFlow.kindNew.${type}`) })}
      icon={<KindIcon kind={type} tile />}
      onClose={stop}
    >
      <ViewPanel
        type={type}
        id={null}
        name={making.name}
        isReadOnly={false}
        onCancel={stop}
        save={async (content) => {
          const { ids } = await edits.perform(create(content, making))
          made(ids, content.name)
          return undefined
        }}
      />
    </PanelFrame>
  )
}
