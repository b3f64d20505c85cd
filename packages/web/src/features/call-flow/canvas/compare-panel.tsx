import { ChangeList } from '../../../resources/change-list.tsx'
import { useText } from '../../../texts/i18n.ts'
import { ButtonLink } from '../../../ui/button.tsx'
import { PanelFrame } from './panel-frame.tsx'
import type { CanvasState } from './use-canvas.ts'

/** All differences between draft and live version, in words. */
export function ComparePanel({ state, canApply }: { state: CanvasState; canApply: boolean }) {
  const t = useText()
  const { changes } = state
  if (!changes) return null
  const { liveRevision } = changes
  return (
    <PanelFrame
      title={
        liveRevision === null
          ? t('canvas.compareFirst')
          : t('canvas.compareTitle', { number: liveRevision })
      }
      lead={t('apply.changes', { count: changes.changes.length })}
      foot={
        canApply &&
        changes.changes.length > 0 && (
          <ButtonLink to="/flow/apply" size="sm">
            {t('canvas.compareReview')}
          </ButtonLink>
        )
      }
    >
      {changes.changes.length === 0 ? (
        <p className="muted">{t('canvas.compareNone')}</p>
      ) : (
        <div className="panel__changes">
          <ChangeList changes={changes.changes} flow={state.edits.draft} isLinked />
        </div>
      )}
    </PanelFrame>
  )
}
