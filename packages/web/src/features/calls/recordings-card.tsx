import type { CallStory } from '@opbx/contract/calls'
import { Download, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { useMay } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { useFormat } from '../../format/format-context.tsx'
import { type Text, useText } from '../../texts/i18n.ts'
import { Button, DownloadLink } from '../../ui/button.tsx'
import { Callout, Card } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { Sound } from '../../ui/sound.tsx'
import { showToast } from '../../ui/toast.tsx'
import { lengthInWords } from './call-heading.ts'

type Recording = CallStory['recordings'][number]

/** What was said in the call, where somebody asked for a recording. */
export function RecordingCards({ call }: { call: CallStory }) {
  return call.recordings
    .filter(({ kind }) => kind === 'call')
    .map((recording) => <RecordingCard key={recording.id} recording={recording} call={call} />)
}

function RecordingCard({ recording, call }: { recording: Recording; call: CallStory }) {
  const t = useText()
  const format = useFormat()
  const { url, status, reason } = recording
  return (
    <Card title={t('calls.recording.title')} lead={leadOf(recording, format.dateWithYear, t)} pad>
      {status === 'fetching' && (
        <p className="muted">
          {reason === null
            ? t('calls.recording.fetching')
            : t('calls.recording.fetchingAgain', { reason })}
        </p>
      )}
      {status === 'failed' && (
        <Callout tone="danger">{t('calls.recording.failed', { reason: reason ?? '' })}</Callout>
      )}
      {status === 'deleted' && <p className="muted">{reason}</p>}
      {status === 'stored' && url === null && (
        <p className="muted">{t('calls.recording.mayNotListen')}</p>
      )}
      {url !== null && (
        <>
          <Sound className="story__audio" url={url} label={t('calls.recording.title')} />
          <div className="row wrap">
            <DownloadLink href={url} icon={Download} fileName={fileNameOf(call)}>
              {t('calls.recording.download')}
            </DownloadLink>
            <DeleteButton recording={recording} />
          </div>
        </>
      )}
    </Card>
  )
}

/** "42 seconds, kept until Apr 1, 2026". */
function leadOf(
  { seconds, status, deletedAt }: Recording,
  date: (at: string) => string,
  t: Text,
): string | undefined {
  const word = status === 'deleted' ? 'calls.recording.deletedOn' : 'calls.recording.until'
  const known = [
    ...(seconds === null ? [] : [lengthInWords(seconds, t)]),
    ...(deletedAt ? [t(word, { date: date(deletedAt) })] : []),
  ]
  return known.length === 0 ? undefined : known.join(', ')
}

/** The browser adds the ending of the sound's type. */
function fileNameOf({ startedAt, from, to }: CallStory): string {
  const at = startedAt.slice(0, 16).replace('T', ' ').replace(':', '.')
  return `${at} ${from} ${to}`.replace(/[^\w .-]/g, '')
}

function DeleteButton({ recording: { id } }: { recording: Recording }) {
  const t = useText()
  const problem = useProblemText()
  const mayDelete = useMay('recordings.delete')
  const [isAsking, setAsking] = useState(false)
  if (!mayDelete) return null
  const remove = () =>
    api
      .delete(`/recordings/${id}`)
      .then(() => showToast(t('calls.recording.deleted')))
      .catch((error: unknown) => showToast(problem(error), { isProblem: true }))
      .finally(() => void queryClient.invalidateQueries({ queryKey: ['calls'] }))
  return (
    <>
      <Button size="sm" variant="danger" icon={Trash2} onClick={() => setAsking(true)}>
        {t('calls.recording.delete')}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('calls.recording.deleteTitle')}
        text={t('calls.recording.deleteText')}
        confirm={t('calls.recording.deleteButton')}
        isDanger
        onConfirm={() => {
          setAsking(false)
          void remove()
        }}
      />
    </>
  )
}
