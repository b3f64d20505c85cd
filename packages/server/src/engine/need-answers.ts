import { isSecretReference } from '@opbx/contract/call-flow/secrets'
import { epochMillisecondsOf } from '@opbx/contract/call-flow/zone-time'
import type { Need, NeedAnswer, PlayedMessage } from './types.ts'

/**
 * What a flow test takes where only the outside can answer and the test does not say, and what is missing, in
 * words, when a call of before is replayed and has no such answer. A need that is missing here does not compile.
 */
export const needAnswers: {
  readonly [K in Need['kind']]: { usual: (need: Need) => NeedAnswer; missing: string }
} = {
  turn: { usual: () => 0, missing: 'whose turn it was' },
  last_answered: { usual: (need) => need.fallback, missing: 'who had answered last' },
  busy: { usual: () => [], missing: 'who was in a call' },
  change_personal: { usual: () => true, missing: 'whether a setting could be stored' },
  change_agent: {
    usual: (need) => {
      const isPause = need.kind === 'change_agent' && need.toggle === 'pause'
      return isPause ? 'paused' : 'signed_in'
    },
    missing: 'what became of an agent',
  },
  supervise: {
    usual: () => ({ is: 'talk', session: 'flow-test' }),
    missing: 'whom a supervisor could listen to',
  },
  queue: { usual: usualLine, missing: 'who was free in the queue' },
  // Caps are the day's, not the flow's: a test says so where it is about one.
  outside_allowance: {
    usual: () => ({ is: 'granted' }),
    missing: 'whether the fraud guard let the call go outside',
  },
  check_pin: { usual: usualPin, missing: 'whether a PIN was right' },
  voicemail_messages: { usual: usualBox, missing: 'which messages were in a voicemail box' },
  change_message: { usual: () => true, missing: 'whether a message could be changed' },
  http_request: { usual: () => ({ kind: 'not_sent' }), missing: 'what another system answered' },
}

/** The PIN that callers are given; where the flow holds digits, as before they were kept secret, they decide. */
function usualPin(need: Need): NeedAnswer {
  if (need.kind !== 'check_pin') return need.fallback
  const { pin, hostPin, digits } = need
  if (digits === hostPin) return 'host'
  if (digits === pin || (pin !== null && isSecretReference(pin))) return 'right'
  return hostPin !== null && isSecretReference(hostPin) ? 'host' : 'wrong'
}

/** One new message. */
function usualBox(need: Need): NeedAnswer {
  if (need.kind !== 'voicemail_messages') return need.fallback
  const message: PlayedMessage = {
    id: 'msg_00000000000000000000000000',
    at: epochMillisecondsOf(need.since),
    from: '+12025550105',
    callerName: null,
    isNew: true,
    seconds: 12,
  }
  return { total: 1, fresh: 1, message: need.index === 0 ? message : null }
}

/** Nobody else waits, and all agents are free; who does not answer is followed by the next one. */
function usualLine(need: Need): NeedAnswer {
  if (need.kind !== 'queue') return need.fallback
  const { agents, ready, mayOffer, settings, step, visit } = need.line
  const free = agents.filter(({ node }) => ready.includes(node))
  if (!mayOffer || free.length === 0) return { is: 'line', position: 1, agents: {} }
  const least = Math.min(...free.map(({ penalty }) => penalty))
  const tier = free.filter(({ penalty }) => penalty === least).map(({ node }) => node)
  if (settings.strategy === 'ring_all') return { is: 'offer', agents: tier }
  const next = tier[(step - visit) % tier.length]
  return { is: 'offer', agents: next === undefined ? [] : [next] }
}

/** An answer that was stored as JSON. Null: it is none for this need. */
export function storedAnswer(need: Need, value: unknown): NeedAnswer | null {
  const isSame = typeof value === typeof need.fallback && value !== null
  // Foreign boundary: tests and the history hold what we wrote; runners check the rest of the form.
  return isSame ? (value as NeedAnswer) : null
}
