import { useText } from '../../../texts/i18n.ts'
import { Dot } from '../../../ui/badge.tsx'
import { type Segment, Segments } from '../../../ui/segments.tsx'
import type { CanvasState, CanvasView } from './use-canvas.ts'

/** Draft, what is live, or both compared. */
export function ViewSwitch({ state }: { state: CanvasState }) {
  const t = useText()
  const number = state.changes?.liveRevision ?? null
  const segments: Segment<CanvasView>[] = [
    {
      value: 'draft',
      label: (
        <>
          <Dot tone="draft" />
          {t('canvas.draft')}
        </>
      ),
    },
  ]
  if (number !== null) {
    const live = (
      <>
        <Dot tone="ok" />
        <span className="only-l">{t('canvas.live', { number })}</span>
        <span className="only-s">{t('canvas.liveShort', { number })}</span>
      </>
    )
    segments.push({ value: 'live', label: live }, { value: 'compare', label: t('canvas.compare') })
  }
  return (
    <Segments
      className="viewswitch"
      label={t('canvas.view')}
      value={state.view}
      onChange={state.setView}
      segments={segments}
    />
  )
}
