import type { NodeOf } from '@opbx/contract/call-flow/flow'
import type { OutboundDecision } from '@opbx/contract/call-flow/outbound'
import type { Dial } from '../../cxml/verbs.ts'
import { outsideStories, permission } from '../because.ts'
import { readDialResult } from '../dial-result.ts'
import { dialTimeLimitSeconds } from '../ringing.ts'
import { sayAndHangUp, spoken } from '../say.ts'
import {
  type Move,
  type NodeRunner,
  type Resumed,
  secondsSince,
  targetOf,
  type Walk,
  type WithoutNext,
} from '../walk.ts'

/** Rings a number outside, if an outbound route permits it. */
export const externalRunner: NodeRunner<'external'> = { enter: ring, resume: takeResult }

function ring(walk: Walk, node: NodeOf<'external'>): Move {
  const { number, ringSeconds } = node.config
  const decision = walk.compiled.outboundDecision(number)
  if (decision.kind === 'refused') return refuse(walk, node, decision)
  return {
    kind: 'wait',
    state: { kind: 'ring' },
    before: [],
    act: dialOutside(walk, node, decision.route.trunks),
    story: outsideStories.rings(
      number,
      ringSeconds,
      permission(decision.route.name, decision.matched),
    ),
  }
}

function refuse(
  walk: Walk,
  node: NodeOf<'external'>,
  decision: Extract<OutboundDecision, { kind: 'refused' }>,
): Move {
  const { number } = node.config
  const story =
    decision.reason === 'no_route'
      ? outsideStories.noRoute(number)
      : outsideStories.otherCountry(
          number,
          decision.country,
          walk.compiled.flow.organization.country,
        )
  if (targetOf(node, 'failed') !== null) return { kind: 'exit', exit: 'failed', story }
  return { kind: 'end', verbs: sayAndHangUp(spoken.outsideRefused), story }
}

function dialOutside(
  walk: Walk,
  node: NodeOf<'external'>,
  trunks: readonly string[],
): WithoutNext<Dial> {
  return {
    kind: 'Dial',
    numbers: [node.config.number],
    ringSeconds: node.config.ringSeconds,
    timeLimitSeconds: dialTimeLimitSeconds,
    callerId: outsideCallerId(walk, node.config.callerId),
    callerName: undefined,
    trunks: trunks.length > 0 ? [...trunks] : undefined,
  }
}

/** A number of the organization: the one that is set, else the one that was called, else its first. */
function outsideCallerId(walk: Walk, wanted: string | null): string | undefined {
  const own = walk.compiled.byPhoneNumber
  if (wanted !== null && own.has(wanted)) return wanted
  const { to } = walk.call
  if (to.kind === 'e164' && own.has(to.number)) return to.number
  return walk.compiled.flow.phoneNumbers[0]?.number
}

function takeResult(walk: Walk, node: NodeOf<'external'>, resumed: Resumed): Move {
  const result = readDialResult(walk, resumed)
  const story = outsideStories.result(node.config.number, result, secondsSince(walk, resumed))
  if (result === 'answered') walk.effects.push({ kind: 'answered', node: null, rang: [] })
  if (result === 'answered' || result === 'canceled') {
    return { kind: 'end', verbs: [{ kind: 'Hangup' }], story }
  }
  return { kind: 'exit', exit: result === 'unreachable' ? 'failed' : result, story }
}
