import type { NodeOf } from '@opbx/contract/call-flow/flow'
import type { PersonalSettings } from '@opbx/contract/call-flow/personal-settings'
import { parseNumber } from '@opbx/contract/e164'
import { personalStories } from './because-personal.ts'
import { refuse } from './enter-number.ts'
import { sayAndHangUp, spoken } from './say.ts'
import type { AgentChanged, Need } from './types.ts'
import { openAnyBox, openOwnBox } from './voicemail-box.ts'
import { answerTo, type Move, type Walk } from './walk.ts'

interface Change {
  change: Partial<PersonalSettings>
  /** What the caller hears, and what the story tells. */
  words: string
}

/** Codes that a phone dials to change its own extension. */
const codes: ReadonlyMap<string, Change> = new Map([
  ['*78', { change: { doNotDisturb: true }, words: spoken.doNotDisturbOn }],
  ['*79', { change: { doNotDisturb: false }, words: spoken.doNotDisturbOff }],
  ['*73', { change: { forwardAlways: null }, words: spoken.forwardOff }],
])
/** This one has the number behind it. */
const forwardCode = '*72'

function forwardTo(target: string, country: string): Change | null {
  const { kind, number } = parseNumber(target, country)
  if (kind === 'other') return null
  return { change: { forwardAlways: number }, words: spoken.forwardOn }
}

/** Codes that sign the phone's agent in or out, or let it pause. */
const agentCodes: ReadonlyMap<string, 'sign_in' | 'pause'> = new Map([
  ['*45', 'sign_in'],
  ['*46', 'pause'],
])

const agentWords: Readonly<Record<AgentChanged, string>> = {
  signed_in: spoken.agentSignedIn,
  signed_out: spoken.agentSignedOut,
  paused: spoken.agentPaused,
  resumed: spoken.agentResumed,
}

/** Does what a feature code says. Null: none was dialed. */
export function takeFeatureCode(walk: Walk, caller: NodeOf<'extension'> | null): Move | null {
  const { dialed } = walk.call
  if (caller !== null && dialed === '*97') return openOwnBox(walk, caller)
  if (caller !== null && dialed === '*98') return openAnyBox()
  const isForward = dialed.startsWith(forwardCode)
  const known = codes.get(dialed)
  const toggle = agentCodes.get(dialed)
  const isBox = dialed === '*97' || dialed === '*98'
  if (!isForward && !isBox && known === undefined && toggle === undefined) return null
  if (caller === null) {
    return refuse(spoken.codeFailed, personalStories.codeWithoutExtension(dialed))
  }
  if (toggle !== undefined) return changeAgent(walk, caller, toggle)
  const { country } = walk.compiled.flow.organization
  const wanted = known ?? forwardTo(dialed.slice(forwardCode.length), country)
  if (wanted === null) return refuse(spoken.forwardUnclear, personalStories.codeUnclear(dialed))
  if (walk.call.isTrial) {
    return { kind: 'end', verbs: sayAndHangUp(wanted.words), story: personalStories.notInTrial() }
  }
  const need: Need = {
    kind: 'change_personal',
    key: `change_personal:${caller.id}`,
    node: caller.id,
    change: wanted.change,
    fallback: false,
  }
  const stored = answerTo(walk, need)
  if (stored === undefined) return { kind: 'need', need }
  if (stored !== true) return refuse(spoken.codeFailed, personalStories.notChanged())
  const story = personalStories.changed(wanted.words)
  return { kind: 'end', verbs: sayAndHangUp(wanted.words), story }
}

function changeAgent(walk: Walk, caller: NodeOf<'extension'>, toggle: 'sign_in' | 'pause'): Move {
  if (walk.call.isTrial) {
    return refuse(spoken.codeInTrial, personalStories.notInTrial())
  }
  const need: Need = {
    kind: 'change_agent',
    key: `change_agent:${caller.id}`,
    node: caller.id,
    toggle,
    fallback: 'failed',
  }
  const answer = answerTo(walk, need)
  if (answer === undefined) return { kind: 'need', need }
  if (answer === null) return refuse(spoken.noAgent, personalStories.noAgent(caller.name))
  if (answer === 'failed') return refuse(spoken.codeFailed, personalStories.notChanged())
  const words = agentWords[answer]
  return { kind: 'end', verbs: sayAndHangUp(words), story: personalStories.changed(words) }
}
