import type { VoicemailMessage } from '@opbx/contract/calls'
import { voicemailMessageSchema } from '@opbx/contract/calls'
import { pageOf } from '@opbx/contract/pagination'
import { Mail, MailOpen, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { usePages } from '../../api/pages.ts'
import { queryClient } from '../../api/query-client.ts'
import { callPath } from '../../app/paths.ts'
import { formatPhoneNumber } from '../../format/phone-number.ts'
import { PagedList } from '../../resources/paged-list.tsx'
import { useText } from '../../texts/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Item } from '../../ui/card.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Duration, Tel, TimeText } from '../../ui/figures.tsx'
import { Link } from '../../ui/link.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { Sound } from '../../ui/sound.tsx'
import { showToast } from '../../ui/toast.tsx'

/** Messages of the boxes that the reader may hear. */
export function VoicemailPage() {
  const t = useText()
  const query = usePages(['voicemail-messages'], '/voicemail-messages', {
    schema: pageOf(voicemailMessageSchema),
  })
  return (
    <Page tight>
      <PageHead title={t('calls.voicemail.title')} lead={t('calls.voicemail.lead')} />
      <PagedList
        label={t('calls.voicemail.title')}
        query={query}
        empty={{ title: t('calls.voicemail.emptyTitle'), text: t('calls.voicemail.emptyText') }}
        row={(message) => <MessageItem key={message.id} message={message} />}
      />
    </Page>
  )
}

function useMessageActions(message: VoicemailMessage) {
  const t = useText()
  const problem = useProblemText()
  const run = (work: Promise<unknown>, done?: string) => {
    work
      .then(() => done && showToast(done))
      .catch((error: unknown) => showToast(problem(error), { isProblem: true }))
      .finally(() => void queryClient.invalidateQueries({ queryKey: ['voicemail-messages'] }))
  }
  return {
    setHeard: (heard: boolean) =>
      run(
        api.patch(`/voicemail-messages/${message.id}`, {
          body: { heard },
          schema: voicemailMessageSchema,
        }),
      ),
    remove: () =>
      run(api.delete(`/voicemail-messages/${message.id}`), t('calls.voicemail.deleted')),
  }
}

function MessageItem({ message }: { message: VoicemailMessage }) {
  const t = useText()
  const actions = useMessageActions(message)
  const [isAsking, setAsking] = useState(false)
  const who = message.callerName ?? formatPhoneNumber(message.from)
  return (
    <Item className="flex-wrap">
      <div className="grow basis-60 min-w-0">
        <div className="row">
          <Tel number={message.from} className={message.heard ? 'medium' : 'strong'} />
          {!message.heard && <Badge tone="accent">{t('calls.voicemail.new')}</Badge>}
        </div>
        <div className="small muted row wrap gap-x-3">
          {message.callerName && <span>{message.callerName}</span>}
          <span>{message.box.name}</span>
          <TimeText at={message.receivedAt} />
          <Duration seconds={message.seconds} />
          {message.callId && (
            <Link to={callPath(message.callId)}>{t('calls.voicemail.story')}</Link>
          )}
        </div>
      </div>
      <MessageSound
        message={message}
        who={who}
        onPlay={() => message.heard || actions.setHeard(true)}
      />
      <div className="row">
        <IconButton
          variant="ghost"
          icon={message.heard ? Mail : MailOpen}
          label={t(message.heard ? 'calls.voicemail.markNew' : 'calls.voicemail.markHeard')}
          onClick={() => actions.setHeard(!message.heard)}
        />
        <IconButton
          variant="ghost"
          icon={Trash2}
          label={t('calls.voicemail.deleteButton')}
          onClick={() => setAsking(true)}
        />
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('calls.voicemail.deleteTitle', { who })}
        text={t('calls.voicemail.deleteText')}
        confirm={t('calls.voicemail.deleteButton')}
        isDanger
        onConfirm={actions.remove}
      />
    </Item>
  )
}

function MessageSound({
  message,
  who,
  onPlay,
}: {
  message: VoicemailMessage
  who: string
  onPlay: () => void
}) {
  const t = useText()
  if (message.status === 'fetching')
    return <span className="small quiet">{t('calls.voicemail.fetching')}</span>
  if (message.status === 'failed')
    return (
      <span className="small text-danger">
        {t('calls.voicemail.failed', { reason: message.reason ?? '' })}
      </span>
    )
  if (message.url === null) return null
  return (
    <Sound
      className="grow basis-48 max-w-[300px]"
      url={message.url}
      label={t('calls.voicemail.play', { who })}
      onPlay={onPlay}
    />
  )
}
