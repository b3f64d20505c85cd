import type { ParsedNumber } from '@opbx/contract/e164'
import { callStories, type Story } from './because.ts'
import { sayAndHangUp, spoken } from './say.ts'
import type { Move, Walk } from './walk.ts'

/** Where a call begins. Its direction decides first: only phones may dial extension numbers. */
export function beginCall(walk: Walk): Move {
  const { origin, to } = walk.call
  switch (origin) {
    case 'trunk':
      return enterByPhoneNumber(walk, to) ?? refuse(spoken.unknownNumber, numberUnknown(to))
    case 'phone':
      return enterFromPhone(walk, to)
    case 'api':
      return refuse(spoken.outsideRefused, callStories.startedByApi())
  }
}

function enterFromPhone(walk: Walk, to: ParsedNumber): Move {
  if (to.kind === 'extension') {
    const target = walk.compiled.byExtension.get(to.number)
    if (!target) return refuse(spoken.unknownExtension, callStories.extensionUnknown(to.number))
    const story = callStories.entersByExtension(to.number, target)
    return { kind: 'enter', target, story }
  }
  const entered = enterByPhoneNumber(walk, to)
  return entered ?? refuse(spoken.outsideRefused, callStories.outsideFromPhone(to.number))
}

function enterByPhoneNumber(walk: Walk, to: ParsedNumber): Move | null {
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

function numberUnknown(to: ParsedNumber): Story {
  return callStories.numberUnknown(to.number)
}

function refuse(words: string, story: Story): Move {
  return { kind: 'end', verbs: sayAndHangUp(words), story }
}
