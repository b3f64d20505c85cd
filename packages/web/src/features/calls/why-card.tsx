import type { CallStory, TraceEntry } from '@opbx/contract/calls'
import { PhoneCall, PhoneIncoming, PhoneOff } from 'lucide-react'
import { nodePath } from '../../app/paths.ts'
import { formatDuration } from '../../format/format.ts'
import { formatPhoneNumber } from '../../format/phone-number.ts'
import { useText } from '../../texts/i18n.ts'
import { Card } from '../../ui/card.tsx'
import { Sentence } from '../../ui/figures.tsx'
import { kindIcon } from '../../ui/kind-icon.tsx'
import { Link } from '../../ui/link.tsx'
import { Step, Steps } from '../../ui/steps.tsx'
import { nameOfCaller } from './call-heading.ts'

/** Every step of the call and the fact that decided it. */
export function WhyCard({ call }: { call: CallStory }) {
  const t = useText()
  const since = (at: string) => formatDuration((Date.parse(at) - Date.parse(call.startedAt)) / 1000)
  return (
    <Card title={t('calls.story.why')}>
      {call.trace.length === 0 ? (
        <p className="card--pad muted">{t('calls.story.whyEmpty')}</p>
      ) : (
        <Steps label={t('calls.story.why')}>
          <Step
            time={since(call.startedAt)}
            icon={PhoneIncoming}
            title={t('calls.story.began', {
              who: nameOfCaller(call, t),
              to: formatPhoneNumber(call.to),
            })}
          />
          {stepsOf(call).map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end
            <StoryStep key={index} step={step} call={call} since={since} />
          ))}
        </Steps>
      )}
    </Card>
  )
}

type StoryEntry = TraceEntry | 'answered' | 'ended'

function StoryStep({
  step,
  call,
  since,
}: {
  step: StoryEntry
  call: CallStory
  since: (at: string) => string
}) {
  const t = useText()
  const { startedAt, answeredAt, answeredBy, endedAt, rawDisposition: raw } = call
  if (step === 'answered') {
    return (
      <Step
        state="good"
        time={since(answeredAt ?? startedAt)}
        icon={PhoneCall}
        title={
          answeredBy
            ? t('calls.story.pickedUp', { name: answeredBy.name })
            : t('calls.story.somebodyPickedUp')
        }
      />
    )
  }
  if (step === 'ended') {
    return (
      <Step
        time={since(endedAt ?? startedAt)}
        icon={PhoneOff}
        title={t('calls.story.ended')}
        because={raw ? t('calls.story.endedBecause', { raw }) : undefined}
      />
    )
  }
  return (
    <Step
      time={since(step.at)}
      icon={step.type === 'call' ? PhoneIncoming : kindIcon(step.type)}
      title={<StepTitle entry={step} />}
      because={step.because}
    />
  )
}

/**
 * The trace, with the moment at which somebody picked up, as OPBX itself is told only when the Dial ends, and with the
 * end, which the platform's word about a recording follows.
 */
function stepsOf({ trace, answeredAt, endedAt }: CallStory): StoryEntry[] {
  const pickUp = answeredAt === null ? Number.NEGATIVE_INFINITY : Date.parse(answeredAt)
  const end = endedAt === null ? Number.POSITIVE_INFINITY : Date.parse(endedAt)
  const before = trace.filter((entry) => Date.parse(entry.at) <= pickUp)
  const others = trace.slice(before.length)
  const isLate = (entry: TraceEntry) => entry.node === null && Date.parse(entry.at) > end
  const steps: StoryEntry[] = [...before]
  if (answeredAt !== null) steps.push('answered')
  steps.push(...others.filter((entry) => !isLate(entry)))
  if (endedAt !== null) steps.push('ended')
  return [...steps, ...others.filter(isLate)]
}

/** The node's name leads to it; nodes that have since been deleted keep their name. */
function StepTitle({ entry }: { entry: TraceEntry }) {
  if (entry.node === null || entry.type === 'call') return <Sentence text={entry.happened} />
  return (
    <>
      <Link to={nodePath(entry.type, entry.node)}>{entry.name}</Link>:{' '}
      <Sentence text={entry.happened} />
    </>
  )
}
