import { useReactFlow, useStore } from '@xyflow/react'
import { FlaskConical, List, Maximize, Minus, Plus, Redo2, Undo2, WandSparkles } from 'lucide-react'
import type { ReactNode } from 'react'
import { useText } from '../../../texts/i18n.ts'
import { Button, ButtonLink, IconButton } from '../../../ui/button.tsx'
import { fit } from './flow-canvas.tsx'
import { motion } from './motion.ts'
import { tryPath } from './step-panel.tsx'
import type { Edits } from './use-edits.ts'

/** Undo, redo, find, tidy, try. */
export function Tools({
  edits,
  canChange,
  find,
  onTidy,
  isTidying,
  number,
  onOutline,
}: {
  edits: Edits
  canChange: boolean
  find: ReactNode
  onTidy: () => void
  isTidying: boolean
  /** What "Try a call" calls. */
  number: string | undefined
  onOutline: () => void
}) {
  const t = useText()
  return (
    <div className="pop tools" role="toolbar" aria-label={t('canvas.title')}>
      {canChange && (
        <>
          <IconButton
            icon={Undo2}
            label={t('canvas.undo')}
            aria-keyshortcuts="Control+Z Meta+Z"
            disabled={!edits.canUndo}
            onClick={edits.undo}
          />
          <IconButton
            icon={Redo2}
            label={t('canvas.redo')}
            aria-keyshortcuts="Control+Shift+Z Meta+Shift+Z"
            disabled={!edits.canRedo}
            onClick={edits.redo}
          />
          <span className="sep" />
        </>
      )}
      {find}
      {canChange && (
        <Button size="sm" variant="ghost" icon={WandSparkles} busy={isTidying} onClick={onTidy}>
          {t('canvas.tidy')}
        </Button>
      )}
      <Button size="sm" variant="ghost" icon={List} onClick={onOutline}>
        {t('canvas.outline')}
      </Button>
      {canChange && number !== undefined && (
        <ButtonLink size="sm" variant="ghost" icon={FlaskConical} to={tryPath(number)}>
          {t('canvas.tryCall')}
        </ButtonLink>
      )}
    </div>
  )
}

/** How near one is, and everything at once. */
export function Zoom() {
  const t = useText()
  const flow = useReactFlow()
  const percent = useStore((state) => Math.round(state.transform[2] * 100))
  const near = motion(180)
  return (
    <div className="pop zoom">
      <IconButton icon={Plus} label={t('canvas.zoomIn')} onClick={() => void flow.zoomIn(near)} />
      <span className="tiny quiet num">{t('canvas.zoom', { percent })}</span>
      <IconButton
        icon={Minus}
        label={t('canvas.zoomOut')}
        onClick={() => void flow.zoomOut(near)}
      />
      <IconButton
        icon={Maximize}
        label={t('canvas.fit')}
        aria-keyshortcuts="F"
        onClick={() => void flow.fitView({ ...fit, ...motion(280) })}
      />
    </div>
  )
}
