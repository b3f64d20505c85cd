import type { CallStory } from '@opbx/contract/calls'
import { formatDuration } from '../../format/format.ts'
import { type Text, useText } from '../../texts/i18n.ts'
import { Callout, Card, Facts } from '../../ui/card.tsx'
import { CopyButton } from '../../ui/copy-field.tsx'
import { Duration, Tel, TimeText } from '../../ui/figures.tsx'
import { Link } from '../../ui/link.tsx'
import { Sound } from '../../ui/sound.tsx'
import { lengthInWords } from './call-heading.ts'

/** The message that the caller left, if any. */
export function MessageCards({ call }: { call: CallStory }) {
  const t = useText()
  const messages = call.recordings.filter(({ kind }) => kind === 'voicemail')
  return messages.map((recording) => (
    <Card
      key={recording.id}
      title={t('calls.story.message')}
      lead={
        recording.seconds === null
          ? undefined
          : t('calls.story.messageLength', { length: lengthInWords(recording.seconds, t) })
      }
      pad
    >
      {recording.status === 'fetching' && <p className="muted">{t('calls.story.fetching')}</p>}
      {recording.status === 'failed' && (
        <Callout tone="danger">
          {t('calls.story.fetchFailed', { reason: recording.reason ?? '' })}
        </Callout>
      )}
      {recording.status === 'stored' && recording.url === null && (
        <p className="muted">{t('calls.story.mayNotListen')}</p>
      )}
      {recording.url !== null && (
        <Sound className="story__audio" url={recording.url} label={t('calls.story.message')} />
      )}
    </Card>
  ))
}

type Visit = CallStory['queueVisits'][number]

/** "Answered by Ada after 0:42, talked 3:10". */
function visitText({ outcome, waitSeconds, talkSeconds, agent }: Visit, t: Text): string {
  if (outcome === null || waitSeconds === null) return t('queues.waiting')
  const words = { outcome: t(`queues.outcome.${outcome}`), wait: formatDuration(waitSeconds) }
  if (agent === null || talkSeconds === null) return t('queues.visit', words)
  return t('queues.visitTalk', { ...words, agent: agent.name, talk: formatDuration(talkSeconds) })
}

export function FactsCard({ call }: { call: CallStory }) {
  const t = useText()
  const time = (at: string | null) =>
    at === null ? '–' : <TimeText at={at} as="timeWithSeconds" />
  const facts = [
    { label: t('calls.story.caller'), value: <Tel number={call.from} /> },
    ...(call.callerName ? [{ label: t('calls.story.callerName'), value: call.callerName }] : []),
    { label: t('calls.story.dialled'), value: <Tel number={call.to} /> },
    { label: t('calls.story.started'), value: time(call.startedAt) },
    { label: t('calls.story.connected'), value: time(call.connectedAt) },
    { label: t('calls.story.answeredAt'), value: time(call.answeredAt) },
    ...(call.answeredBy
      ? [{ label: t('calls.story.answeredBy'), value: call.answeredBy.name }]
      : []),
    ...(call.rang.length > 0
      ? [{ label: t('calls.story.rang'), value: call.rang.map((person) => person.name).join(', ') }]
      : []),
    ...call.queueVisits.map((visit) => ({ label: visit.name, value: visitText(visit, t) })),
    ...(call.tags.length > 0
      ? [{ label: t('calls.story.tags'), value: <Tags tags={call.tags} /> }]
      : []),
    { label: t('calls.story.length'), value: <Duration seconds={call.durationSeconds} /> },
    { label: t('calls.story.billed'), value: <Duration seconds={call.billableSeconds} /> },
    { label: t('calls.story.raw'), value: call.rawDisposition ?? '–' },
    ...(call.cost === null ? [] : [{ label: t('calls.story.cost'), value: String(call.cost) }]),
    { label: t('calls.story.id'), value: <Id value={call.uniqueCallId} /> },
    { label: t('calls.story.session'), value: <Id value={call.session} /> },
  ]
  return (
    <Card title={t('calls.story.facts')} pad>
      <Facts facts={facts} />
    </Card>
  )
}

/** Each leads to the calls that have it. */
function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <span className="row wrap">
      {tags.map((tag) => (
        <Link key={tag} to={`/calls?period=all&tag=${encodeURIComponent(tag)}`}>
          {tag}
        </Link>
      ))}
    </span>
  )
}

function Id({ value }: { value: string }) {
  return (
    <span className="row">
      <code className="trunc">{value}</code>
      <CopyButton value={value} />
    </span>
  )
}
