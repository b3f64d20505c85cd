import {
  findOutboundRoute,
  numberForTrunks,
  type OutboundCaller,
  type OutboundDecision,
  type OutboundPermit,
} from '@opbx/contract/call-flow/outbound'
import { isSipAddress } from '@opbx/contract/call-flow/sip-address'
import type { Dial } from '../cxml/verbs.ts'
import { outsideStories } from './because-outside.ts'
import type { Counted, Hunt } from './continuation.ts'
import { readDialResult } from './dial-result.ts'
import { isOpen } from './opening.ts'
import { dialTimeLimitSeconds } from './ringing.ts'
import type { DialResult } from './types.ts'
import { type Move, type Resumed, secondsSince, type Walk, type WithoutNext } from './walk.ts'

/** A call that leaves the building: the number or SIP address, and what is shown there. */
export interface OutsideCall {
  number: string
  ringSeconds: number
  /** Own numbers that are to be shown, the first one that there is. */
  callerIds: readonly (string | null)[]
  /** Of the ring group whose member it is. */
  hunt?: Hunt
}

/** The one check of everything that leaves the building. */
export function permitOutside(
  walk: Walk,
  number: string,
  caller: Pick<OutboundCaller, 'permissionClass' | 'accessDigits'>,
): OutboundDecision {
  const { outboundRoutes: routes, organization } = walk.compiled.flow
  const where = { routes, homeCountry: organization.country }
  return findOutboundRoute(where, number, { ...caller, isOpen: (hours) => isOpen(walk, hours) })
}

/** Rings over one trunk of the route; over the next one where that fails. */
export function ringOutside(
  walk: Walk,
  call: OutsideCall,
  {
    permit,
    trunk,
    counted,
  }: { permit: OutboundPermit; trunk: number; counted: Counted | undefined },
): Extract<Move, { kind: 'wait' }> {
  const { route } = permit
  const trunks = trunksFor(permit, call.number)
  const name = trunks[trunk]
  return {
    kind: 'wait',
    state: {
      kind: 'outside',
      number: call.number,
      trunk,
      ...(counted && { counted }),
      ...(call.hunt && { hunt: call.hunt }),
    },
    before: [],
    act: {
      ...dialOutside(walk, numberForTrunks(route, call.number), call),
      callerId: ownNumber(walk, [route.callerId, ...call.callerIds]),
      trunks: name === undefined ? undefined : [name],
    },
    story:
      trunk === 0
        ? outsideStories.rings(call, permit)
        : outsideStories.ringsByNextTrunk(call, trunks[trunk - 1] ?? '', name ?? ''),
  }
}

/** A SIP address leaves by no trunk. */
function trunksFor({ route }: OutboundPermit, number: string): readonly string[] {
  return isSipAddress(number) ? [] : route.trunks
}

/** Without a trunk the platform chooses, and the organization's first number is shown. */
export function dialOutside(
  walk: Walk,
  dialed: string,
  { ringSeconds, callerIds }: Pick<OutsideCall, 'ringSeconds' | 'callerIds'>,
): WithoutNext<Dial> {
  return {
    kind: 'Dial',
    numbers: [dialed],
    ringSeconds,
    timeLimitSeconds: dialTimeLimitSeconds,
    callerId: ownNumber(walk, callerIds),
    callerName: undefined,
    trunks: undefined,
  }
}

function ownNumber(walk: Walk, wanted: readonly (string | null)[]): string | undefined {
  const own = walk.compiled.byPhoneNumber
  return (
    wanted.find((number): number is string => number !== null && own.has(number)) ??
    walk.compiled.flow.phoneNumbers[0]?.number
  )
}

/** What came of ringing outside: the next trunk, the end, or a failure for the caller of this to handle. */
export type OutsideResult =
  | { kind: 'move'; move: Move }
  | { kind: 'failed'; result: Exclude<DialResult, 'answered' | 'canceled'>; story: Story }

type Story = ReturnType<typeof outsideStories.result>

export function takeOutsideResult(
  walk: Walk,
  resumed: Resumed,
  call: OutsideCall,
  decision: OutboundDecision,
): OutsideResult {
  const result = readDialResult(walk, resumed)
  const story = outsideStories.result(call.number, result, secondsSince(walk, resumed))
  if (result === 'answered') walk.effects.push({ kind: 'answered', node: null, rang: [] })
  if (result === 'answered' || result === 'canceled') {
    return { kind: 'move', move: { kind: 'end', verbs: [{ kind: 'Hangup' }], story } }
  }
  const { trunk, counted } =
    resumed.state.kind === 'outside'
      ? { trunk: resumed.state.trunk + 1, counted: resumed.state.counted }
      : { trunk: 0, counted: undefined }
  const hasNext = decision.kind === 'permitted' && trunk < trunksFor(decision, call.number).length
  // A line that is busy is busy by every trunk.
  if (result === 'unreachable' && hasNext) {
    return { kind: 'move', move: ringOutside(walk, call, { permit: decision, trunk, counted }) }
  }
  return { kind: 'failed', result, story }
}
