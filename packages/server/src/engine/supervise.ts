import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { personalStories } from './because-personal.ts'
import { refuse } from './enter-number.ts'
import { spoken } from './say.ts'
import type { Need, Supervision } from './types.ts'
import { answerTo, type Move, type Walk } from './walk.ts'

interface Wish {
  dialed: string
  /** The extension whose call is meant. */
  digits: string
  how: 'listen' | 'whisper' | 'barge'
}

/** Lets a supervisor into the call that an extension is in. */
export function supervise(walk: Walk, caller: NodeOf<'extension'>, wish: Wish): Move {
  const { dialed, digits, how } = wish
  const agent = walk.compiled.byExtension.get(digits)
  if (agent?.type !== 'extension' || agent.id === caller.id) {
    return refuse(spoken.superviseUnclear, personalStories.superviseUnclear(dialed))
  }
  if (walk.call.isTrial) return refuse(spoken.codeInTrial, personalStories.notInTrial())
  const { userId } = caller.config
  if (userId === null) {
    return refuse(spoken.superviseRefused, personalStories.notSupervisor(caller.name))
  }
  const fallback: Supervision = { is: 'failed' }
  const need: Need = {
    kind: 'supervise',
    key: `supervise:${agent.id}`,
    user: userId,
    agent: agent.id,
    how,
    fallback,
  }
  const answer = answerTo(walk, need)
  if (answer === undefined) return { kind: 'need', need }
  switch (answer.is) {
    case 'talk':
      return {
        kind: 'end',
        verbs: [{ kind: 'Coach', session: answer.session, policy: how }, { kind: 'Hangup' }],
        story: personalStories.supervises(agent.name, how),
      }
    case 'not_allowed':
      return refuse(spoken.superviseRefused, personalStories.notSupervisor(caller.name))
    case 'no_talk':
      return refuse(spoken.nobodyTalks, personalStories.nobodyTalks(agent.name))
    case 'failed':
      return refuse(spoken.codeFailed, personalStories.notChanged())
  }
}
