import type { VoicemailMessage } from '@opbx/contract/calls'
import { Download, Mail, MailOpen, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import { callPath } from '../../app/paths.ts'
import { formatPhoneNumber } from '../../format/phone-number.ts'
import { useText } from '../../texts/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Item } from '../../ui/card.tsx'
import { Checkbox } from '../../ui/choices.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Duration, Tel, TimeText } from '../../ui/figures.tsx'
import { Link } from '../../ui/link.tsx'
import { Sound } from '../../ui/sound.tsx'
import { useMessageActions } from './voicemail-actions.ts'

interface MessageItemProps {
  message: VoicemailMessage
  /** Left out: the reader may change nothing. */
  choice: { isChosen: boolean; onChange: (isChosen: boolean) => void } | undefined
}

/** One message: who, when, the sound, and what can be done with it. */
export function MessageItem({ message, choice }: MessageItemProps) {
  const t = useText()
  const actions = useMessageActions()
  const [isAsking, setAsking] = useState(false)
  const who = message.callerName ?? formatPhoneNumber(message.from)
  return (
    <Item className="flex-wrap">
      {choice && (
        // biome-ignore lint/a11y/noStaticElementInteractions: further keys of the box inside
        <span
          className="flex-none"
          data-message-box
          onKeyDown={(event) =>
            takeKey(event, {
              h: () => actions.setHeard(message.id, !message.heard),
              delete: () => setAsking(true),
            })
          }
        >
          <Checkbox
            checked={choice.isChosen}
            onChange={choice.onChange}
            label={t('calls.voicemail.choose', { who })}
            isLabelHidden
          />
        </span>
      )}
      <MessageFacts message={message} />
      <MessageSound
        message={message}
        who={who}
        onPlay={() => message.heard || actions.setHeard(message.id, true)}
      />
      {choice && (
        <div className="row flex-none">
          {message.url !== null && (
            <a
              className="btn btn--ghost btn--icon"
              href={`${message.url}&download=1`}
              download
              aria-label={t('calls.voicemail.download', { who })}
              title={t('calls.voicemail.downloadTitle')}
            >
              <Download className="i" />
            </a>
          )}
          <IconButton
            variant="ghost"
            icon={message.heard ? Mail : MailOpen}
            label={t(message.heard ? 'calls.voicemail.markNew' : 'calls.voicemail.markHeard')}
            onClick={() => actions.setHeard(message.id, !message.heard)}
          />
          <IconButton
            variant="ghost"
            icon={Trash2}
            label={t('calls.voicemail.deleteButton')}
            onClick={() => setAsking(true)}
          />
        </div>
      )}
      <ConfirmDialog
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('calls.voicemail.deleteTitle', { who })}
        text={t('calls.voicemail.deleteText')}
        confirm={t('calls.voicemail.deleteButton')}
        isDanger
        onConfirm={() => actions.remove(message.id)}
      />
    </Item>
  )
}

/** Up and down go from box to box; the other keys act on the message of this one. */
function takeKey(event: KeyboardEvent<HTMLElement>, keys: Record<string, () => void>): void {
  const boxes = [...document.querySelectorAll<HTMLElement>('[data-message-box] button')]
  const place = boxes.findIndex((box) => box === document.activeElement)
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  const act =
    step === undefined ? keys[event.key.toLowerCase()] : () => boxes[place + step]?.focus()
  if (act === undefined || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  act()
}

function MessageFacts({ message }: Pick<MessageItemProps, 'message'>) {
  const t = useText()
  return (
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
        {message.callId && <Link to={callPath(message.callId)}>{t('calls.voicemail.story')}</Link>}
      </div>
    </div>
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
