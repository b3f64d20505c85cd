import type { TrialCall, TrialStep } from '@opbx/contract/trial'
import {
  CircleAlert,
  FileCode,
  Grid3x3,
  type LucideIcon,
  Megaphone,
  MessageSquare,
  PhoneIncoming,
  PhoneOff,
  Radio,
  Route,
} from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { callPath, nodePath } from '../../app/paths.ts'
import { formatDuration } from '../../format/format.ts'
import { formatPhoneNumber } from '../../format/phone-number.ts'
import { useText } from '../../texts/i18n.ts'
import { Button, ButtonLink } from '../../ui/button.tsx'
import { Sentence } from '../../ui/figures.tsx'
import { kindIcon } from '../../ui/kind-icon.tsx'
import { Link } from '../../ui/link.tsx'
import { Step, Steps } from '../../ui/steps.tsx'
import { useIsPhone } from '../../ui/use-media.ts'
import { ExchangeBox } from './exchange-box.tsx'
import { lineOf } from './script.ts'
import { isDecided, isReport, numbersOf, type StoryItem, tellTrial } from './story.ts'
import { secondsLeft } from './turn.ts'

interface StoryCardProps {
  call: TrialCall
  onCallAgain: () => void
}

/** The call so far: what happened, why, and what is asked of whoever plays it. */
export function StoryCard({ call, onCallAgain }: StoryCardProps) {
  const t = useText()
  const [hasReports, setReports] = useState(false)
  const items = tellTrial(call)
  const numbers = numbersOf(call)
  const reports = items.filter((item) => item.kind === 'step' && isReport(item.step)).length
  const shown = hasReports
    ? items
    : items.filter((item) => item.kind !== 'step' || !isReport(item.step))
  const began = Date.parse(call.steps[0]?.at ?? call.now)
  const newest = call.steps.findLast(isDecided)?.index
  const isOver = call.state === 'ended'
  const end = useNewestInSight(call)
  return (
    <section className="card story" aria-labelledby="story">
      <div className="card__head">
        <div className="grow">
          <h2 id="story">{t('tryCall.whatHappens')}</h2>
          <p>{t('tryCall.pretend')}</p>
        </div>
        {reports > 0 && (
          <Button
            size="sm"
            variant="ghost"
            icon={Radio}
            aria-pressed={hasReports}
            onClick={() => setReports(!hasReports)}
          >
            {t('tryCall.reports', { count: reports })}
          </Button>
        )}
      </div>
      <div aria-live="polite">
        <Steps label={t('tryCall.steps')}>
          {shown.map((item, index) => (
            <StoryStep
              key={item.key}
              item={item}
              numbers={numbers}
              time={formatDuration((Date.parse(item.at) - began) / 1000)}
              isNow={!isOver && index === shown.length - 1}
              newest={newest}
            />
          ))}
          {!isOver && <Turn call={call} />}
        </Steps>
      </div>
      {isOver && <AfterTheCall call={call} onCallAgain={onCallAgain} />}
      <div ref={end} className="storyend" />
    </section>
  )
}

/** Scrolls to what was added last; not on phones, where the controls stand above the story. */
function useNewestInSight(call: TrialCall) {
  const end = useRef<HTMLDivElement>(null)
  const isPhone = useIsPhone()
  const { id } = call
  const count = call.steps.length + call.trace.length
  const seen = useRef({ id, count })
  useEffect(() => {
    const isNew = seen.current.id !== id || seen.current.count < count
    seen.current = { id, count }
    if (isNew && !isPhone) end.current?.scrollIntoView({ block: 'nearest' })
  }, [id, count, isPhone])
  return end
}

function StoryStep({
  item,
  numbers,
  time,
  isNow,
  newest,
}: {
  item: StoryItem
  numbers: ReturnType<typeof numbersOf>
  time: string
  isNow: boolean
  newest: number | undefined
}) {
  const t = useText()
  const state = isNow ? ('cur' as const) : undefined
  if (item.kind === 'decision') {
    const { entry, exchange, knew } = item
    const title =
      entry.node === null || entry.type === 'call' ? (
        entry.happened
      ) : (
        <>
          <Link to={nodePath(entry.type, entry.node)}>{entry.name}</Link>:{' '}
          <Sentence text={entry.happened} />
        </>
      )
    return (
      <Step
        time={time}
        icon={entry.type === 'call' ? Route : kindIcon(entry.type)}
        state={state}
        title={title}
        because={entry.because}
      >
        {exchange && (
          <ExchangeBox step={exchange} knew={knew} isNewest={exchange.index === newest} />
        )}
      </Step>
    )
  }
  const { step } = item
  const look = lookOf(step)
  const title =
    step.kind === 'call' && numbers
      ? t('tryCall.began', {
          from: formatPhoneNumber(numbers.from),
          to: formatPhoneNumber(numbers.to),
        })
      : step.happened
  return (
    <Step time={time} icon={look.icon} state={look.state ?? state} title={title}>
      {step.request && <ExchangeBox step={step} isNewest={step.index === newest} />}
    </Step>
  )
}

function lookOf(step: TrialStep): { icon: LucideIcon; state?: 'bad' } {
  switch (step.kind) {
    case 'call':
      return { icon: PhoneIncoming }
    case 'request':
      return { icon: FileCode }
    case 'event':
      return { icon: Radio }
    case 'problem':
      return { icon: CircleAlert, state: 'bad' }
    case 'end':
      return { icon: PhoneOff }
    case 'action':
      return { icon: iconOfAction(step.happened) }
  }
}

/** The simulator says what was done in a sentence of a few fixed forms. */
function iconOfAction(happened: string): LucideIcon {
  if (happened.includes('hears')) return Megaphone
  if (happened.includes('presses')) return Grid3x3
  if (happened.includes('says')) return MessageSquare
  return happened.includes('hangs up') ? PhoneOff : kindIcon('call')
}

/** What is asked of whoever plays the call. */
function Turn({ call }: { call: TrialCall }) {
  const t = useText()
  const { situation } = call
  return (
    <Step state="next">
      <p className="small muted">
        {situation
          ? t(`tryCall.turn.${situation.kind}`, { count: secondsLeft(call) })
          : t('tryCall.running')}
      </p>
    </Step>
  )
}

function AfterTheCall({ call, onCallAgain }: Pick<StoryCardProps, 'call' | 'onCallAgain'>) {
  const t = useText()
  const lines = call.unused.map(({ action }) => lineOf(action))
  return (
    <div className="card__foot flex-wrap">
      {call.callId && <ButtonLink to={callPath(call.callId)}>{t('tryCall.story')}</ButtonLink>}
      <Button onClick={onCallAgain}>{t('tryCall.callAgain')}</Button>
      {lines.length > 0 && (
        <p className="small text-ringing">
          {t('tryCall.unused', { count: lines.length, lines: lines.join(', ') })}
        </p>
      )}
    </div>
  )
}
