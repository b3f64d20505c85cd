import type { Agent, AgentActivity, AgentChange } from '@opbx/contract/agents'
import { useMutation } from '@tanstack/react-query'
import { LogIn, LogOut, Pause, Play } from 'lucide-react'
import { useMay, useMe } from '../../../api/me.ts'
import { useFormat } from '../../../format/format-context.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Badge, type Tone } from '../../../ui/badge.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { Item } from '../../../ui/card.tsx'
import { useProblemText } from '../../../ui/problem-text.ts'
import { showToast } from '../../../ui/toast.tsx'
import { changeAgent } from './queue-agents-api.ts'

const tones: Readonly<Record<AgentActivity, Tone>> = {
  available: 'ok',
  ringing: 'wait',
  on_call: 'line',
  busy: 'line',
  wrap_up: 'wait',
  paused: 'warn',
  signed_out: 'draft',
}

/** One agent: what it does, and the buttons to sign in or out and to pause. */
export function AgentItem({ agent }: { agent: Agent }) {
  const t = useText()
  const problemText = useProblemText()
  const isOwn = useMe().extension?.id === agent.id
  const mayChange = useMay('flow.write') || isOwn
  const change = useMutation({
    mutationFn: (body: AgentChange) => changeAgent(agent.id, body),
    onError: (error) => showToast(problemText(error)),
  })
  const { name, paused, signedIn } = agent
  return (
    <Item>
      <Avatar name={name} />
      <span className="grow min-w-0">
        <span className="medium block trunc">{name}</span>
        <Detail agent={agent} />
      </span>
      <Badge tone={tones[agent.activity]}>{t(`queues.activity.${agent.activity}`)}</Badge>
      {mayChange && signedIn && (
        <IconButton
          size="sm"
          variant="ghost"
          icon={paused === null ? Pause : Play}
          label={t(paused === null ? 'queues.pause' : 'queues.resume', { name })}
          disabled={change.isPending}
          onClick={() => change.mutate({ pause: paused === null ? { reason: '' } : null })}
        />
      )}
      {mayChange && (
        <IconButton
          size="sm"
          variant="ghost"
          icon={signedIn ? LogOut : LogIn}
          label={t(signedIn ? 'queues.signOut' : 'queues.signIn', { name })}
          disabled={change.isPending}
          onClick={() => change.mutate({ signedIn: !signedIn })}
        />
      )}
    </Item>
  )
}

function Detail({ agent }: { agent: Agent }) {
  const t = useText()
  const format = useFormat()
  const { paused, wrapUpUntil, extension, activity } = agent
  const isPaused = activity === 'paused' && paused !== null
  const until = wrapUpUntil && t('queues.until', { time: format.time(wrapUpUntil) })
  return (
    <span className="small quiet block trunc">
      <span className="num">{extension}</span>
      {isPaused && paused.reason !== '' && ` · ${paused.reason}`}
      {isPaused && ` · ${t('queues.since', { time: format.time(paused.at) })}`}
      {until && ` · ${until}`}
    </span>
  )
}
