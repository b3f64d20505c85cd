import type { DialResult } from './types.ts'
import type { Resumed, Walk } from './walk.ts'

/**
 * What came of a Dial. Doubtful at the platform: the words and their spelling (`no-answer`, `noanswer`), and
 * whether the action of a failed Dial is called at all. So letters only, everything unknown is unreachable,
 * and a Dial that fell through was answered only if the session became connected after it was sent.
 */
export function readDialResult(walk: Walk, resumed: Resumed): DialResult {
  if (resumed.fellThrough) {
    walk.used.connectedSinceDial = walk.facts.connectedSinceDial
    return walk.facts.connectedSinceDial ? 'answered' : 'unreachable'
  }
  return readDialWord(resumed.result.dialStatus)
}

/** The platform's word for what came of a Dial, in any spelling. */
export function readDialWord(status: string | null): DialResult {
  const word = (status ?? '').toLowerCase().replace(/[^a-z]/g, '')
  return resultOfWord.get(word) ?? 'unreachable'
}

const resultOfWord: ReadonlyMap<string, DialResult> = new Map([
  ['completed', 'answered'],
  ['answered', 'answered'],
  ['answer', 'answered'],
  ['noanswer', 'no_answer'],
  ['busy', 'busy'],
  ['canceled', 'canceled'],
  ['cancelled', 'canceled'],
  ['cancel', 'canceled'],
])
