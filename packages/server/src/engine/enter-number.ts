import type { ParsedNumber } from '@opbx/contract/e164'
import { callStories, type Story } from './because.ts'
import { sayAndHangUp, spoken } from './say.ts'
import type { Move, Walk } from './walk.ts'

/** To the node that calls to an own phone number enter. Null: it is not one of the organization's. */
export function enterByPhoneNumber(walk: Walk, to: ParsedNumber): Move | null {
  const phoneNumber = to.kind === 'e164' ? walk.compiled.byPhoneNumber.get(to.number) : undefined
  if (!phoneNumber) return null
  if (phoneNumber.entry === null) {
    return refuse(spoken.unknownNumber, callStories.numberWithoutEntry(phoneNumber))
  }
  const target = walk.compiled.nodes.get(phoneNumber.entry)
  if (!target) return refuse(spoken.fault, callStories.entryMissing(phoneNumber))
  const story = callStories.entersByPhoneNumber(phoneNumber, target)
  return { kind: 'enter', target, story }
}

/** Says why not, and ends the call. */
export function refuse(words: string, story: Story): Move {
  return { kind: 'end', verbs: sayAndHangUp(words), story }
}
