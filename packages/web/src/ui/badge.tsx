import {
  BellRing,
  GitBranch,
  Hourglass,
  type LucideIcon,
  PhoneCall,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
  PhoneOutgoing,
  Voicemail,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useText } from '../texts/i18n.ts'
import { classNames } from './class-names.ts'

export type Tone = 'draft' | 'ok' | 'warn' | 'danger' | 'accent' | 'wait' | 'line'

export function Badge({
  tone,
  icon: Icon,
  className,
  children,
}: {
  tone?: Tone | undefined
  icon?: LucideIcon
  className?: string
  children: ReactNode
}) {
  return (
    <span className={classNames('badge', tone && `badge--${tone}`, className)}>
      {Icon && <Icon className="i" />}
      {children}
    </span>
  )
}

/** "Changed" or "New" beside what is not live yet; nothing beside what is. */
export function DraftBadge({ state }: { state: 'live' | 'changed' | 'new' }) {
  const t = useText()
  return state === 'live' ? null : <Badge tone="draft">{t(`common.state.${state}`)}</Badge>
}

const callStates = {
  ringing: { icon: BellRing, look: 'ringing' },
  talking: { icon: PhoneCall, look: 'talking' },
  connected: { icon: GitBranch, look: '' },
  waiting: { icon: Hourglass, look: 'waiting' },
  answered: { icon: PhoneIncoming, look: '' },
  outgoing: { icon: PhoneOutgoing, look: '' },
  missed: { icon: PhoneMissed, look: 'missed' },
  busy: { icon: PhoneMissed, look: 'missed' },
  canceled: { icon: PhoneMissed, look: 'missed' },
  failed: { icon: PhoneOff, look: 'missed' },
  nobody: { icon: PhoneOff, look: 'missed' },
  voicemail: { icon: Voicemail, look: 'vm' },
} as const satisfies Record<string, { icon: LucideIcon; look: string }>
export type CallStateName = keyof typeof callStates

/** A call's state: always icon, word and colour together. */
export function CallState({ state, children }: { state: CallStateName; children?: ReactNode }) {
  const t = useText()
  const { icon: Icon, look } = callStates[state]
  return (
    <span className={classNames('state', look && `state--${look}`)}>
      <Icon className="i" />
      {children ?? t(`parts.callState.${state}`)}
    </span>
  )
}

export function Dot({
  tone,
}: {
  tone?: 'ok' | 'warn' | 'bad' | 'wait' | 'draft' | 'off' | undefined
}) {
  return <span className={classNames('dot', tone && `dot--${tone}`)} aria-hidden="true" />
}
