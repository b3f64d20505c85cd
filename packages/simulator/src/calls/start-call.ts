import { randomBytes } from 'node:crypto'
import type { Context } from '../context.ts'
import type { Domain, Subscriber } from '../state.ts'
import type { Action } from './action.ts'
import { type Call, type CallOptions, iso } from './call.ts'
import { newCallId } from './dial.ts'
import { handPlayed, scriptedPerson } from './people.ts'
import { runCall } from './run-call.ts'

export type WantedCall = {
  from: string
  to: string
  /** The calling phone; without one the call comes over a trunk. */
  caller: Subscriber | null
  at: number
  options: CallOptions
  /** Null: played by hand. */
  script: Action[] | null
}

/** Begins a call; it goes on by itself until it waits for a person or ends. */
export function startCall(ctx: Context, domain: Domain, wanted: WantedCall): Call {
  const inbound = wanted.caller === null
  const spelled = (number: string) =>
    inbound ? outsideNumber(number, wanted.options.plus) : number
  const call: Call = {
    id: ctx.store.nextSessionId(),
    token: randomBytes(16).toString('hex'),
    domain,
    application: domain.applications.find(({ id }) => id === domain.defaultApplication) ?? null,
    direction: inbound ? 'inbound' : 'subscriber',
    from: spelled(wanted.from),
    to: spelled(wanted.to),
    caller: wanted.caller,
    options: wanted.options,
    person: wanted.script === null ? handPlayed() : scriptedPerson(wanted.script),
    startedAt: wanted.at,
    now: wanted.at,
    answeredAt: null,
    endedAt: null,
    status: 'new',
    connectedTo: null,
    answeredBy: null,
    callIds: [newCallId(inbound ? 'sip.carrier.example' : undefined)],
    lastDial: null,
    hungUpBy: null,
    rejected: null,
    problem: null,
    cutOff: null,
    switchTo: null,
    recordingUrl: null,
    measured: false,
    requests: 0,
    steps: [],
    phones: [],
    state: 'running',
    situation: null,
    outcome: null,
    held: [],
    watchers: new Set(),
  }
  ctx.calls.add(call)
  if (call.person.manual) endWhenUnattended(ctx, call)
  void runCall(ctx, call)
  return call
}

/** Ends a call from outside, as the platform; it takes effect when the call next looks up. */
export function cutOff(call: Call, why: string): void {
  if (call.state === 'ended') return
  call.cutOff ??= why
  call.person.interrupt(call)
}

/** Moves a call to another document, as the platform; it takes effect when the call next looks up. */
export function switchCall(call: Call, to: NonNullable<Call['switchTo']>): void {
  call.switchTo = to
  call.person.interrupt(call)
}

/** Resolves when the call waits for a person or is over. */
export function whenResting(call: Call): Promise<void> {
  if (call.state !== 'running') return Promise.resolve()
  return new Promise((resolve) => {
    const watcher = () => {
      if (call.state === 'running') return
      call.watchers.delete(watcher)
      resolve()
    }
    call.watchers.add(watcher)
  })
}

/** What the control interface says of a call. */
export function describeCall(call: Call): Record<string, unknown> {
  return {
    ...describeState(call),
    startedAt: iso(call.startedAt),
    endedAt: call.endedAt === null ? null : iso(call.endedAt),
    steps: call.steps,
    unused: call.state === 'ended' ? call.person.unused() : [],
    phones: call.phones,
  }
}

/** The same without its story. */
export function describeState(call: Call): Record<string, unknown> {
  return {
    id: String(call.id),
    session: call.token,
    state: call.state,
    outcome: call.outcome,
    answeredBy: call.answeredBy,
    now: iso(call.now),
    ...(call.situation === null ? {} : { situation: describeSituation(call.situation) }),
  }
}

function describeSituation(situation: NonNullable<Call['situation']>): Record<string, unknown> {
  const { unfit: _, deadline, limit, ...said } = situation
  return {
    ...said,
    deadline: iso(deadline),
    ...(limit === undefined ? {} : { limit: iso(limit) }),
  }
}

/** A real timer, the only one of a call: it guards against calls that were walked away from. */
function endWhenUnattended(ctx: Context, call: Call): void {
  let timer: NodeJS.Timeout | undefined
  const watch = () => {
    clearTimeout(timer)
    if (call.state !== 'waiting') return
    timer = setTimeout(() => cutOff(call, 'Nobody acts: the call is ended'), ctx.unattendedMs)
    timer.unref()
  }
  call.watchers.add(watch)
}

/** Carriers differ in the leading +; the trunk call on record came without. */
function outsideNumber(number: string, plus: boolean): string {
  const digits = /^\+?(\d{7,15})$/.exec(number)?.[1]
  if (digits === undefined) return number
  return plus ? `+${digits}` : digits
}
