import { Route, X } from 'lucide-react'
import { callPath } from '../../../app/paths.ts'
import { useFormat } from '../../../format/format-context.tsx'
import { formatPhoneNumber } from '../../../format/phone-number.ts'
import { useText } from '../../../texts/i18n.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Sentence } from '../../../ui/figures.tsx'
import { Link } from '../../../ui/link.tsx'
import { PanelFrame } from './panel-frame.tsx'
import type { CanvasState, ShownCall } from './use-canvas.ts'

/** Which call's path is shown, and the way back to its story. */
export function PathPill({ call }: { call: ShownCall }) {
  const t = useText()
  const format = useFormat()
  const { story, hide } = call
  return (
    <div className="pop pathpill">
      <Route className="i" />
      <span className="trunc">
        <b className="medium">{t('canvas.callAt', { time: format.time(story.startedAt) })}</b>{' '}
        <span className="muted">
          {t('canvas.callFrom', { from: formatPhoneNumber(story.from) })}
        </span>
      </span>
      <Link to={callPath(story.id)} className="small">
        {t('canvas.story')}
      </Link>
      <IconButton icon={X} label={t('canvas.hidePath')} onClick={hide} />
    </div>
  )
}

/** Each stop of the call with the fact that decided it. */
export function PathPanel({
  call,
  state,
  onShow,
}: {
  call: ShownCall
  state: CanvasState
  onShow: (id: string) => void
}) {
  const t = useText()
  const { shown } = state
  const path = shown?.path
  if (!shown || !path) return null
  const nameOf = (id: string) => {
    const step = shown.graph.steps.find((one) => one.id === id)
    const entry = shown.graph.entries.find((one) => one.id === id)
    return step?.node.name ?? (entry && formatPhoneNumber(entry.phoneNumber.number))
  }
  return (
    <PanelFrame
      title={t('canvas.pathOf')}
      lead={
        call.version === null
          ? t('canvas.pathOnDraft')
          : t('canvas.pathOnVersion', { number: call.version })
      }
      onClose={call.hide}
    >
      {path.stops.length === 0 && <p className="muted">{t('canvas.pathEmpty')}</p>}
      <ol className="stops">
        {path.stops.map((stop) => {
          const name = nameOf(stop.id)
          return (
            <li key={stop.number}>
              <span className="node__step" aria-hidden="true">
                {stop.number}
              </span>
              <div className="grow">
                {name ? (
                  <button type="button" className="stops__n" onClick={() => onShow(stop.id)}>
                    {name}
                  </button>
                ) : (
                  <span className="medium">
                    {stop.entries[0]?.name}{' '}
                    <span className="small quiet">{t('canvas.pathMissing')}</span>
                  </span>
                )}
                {stop.entries.map((entry, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a finished call's trace never changes
                  <div key={index}>
                    <p className="small">
                      <Sentence text={entry.happened} />
                    </p>
                    <p className="small muted">
                      <Sentence text={entry.because} />
                    </p>
                  </div>
                ))}
              </div>
            </li>
          )
        })}
      </ol>
    </PanelFrame>
  )
}
