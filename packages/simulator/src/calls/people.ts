import type { Action } from './action.ts'
import { type Call, changeState, hangUp, type Person, type Situation } from './call.ts'

/** The next act in a situation; a hang-up of the caller or the platform is already carried out. */
export async function ask(call: Call, situation: Situation): Promise<Action | null> {
  if (isCutOff(call)) return null
  const action = await call.person.next(call, situation)
  if (isCutOff(call)) return null
  if (action !== null && 'hangUp' in action && action.hangUp === 'caller') {
    hangUp(call, 'caller', 'The caller hangs up')
    return null
  }
  return action
}

/** Lets virtual time pass while something is played or a pause lasts. */
export function passTime(call: Call, milliseconds: number): void {
  if (!isCutOff(call)) call.person.pass(call, milliseconds)
}

/** Whether the call is over because somebody hung up; carries out a hang-up from outside. */
export function isCutOff(call: Call): boolean {
  if (call.cutOff !== null && call.hungUpBy === null) hangUp(call, 'platform', call.cutOff)
  return call.hungUpBy !== null
}

/** Plays a list of actions, each when its situation arises. */
export function scriptedPerson(entries: Action[]): Person {
  let at = 0
  let waited = 0
  /** Spends the head's waiting up to `until`; true: the waiting is over before that. */
  const waitUntil = (call: Call, head: { wait: number }, until: number): boolean => {
    const rest = head.wait * 1000 - waited
    if (call.now + rest < until) {
      call.now += rest
      waited = 0
      at += 1
      return true
    }
    waited += Math.max(0, until - call.now)
    return false
  }
  return {
    manual: false,
    async next(call, situation) {
      const until = situation.limit ?? situation.deadline
      let head = entries[at]
      while (head !== undefined && 'wait' in head) {
        if (!waitUntil(call, head, until)) {
          call.now = until
          return null
        }
        head = entries[at]
      }
      if (head === undefined || situation.unfit(head) !== null) return null
      at += 1
      return 'skip' in head ? null : head
    },
    pass(call, milliseconds) {
      const until = call.now + milliseconds
      for (let head = entries[at]; head !== undefined; head = entries[at]) {
        if ('hangUp' in head && head.hangUp === 'caller') {
          at += 1
          hangUp(call, 'caller', 'The caller hangs up')
          return
        }
        if (!('wait' in head) || !waitUntil(call, head, until)) break
      }
      call.now = until
    },
    interrupt() {},
    unused: () =>
      entries
        .map((entry, index) => ({ index, entry }))
        // A wait that had begun when the call ended was used.
        .filter(
          ({ index, entry }) => index >= at && !(index === at && waited > 0 && 'wait' in entry),
        ),
  }
}

export type Hand = Person & {
  /** Gives an action to the call that waits for one; else the sentence why not. */
  act(call: Call, action: Action): string | null
}

/** Waits for actions from outside. */
export function handPlayed(): Hand {
  let resolve: ((action: Action | null) => void) | null = null
  const wake = (call: Call, action: Action | null) => {
    const waiting = resolve
    resolve = null
    if (waiting) changeState(call, 'running', null)
    waiting?.(action)
  }
  return {
    manual: true,
    async next(call, situation) {
      for (;;) {
        const action = await new Promise<Action | null>((done) => {
          resolve = done
          changeState(call, 'waiting', situation)
        })
        if (action === null || 'skip' in action || call.cutOff !== null) return null
        if (!('wait' in action)) return action
        const until = situation.limit ?? situation.deadline
        call.now = Math.min(until, call.now + action.wait * 1000)
        if (call.now >= until) return null
        situation.deadline = Math.max(situation.deadline, call.now)
      }
    },
    pass(call, milliseconds) {
      call.now += milliseconds
    },
    interrupt: (call) => wake(call, null),
    unused: () => [],
    act(call, action) {
      const situation = call.situation
      if (call.state === 'ended') return 'The call is over.'
      if (resolve === null || situation === null) return 'The call is not waiting for anybody now.'
      const why = situation.unfit(action)
      if (why !== null) return why
      wake(call, action)
      return null
    },
  }
}
