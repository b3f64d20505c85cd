import type { Element } from '../cxml/parse.ts'
import { flagOf, numberOf } from '../cxml/values.ts'
import { type Action, alwaysFits } from './action.ts'
import { type Call, hangUp, isOver, note } from './call.ts'
import { ask } from './people.ts'
import { speechLength } from './prompts.ts'

/** How long people talk when nobody says otherwise. */
const talkMs = 30_000
/** Without a timeLimit; the platform's own limit is not published. */
const longestMs = 43_200_000

/** Lets the two talk until somebody ends it. `ending`: what happens when the other side does. The caller's hang-up ends the call, the others only this leg. */
export async function talk(call: Call, dial: Element, ending: string): Promise<void> {
  const startedAt = call.now
  const limit = startedAt + numberOf(dial, 'timeLimit', longestMs / 1000) * 1000
  const endKeys = [
    ...(flagOf(dial, 'hangupOnStar', false) ? ['*'] : []),
    ...(dial.attributes.hangupOn === undefined ? [] : [dial.attributes.hangupOn]),
  ]
  for (;;) {
    const restsAt = Math.max(call.now, startedAt + talkMs)
    const situation = {
      kind: 'talking' as const,
      deadline: Math.min(restsAt, limit),
      limit,
      unfit: (action: Action) => unfit(action, endKeys),
    }
    const action = await ask(call, situation)
    if (isOver(call) || call.switchTo !== null) return
    if (action === null) {
      call.now = Math.max(call.now, situation.deadline)
      if (call.now >= limit) {
        note(call, { kind: 'action', happened: 'The time limit of the Dial is reached' })
      } else hangUp(call, 'caller', 'The caller hangs up')
      return
    }
    if ('hangUp' in action) {
      note(call, { kind: 'action', happened: ending })
      return
    }
    if ('press' in action) {
      note(call, { kind: 'action', happened: `${action.press} ends the talk` })
      return
    }
    if ('speak' in action) {
      call.now = Math.min(limit, call.now + speechLength(action.speak))
      note(call, { kind: 'action', happened: `They talk: ${action.speak}` })
    }
  }
}

function unfit(action: Action, endKeys: string[]): string | null {
  if (alwaysFits(action) || 'speak' in action || 'hangUp' in action) return null
  if (!('press' in action)) return 'No phone rings: the two are talking.'
  return endKeys.includes(action.press) ? null : 'Keys do nothing while the two are talking.'
}
