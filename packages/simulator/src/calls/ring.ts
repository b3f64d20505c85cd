import { type Action, alwaysFits } from './action.ts'
import { type Call, isOver, iso, type Leg, note, type Phone, type Situation } from './call.ts'
import { ask } from './people.ts'

/** Seconds after which a person has picked up, or refused. */
const reaction = { answer: 3, busy: 1, decline: 2 }

/** Lets phones ring together until one answers; null: none did. */
export async function ring(call: Call, legs: Leg[], timeout: number): Promise<Leg | null> {
  const startedAt = call.now
  const deadline = startedAt + timeout * 1000
  tellRinging(call, legs)
  for (;;) {
    const ringing = legs.filter((leg) => leg.phone.result === 'ringing')
    if (ringing.length === 0) return null
    const open = ringing.filter((leg) => !leg.willNotAnswer)
    const action = open.length > 0 ? await ask(call, ringSituation(open, deadline)) : null
    if (isOver(call)) {
      endAll(call, ringing, 'canceled')
      return null
    }
    if (action === null) {
      call.now = Math.max(call.now, deadline)
      endAll(call, ringing, 'no_answer')
      note(call, { kind: 'action', happened: `Nobody answers within ${timeout} s` })
      return null
    }
    const answered = react(call, open, action, { startedAt, deadline })
    if (answered) {
      const others = ringing.filter((leg) => leg !== answered)
      endAll(call, others, 'canceled')
      return answered
    }
  }
}

function tellRinging(call: Call, legs: Leg[]): void {
  const names = legs.map((leg) => leg.phone.number)
  note(call, { kind: 'action', happened: `${list(names)} ${names.length > 1 ? 'ring' : 'rings'}` })
}

/** "1001, 1002 and 1003" */
function list(names: string[]): string {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}

function react(
  call: Call,
  open: Leg[],
  action: Action,
  times: { startedAt: number; deadline: number },
): Leg | null {
  const by = (delay: number) => {
    const earliest = Math.min(times.startedAt + delay * 1000, times.deadline)
    call.now = Math.max(call.now, earliest)
  }
  const leg = open.find(({ phone }) => isNumber(phone, numberIn(action)))
  if (!leg) return null
  if ('answer' in action) {
    by(reaction.answer)
    return leg
  }
  if ('noAnswer' in action) {
    leg.willNotAnswer = true
    note(call, { kind: 'action', happened: `${leg.phone.number} does not answer` })
  } else if ('busy' in action) {
    by(reaction.busy)
    end(call, leg, 'busy')
    note(call, { kind: 'action', happened: `${leg.phone.number} is busy` })
  } else {
    by(reaction.decline)
    end(call, leg, 'declined')
    note(call, { kind: 'action', happened: `${leg.phone.number} declines` })
  }
  return null
}

function endAll(call: Call, legs: Leg[], result: Phone['result']): void {
  for (const leg of legs) end(call, leg, result)
}

function end(call: Call, leg: Leg, result: Phone['result']): void {
  leg.phone.result = result
  leg.phone.endedAt = iso(call.now)
}

function ringSituation(open: Leg[], deadline: number): Situation {
  const names = open.map((leg) => leg.phone.number)
  return {
    kind: 'ringing',
    deadline,
    ringing: names,
    unfit(action) {
      if (alwaysFits(action)) return null
      const number = numberIn(action)
      if (number === null)
        return `${list(names)} ringing: somebody may answer, the caller may hang up.`
      if (open.some(({ phone }) => isNumber(phone, number))) return null
      return `${number} does not ring; ${list(names)} ${names.length > 1 ? 'do' : 'does'}.`
    },
  }
}

function numberIn(action: Action): string | null {
  if ('answer' in action) return action.answer
  if ('noAnswer' in action) return action.noAnswer
  if ('busy' in action) return action.busy
  return 'decline' in action ? action.decline : null
}

/** Outside numbers are the same with and without a leading +. */
function isNumber(phone: Phone, number: string | null): boolean {
  return number !== null && phone.number.replace(/^\+/, '') === number.replace(/^\+/, '')
}
