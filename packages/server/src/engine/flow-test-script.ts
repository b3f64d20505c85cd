import type { FlowTestAction } from '@opbx/contract/call-flow/flow-tests'
import type { Cast } from './flow-test-cast.ts'

export type RingAction = Extract<FlowTestAction, { who: string }>
type HangUp = Extract<FlowTestAction, { does: 'hang_up' }>

/** The actions of a test that were not used yet. */
export interface Script {
  /** The next action that fits; it is used then. */
  take<A extends FlowTestAction>(fits: (one: FlowTestAction) => one is A): A | null
  /** The caller hangs up now, because everything before was used. */
  hangUp(): HangUp | null
  /** What a number that rings does: the next of its actions, else its last one again. */
  ring(who: string): RingAction | null
  left(): number
}

export function createScript(cast: Cast, all: readonly FlowTestAction[]): Script {
  const actions = [...all]
  const lastDone = new Map<string, RingAction>()
  const take: Script['take'] = (fits) => {
    const index = actions.findIndex(fits)
    const action = index < 0 ? undefined : actions[index]
    if (action === undefined || !fits(action)) return null
    actions.splice(index, 1)
    return action
  }
  return {
    take,
    left: () => actions.length,
    hangUp() {
      const [first] = actions
      if (first?.does !== 'hang_up') return null
      actions.shift()
      return first
    },
    ring(who) {
      const isOwn = (one: FlowTestAction): one is RingAction =>
        'who' in one && cast.normal(one.who) === who
      const action = take(isOwn) ?? lastDone.get(who) ?? null
      if (action !== null) lastDone.set(who, action)
      return action
    },
  }
}
