import { callStories } from './because.ts'
import { enterByPhoneNumber, refuse } from './enter-number.ts'
import { enterFromPhone } from './phone-call.ts'
import { spoken } from './say.ts'
import type { Move, Walk } from './walk.ts'

/** Where a call begins. Its direction decides first: only phones may dial extension numbers. */
export function beginCall(walk: Walk): Move {
  const { origin, to } = walk.call
  switch (origin) {
    case 'trunk':
      return (
        enterByPhoneNumber(walk, to) ??
        refuse(spoken.unknownNumber, callStories.numberUnknown(to.number))
      )
    case 'phone':
      return enterFromPhone(walk)
    case 'api':
      return refuse(spoken.outsideRefused, callStories.startedByApi())
  }
}
