import type { CallStory } from '@opbx/contract/calls'
import { PhoneIncoming, UserRound } from 'lucide-react'
import type { CSSProperties, ReactNode } from 'react'
import { formatDuration } from '../../format/format.ts'
import { useText } from '../../texts/i18n.ts'
import { Card } from '../../ui/card.tsx'
import { Tel, useNow } from '../../ui/figures.tsx'
import { axisMarks, callSegments, type Segment, type SegmentKind } from './timeline.ts'

const looks = {
  flow: 'lg--menu',
  ringing: 'lg--ring',
  talking: 'lg--talk',
  message: 'lg--message',
} as const
const grounds = {
  flow: 'var(--fill-2)',
  ringing: 'var(--ringing-dot)',
  talking: 'var(--talking-dot)',
  message: 'var(--accent)',
} as const
const kinds: readonly SegmentKind[] = ['flow', 'ringing', 'talking', 'message']

/** The call as bars: what the caller met, and who talked. */
export function TimelineCard({ call }: { call: CallStory }) {
  const t = useText()
  const now = useNow(call.endedAt === null ? 1 : 3600)
  const segments = callSegments(call, now)
  const total = segments.at(-1)?.to ?? 0
  if (total === 0) return null
  const talking = segments.filter((segment) => segment.kind === 'talking')
  const legend = (
    <div className="legend" aria-hidden="true">
      {kinds.map((kind) => (
        <span key={kind}>
          <i style={{ background: grounds[kind] }} />
          {t(`calls.story.timeline.${kind}`)}
        </span>
      ))}
    </div>
  )
  return (
    <Card title={t('calls.story.timeline.title')} end={legend}>
      <div className="legs">
        <div className="leg leg--axis" aria-hidden="true">
          <span />
          <div className="leg__t">
            {axisMarks(total).map((mark) => (
              <small key={mark} style={{ insetInlineStart: `${(mark / total) * 100}%` }}>
                {formatDuration(mark)}
              </small>
            ))}
          </div>
        </div>
        <Leg icon="caller" name={<Tel number={call.from} />} segments={segments} total={total} />
        {call.answeredBy && (
          <Leg icon="person" name={call.answeredBy.name} segments={talking} total={total} />
        )}
      </div>
    </Card>
  )
}

function Leg({
  icon,
  name,
  segments,
  total,
}: {
  icon: 'caller' | 'person'
  name: ReactNode
  segments: readonly Segment[]
  total: number
}) {
  const t = useText()
  const Icon = icon === 'caller' ? PhoneIncoming : UserRound
  return (
    <div className="leg">
      <span className="row">
        <Icon className="i i-w" />
        <span className="trunc">{name}</span>
      </span>
      <ul
        className="leg__t"
        style={{ '--mark': `${((axisMarks(total)[1] ?? total) / total) * 100}%` } as CSSProperties}
      >
        {segments.map((segment) => {
          const what = t(`calls.story.timeline.${segment.kind}`)
          const label = t('calls.story.timeline.segment', {
            what,
            from: formatDuration(segment.from),
            to: formatDuration(segment.to),
          })
          return (
            <li
              key={segment.from}
              className={`lg ${looks[segment.kind]}`}
              title={label}
              style={{
                insetInlineStart: `${(segment.from / total) * 100}%`,
                width: `${((segment.to - segment.from) / total) * 100}%`,
              }}
            >
              <span className="sr">{label}</span>
              <span aria-hidden="true">
                {what} {formatDuration(segment.to - segment.from)}
              </span>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
