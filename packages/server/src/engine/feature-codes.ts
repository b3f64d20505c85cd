import {
  type Feature,
  readFeatureCode,
  usualFeatureCodes,
} from '@opbx/contract/call-flow/feature-codes'
import type { NodeOf } from '@opbx/contract/call-flow/flow'
import type { PersonalSettings } from '@opbx/contract/call-flow/personal-settings'
import { parseNumber } from '@opbx/contract/e164'
import { personalStories } from './because-personal.ts'
import { refuse } from './enter-number.ts'
import { sayAndHangUp, spoken } from './say.ts'
import { supervise } from './supervise.ts'
import type { AgentChanged, Need } from './types.ts'
import { openAnyBox, openOwnBox } from './voicemail-box.ts'
import { answerTo, type Move, type Walk } from './walk.ts'

/** What a phone dialed: the code as it is set in this flow, and the digits behind it. */
interface DialedCode {
  dialed: string
  digits: string
}

type Run = (walk: Walk, caller: NodeOf<'extension'>, code: DialedCode) => Move

const runs: Readonly<Record<Feature, Run>> = {
  own_voicemail: (walk, caller) => openOwnBox(walk, caller),
  any_voicemail: () => openAnyBox(),
  agent_sign_in: (walk, caller) => changeAgent(walk, caller, 'sign_in'),
  agent_pause: (walk, caller) => changeAgent(walk, caller, 'pause'),
  do_not_disturb_on: (walk, caller) =>
    changeOwn(walk, caller, { change: { doNotDisturb: true }, words: spoken.doNotDisturbOn }),
  do_not_disturb_off: (walk, caller) =>
    changeOwn(walk, caller, { change: { doNotDisturb: false }, words: spoken.doNotDisturbOff }),
  forward_on: forwardTo,
  forward_off: (walk, caller) =>
    changeOwn(walk, caller, { change: { forwardAlways: null }, words: spoken.forwardOff }),
  listen: (walk, caller, code) => supervise(walk, caller, { ...code, how: 'listen' }),
  whisper: (walk, caller, code) => supervise(walk, caller, { ...code, how: 'whisper' }),
  barge: (walk, caller, code) => supervise(walk, caller, { ...code, how: 'barge' }),
}

/** Does what a feature code says. Null: none was dialed. */
export function takeFeatureCode(walk: Walk, caller: NodeOf<'extension'> | null): Move | null {
  const { dialed } = walk.call
  const code = readFeatureCode(dialed, walk.compiled.flow.featureCodes ?? usualFeatureCodes)
  if (code === null) return null
  if (caller === null) {
    return refuse(spoken.codeFailed, personalStories.codeWithoutExtension(dialed))
  }
  return runs[code.feature](walk, caller, { dialed, digits: code.digits })
}

interface Change {
  change: Partial<PersonalSettings>
  /** What the caller hears, and what the story tells. */
  words: string
}

function forwardTo(walk: Walk, caller: NodeOf<'extension'>, { dialed, digits }: DialedCode): Move {
  const { kind, number } = parseNumber(digits, walk.compiled.flow.organization.country)
  if (kind === 'other') return refuse(spoken.forwardUnclear, personalStories.codeUnclear(dialed))
  return changeOwn(walk, caller, { change: { forwardAlways: number }, words: spoken.forwardOn })
}

function changeOwn(walk: Walk, caller: NodeOf<'extension'>, { change, words }: Change): Move {
  if (walk.call.isTrial) {
    return { kind: 'end', verbs: sayAndHangUp(words), story: personalStories.notInTrial() }
  }
  const need: Need = {
    kind: 'change_personal',
    key: `change_personal:${caller.id}`,
    node: caller.id,
    change,
    fallback: false,
  }
  const stored = answerTo(walk, need)
  if (stored === undefined) return { kind: 'need', need }
  if (stored !== true) return refuse(spoken.codeFailed, personalStories.notChanged())
  return { kind: 'end', verbs: sayAndHangUp(words), story: personalStories.changed(words) }
}

const agentWords: Readonly<Record<AgentChanged, string>> = {
  signed_in: spoken.agentSignedIn,
  signed_out: spoken.agentSignedOut,
  paused: spoken.agentPaused,
  resumed: spoken.agentResumed,
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
