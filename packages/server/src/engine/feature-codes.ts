import type { NodeOf } from '@opbx/contract/call-flow/flow'
import type { PersonalSettings } from '@opbx/contract/call-flow/personal-settings'
import { parseNumber } from '@opbx/contract/e164'
import { personalStories } from './because-personal.ts'
import { refuse } from './enter-number.ts'
import { sayAndHangUp, spoken } from './say.ts'
import type { Need } from './types.ts'
import { answerTo, type Move, type Walk } from './walk.ts'

interface Change {
  change: Partial<PersonalSettings>
  /** What the caller hears, and what the story tells. */
  words: string
}

/** Codes that a phone dials to change its own extension. `rest` is what was dialed behind the code. */
const codes: Readonly<Record<string, (rest: string, country: string) => Change | null>> = {
  '*78': () => ({ change: { doNotDisturb: true }, words: spoken.doNotDisturbOn }),
  '*79': () => ({ change: { doNotDisturb: false }, words: spoken.doNotDisturbOff }),
  '*72': (rest, country) => {
    const target = parseNumber(rest, country)
    if (target.kind === 'other') return null
    return { change: { forwardAlways: target.number }, words: spoken.forwardOn }
  },
  '*73': () => ({ change: { forwardAlways: null }, words: spoken.forwardOff }),
}

/** Does what a feature code says. Null: none was dialed. */
export function takeFeatureCode(walk: Walk, caller: NodeOf<'extension'> | null): Move | null {
  const { dialed } = walk.call
  const code = codes[dialed.slice(0, 3)]
  if (code === undefined) return null
  if (caller === null) {
    return refuse(spoken.codeFailed, personalStories.codeWithoutExtension(dialed))
  }
  const wanted = code(dialed.slice(3), walk.compiled.flow.organization.country)
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
