import type { CallStory } from '@opbx/contract/calls'
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
          {stepsOf(call).map((entry, index) =>
            entry === 'answered' ? (
              <Step
                key="answered"
                state="good"
                time={since(call.answeredAt ?? call.startedAt)}
                icon={PhoneCall}
                title={
                  call.answeredBy
                    ? t('calls.story.pickedUp', { name: call.answeredBy.name })
                    : t('calls.story.somebodyPickedUp')
                }
              />
            ) : (
              <Step
                // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end
                key={index}
                time={since(entry.at)}
                icon={entry.type === 'call' ? PhoneIncoming : kindIcon(entry.type)}
                title={<StepTitle entry={entry} />}
                because={entry.because}
              />
            ),
          )}
          {call.endedAt && (
            <Step
              time={since(call.endedAt)}
              icon={PhoneOff}
              title={t('calls.story.ended')}
              because={
                call.rawDisposition
                  ? t('calls.story.endedBecause', { raw: call.rawDisposition })
                  : undefined
              }
            />
          )}
        </Steps>
      )}
    </Card>
  )
}

/** The trace, with the moment at which somebody picked up: OPBX itself is told only when the Dial ends. */
function stepsOf(call: CallStory): (CallStory['trace'][number] | 'answered')[] {
  const { answeredAt, trace } = call
  if (answeredAt === null) return trace
  const before = trace.filter((entry) => Date.parse(entry.at) <= Date.parse(answeredAt))
  return [...before, 'answered', ...trace.slice(before.length)]
}

/** The node's name leads to it; nodes that have since been deleted keep their name. */
function StepTitle({ entry }: { entry: CallStory['trace'][number] }) {
  if (entry.node === null || entry.type === 'call') return <Sentence text={entry.happened} />
  return (
    <>
      <Link to={nodePath(entry.type, entry.node)}>{entry.name}</Link>:{' '}
      <Sentence text={entry.happened} />
    </>
  )
}
