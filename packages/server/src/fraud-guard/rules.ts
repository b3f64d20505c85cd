import { epochMillisecondsOf } from '@opbx/contract/call-flow/zone-time'
import type {
  Caps,
  FraudGuardSettings,
  GuardRefusal,
  GuardUse,
  OutsideStop,
  ReachedCap,
} from '@opbx/contract/fraud-guard'
import { isoTime } from '../calls/rules.ts'
import type { AllowanceAnswer, AllowanceAsk } from '../engine/outside-allowance.ts'

/** How long a share is held for a call that its record does not know of: longer than the fold ever takes. */
export const untoldMilliseconds = 60_000
/** A Dial ends after 12 h; after that a call whose end was never told holds nothing. */
export const longestCallMilliseconds = 13 * 3_600_000
export const hourMilliseconds = 3_600_000

/** What was used: calls begun in the last 60 minutes, seconds talked since midnight, calls going on. */
export interface Use {
  calls: number
  seconds: number
  concurrent: number
}

/** In all, and of it by calls that began outside business hours. */
export interface Meter {
  total: Use
  outsideHours: Use
}

export interface Ledger {
  organization: Meter
  /** By the extension's node. */
  people: ReadonlyMap<string, Meter>
  /** Calls that have their share already: who asks twice is answered as the first time. */
  held: ReadonlySet<string>
}

/** One call that asks. */
export interface Asked {
  session: string
  ask: AllowanceAsk
}

export interface Guard {
  settings: FraudGuardSettings
  stopped: OutsideStop | null
}

/** Nothing used yet. */
export function newMeter(): Meter {
  return {
    total: { calls: 0, seconds: 0, concurrent: 0 },
    outsideHours: { calls: 0, seconds: 0, concurrent: 0 },
  }
}

/** A share as one word. */
export function shareName({ session, ask }: Asked): string {
  return `${session}\n${ask.step}\n${ask.number}`
}

/** Answers calls one after the other: each one sees what those before it were granted. */
export function answerAll(
  guard: Guard,
  ledger: Ledger,
  asked: readonly Asked[],
): AllowanceAnswer[] {
  const used = copyOf(ledger)
  return asked.map((one) => {
    const name = shareName(one)
    if (used.held.has(name)) return { is: 'granted' }
    const answer = answerOne(guard, used, one.ask)
    if (answer.is === 'granted') {
      used.held.add(name)
      for (const meter of metersOf(used, one.ask)) count(meter, one.ask)
    }
    return answer
  })
}

interface Used {
  organization: Meter
  people: Map<string, Meter>
  held: Set<string>
}

function copyOf({ organization, people, held }: Ledger): Used {
  return {
    organization: copyMeter(organization),
    people: new Map([...people].map(([node, meter]) => [node, copyMeter(meter)])),
    held: new Set(held),
  }
}

function copyMeter({ total, outsideHours }: Meter): Meter {
  return { total: { ...total }, outsideHours: { ...outsideHours } }
}

function answerOne({ settings, stopped }: Guard, used: Used, ask: AllowanceAsk): AllowanceAnswer {
  if (!settings.enabled) return { is: 'granted' }
  if (stopped !== null) return { is: 'stopped', stop: stopped }
  if (ask.highRisk !== null) return { is: 'high_risk', destination: ask.highRisk }
  const reached = findReached(settings, used, ask)
  return reached === null ? { is: 'granted' } : { is: 'capped', reached }
}

/** The person's caps first: one phone that goes mad must not look like the whole organization. */
function findReached(
  settings: FraudGuardSettings,
  used: Used,
  ask: AllowanceAsk,
): ReachedCap | null {
  const { person, organization, outsideHours: late } = settings
  const own = ask.node === null ? null : (used.people.get(ask.node) ?? newMeter())
  const whole = used.organization
  const checks: { caps: Caps; use: Use; isPerson: boolean; outsideHours: boolean }[] = []
  const add = (isPerson: boolean, meter: Meter, caps: Caps, strict: Caps) => {
    checks.push({ caps, use: meter.total, isPerson, outsideHours: false })
    if (ask.outsideHours) {
      checks.push({ caps: strict, use: meter.outsideHours, isPerson, outsideHours: true })
    }
  }
  if (own !== null) add(true, own, person, late.person)
  add(false, whole, organization, late.organization)
  for (const { caps, use, isPerson, outsideHours } of checks) {
    const who = isPerson ? (ask.name ?? ask.node) : null
    const reached = reachedOf(caps, use, { who, outsideHours })
    if (reached !== null) return reached
  }
  return null
}

function reachedOf(
  caps: Caps,
  use: Use,
  about: Pick<ReachedCap, 'who' | 'outsideHours'>,
): ReachedCap | null {
  const used = toUse(use)
  for (const cap of ['concurrent', 'callsPerHour', 'minutesPerDay'] as const) {
    const most = caps[cap]
    if (most !== null && used[cap] >= most) return { cap, most, used: used[cap], ...about }
  }
  return null
}

/** As people read it: whole minutes. */
export function toUse({ calls, seconds, concurrent }: Use): GuardUse {
  return { callsPerHour: calls, minutesPerDay: Math.floor(seconds / 60), concurrent }
}

function metersOf(used: Used, { node }: AllowanceAsk): Meter[] {
  if (node === null) return [used.organization]
  const known = used.people.get(node) ?? newMeter()
  used.people.set(node, known)
  return [used.organization, known]
}

function count(meter: Meter, { outsideHours }: AllowanceAsk): void {
  for (const use of outsideHours ? [meter.total, meter.outsideHours] : [meter.total]) {
    use.calls += 1
    use.concurrent += 1
  }
}

/** A stop that is over counts no more. */
export function stopAt(stopped: OutsideStop | null, now: number): OutsideStop | null {
  if (stopped === null || stopped.until === null) return stopped
  return epochMillisecondsOf(stopped.until) <= now ? null : stopped
}

type StoredRefusal = Omit<GuardRefusal, 'callId'>

/** What is kept of those that were refused. Null: granted. */
export function toRefusal(
  { session, ask }: Asked,
  answer: AllowanceAnswer,
  now: number,
): StoredRefusal | null {
  const reason = reasonOf(answer)
  if (reason === null) return null
  return { at: isoTime(now), session, number: ask.number, name: ask.name, reason }
}

function reasonOf(answer: AllowanceAnswer): StoredRefusal['reason'] | null {
  switch (answer.is) {
    case 'capped':
      return { kind: 'cap', reached: answer.reached }
    case 'high_risk':
      return { kind: 'high_risk', destination: answer.destination }
    case 'stopped':
      return { kind: 'stopped' }
    case 'granted':
    case 'unknown':
      return null
  }
}

/**
 * Whether these refusals stop all calls to the outside. Too many at once never do: a busy morning looks like that.
 * `strikes`: the refusals of the organization's calls-per-hour cap before. `mayStopForMinutes`: nobody released such a
 * stop today.
 */
export function judgeRefusals(
  { stop }: FraudGuardSettings,
  strikes: readonly number[],
  {
    reached,
    now,
    mayStopForMinutes,
  }: { reached: readonly ReachedCap[]; now: number; mayStopForMinutes: boolean },
): { strikes: number[]; stop: OutsideStop | null } {
  const hits = reached.filter(({ who, cap }) => who === null && cap === 'callsPerHour')
  const spent = reached.find(({ who, cap }) => who === null && cap === 'minutesPerDay')
  const after = stop.afterRefusals
  const all = [...strikes, ...hits.map(() => now)].filter((at) => now - at < hourMilliseconds)
  const kept = all.slice(-1_000)
  const minutes = stop.afterMinutes && mayStopForMinutes ? spent : undefined
  const decisive = minutes ?? (after !== null && kept.length >= after ? hits.at(-1) : undefined)
  if (decisive === undefined) return { strikes: kept, stop: null }
  const until = stop.hours === null ? null : isoTime(now + stop.hours * hourMilliseconds)
  return { strikes: kept, stop: { at: isoTime(now), until, reached: decisive } }
}
