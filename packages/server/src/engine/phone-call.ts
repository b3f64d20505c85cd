import { readEmergencyNumber } from '@opbx/contract/call-flow/emergency'
import type { NodeOf } from '@opbx/contract/call-flow/flow'
import type { OutboundDecision, OutboundPermit } from '@opbx/contract/call-flow/outbound'
import { parseNumber } from '@opbx/contract/e164'
import { callStories, type Story } from './because.ts'
import { guardStories, outsideStories } from './because-outside.ts'
import { ringingStories } from './because-ringing.ts'
import { findBusy } from './concurrent-calls.ts'
import { enterByPhoneNumber, refuse } from './enter-number.ts'
import { takeFeatureCode } from './feature-codes.ts'
import {
  dialOutside,
  type OutsideCall,
  permitOutside,
  ringOutside,
  takeOutsideResult,
} from './outside.ts'
import { reserveOutside } from './reserve-outside.ts'
import { refusalWords, spoken } from './say.ts'
import { resumeBox } from './voicemail-box.ts'
import { type Move, type Resumed, tell, type Walk } from './walk.ts'

/** The call itself rings a number outside: no node waits. */
export const noNode = ''

const ringSeconds = 60
/** Help may be far away. */
const emergencyRingSeconds = 120

/**
 * A call from a registered phone: emergency number, feature code, extension, own phone number, outside, refusal, in this
 * order. An emergency call comes before everything that could refuse or delay it.
 */
export function enterFromPhone(walk: Walk): Move {
  const { to, dialed } = walk.call
  const emergency = emergencyOf(walk)
  if (emergency !== null) return callEmergency(walk, emergency)
  const caller = callerOf(walk)
  const code = takeFeatureCode(walk, caller)
  if (code !== null) return code
  const tooMany = refuseTooMany(walk, caller)
  if (tooMany !== null) return tooMany
  const extension = to.kind === 'extension' ? walk.compiled.byExtension.get(to.number) : undefined
  if (extension) {
    const story = callStories.entersByExtension(to.number, extension)
    return { kind: 'enter', target: extension, story }
  }
  const candidates = outsideNumbers(walk)
  for (const { number } of candidates) {
    const entered = enterByPhoneNumber(walk, { kind: 'e164', number, country: null })
    if (entered) return entered
  }
  if (candidates.length > 0) return callOutside(walk, candidates)
  if (to.kind === 'extension') {
    return refuse(spoken.unknownExtension, callStories.extensionUnknown(to.number))
  }
  return refuse(spoken.outsideRefused, outsideStories.nothingDialed(dialed))
}

/** Goes on when the number outside was rung. Null: this is not such a call. */
export function resumePhoneCall(walk: Walk, resumed: Resumed): Move | null {
  const { state } = resumed
  if (state.kind === 'emergency') return takeEmergencyResult(walk, resumed, state)
  if (state.kind !== 'outside') return resumeBox(walk, resumed)
  const caller = callerOf(walk)
  const call = outsideCall(caller, state.number)
  return afterwards(takeOutsideResult(walk, resumed, call, decide(walk, caller, state.number)))
}

/** No trunk is left to try. */
const none: OutboundDecision = { kind: 'refused', reason: 'no_route', country: null }

function afterwards(taken: ReturnType<typeof takeOutsideResult>): Move {
  if (taken.kind === 'move') return taken.move
  const { result, story } = taken
  if (result === 'busy') return { kind: 'end', verbs: [{ kind: 'Reject', reason: 'busy' }], story }
  const words = result === 'no_answer' ? spoken.noAnswer : spoken.outsideFailed
  return refuse(words, story)
}

/** A phone whose extension has as many calls as it may have makes no further one. */
function refuseTooMany(walk: Walk, caller: NodeOf<'extension'> | null): Move | null {
  if (caller === null) return null
  const busy = findBusy(walk, caller.id, { nodes: [caller] })
  if (busy.kind === 'need') return busy
  if (busy.nodes.length === 0) return null
  return refuse(spoken.tooManyCalls, ringingStories.tooManyCalls(caller))
}

function accessDigitsOf(walk: Walk): string[] {
  const routes = walk.compiled.flow.outboundRoutes.filter((route) => route.enabled)
  return [...new Set(routes.map((route) => route.accessDigits))].filter((digits) => digits !== '')
}

function emergencyOf(walk: Walk): string | null {
  const { country } = walk.compiled.flow.organization
  return readEmergencyNumber(walk.call.dialed, country, accessDigitsOf(walk))
}

function callEmergency(walk: Walk, number: string): Move {
  if (walk.call.isTrial) {
    return refuse(spoken.emergencyInTrial, outsideStories.emergencyInTrial(number))
  }
  walk.effects.push({ kind: 'emergency', number })
  const trunk = walk.compiled.flow.organization.emergencyTrunk
  return ringEmergency(walk, number, { trunk, story: outsideStories.emergency(number, trunk) })
}

function ringEmergency(
  walk: Walk,
  number: string,
  { trunk, story }: { trunk: string | undefined; story: Story },
): Move {
  return {
    kind: 'wait',
    state: { kind: 'emergency', number, ...(trunk !== undefined && { trunk }) },
    before: [],
    act: {
      ...dialOutside(walk, number, emergencyCall(walk, number)),
      trunks: trunk === undefined ? undefined : [trunk],
    },
    story,
  }
}

/** Whatever came of the emergency trunk, also that the platform has none of this name: the platform finds another way. */
function takeEmergencyResult(
  walk: Walk,
  resumed: Resumed,
  { number, trunk }: { number: string; trunk?: string | undefined },
): Move {
  const taken = takeOutsideResult(walk, resumed, emergencyCall(walk, number), none)
  if (taken.kind === 'move' || trunk === undefined) return afterwards(taken)
  tell(walk, null, taken.story)
  const story = outsideStories.emergencyAgain(number, trunk)
  return ringEmergency(walk, number, { trunk: undefined, story })
}

function emergencyCall(walk: Walk, number: string): OutsideCall {
  const caller = callerOf(walk)
  return {
    number,
    ringSeconds: emergencyRingSeconds,
    callerIds: [caller?.config.outboundCallerId ?? null],
  }
}

interface Candidate {
  number: string
  /** What was dialed in front of it. */
  accessDigits: string
}

/** What the dialed digits may mean outside: with access digits in front first, then as they are. */
function outsideNumbers(walk: Walk): Candidate[] {
  const { dialed, to } = walk.call
  const { country } = walk.compiled.flow.organization
  const behindAccess = accessDigitsOf(walk).flatMap((accessDigits): Candidate[] => {
    if (!dialed.startsWith(accessDigits)) return []
    const parsed = parseNumber(dialed.slice(accessDigits.length), country)
    return parsed.kind === 'e164' ? [{ number: parsed.number, accessDigits }] : []
  })
  return to.kind === 'e164'
    ? [...behindAccess, { number: to.number, accessDigits: '' }]
    : behindAccess
}

function callOutside(walk: Walk, candidates: readonly Candidate[]): Move {
  const caller = callerOf(walk)
  const [first] = candidates
  const number = first?.number ?? ''
  if (caller === null) return refuse(spoken.outsideRefused, outsideStories.unknownPhone(number))
  const { permissionClass } = caller.config
  let refusal: Story | null = null
  for (const { number: candidate, accessDigits } of candidates) {
    const decision = permitOutside(walk, candidate, { permissionClass, accessDigits })
    if (decision.kind === 'permitted') {
      return ringGranted(walk, caller, { number: candidate, permit: decision })
    }
    refusal ??= outsideStories.refused(candidate, decision)
  }
  return refuse(spoken.outsideRefused, refusal ?? outsideStories.nothingDialed(number))
}

function ringGranted(
  walk: Walk,
  caller: NodeOf<'extension'>,
  { number, permit }: { number: string; permit: OutboundPermit },
): Move {
  const allowance = reserveOutside(walk, { number, permit, caller })
  if (allowance.kind === 'need') return allowance
  if (allowance.kind === 'refused') {
    const { refusal } = allowance
    return refuse(refusalWords[refusal.is], guardStories.refused(number, refusal))
  }
  const { counted } = allowance
  return ringOutside(walk, outsideCall(caller, number), { permit, trunk: 0, counted })
}

/** Decided again for the next trunk, by the number alone: which access digits were dialed was settled before. */
function decide(walk: Walk, caller: NodeOf<'extension'> | null, number: string): OutboundDecision {
  const found = outsideNumbers(walk).find((candidate) => candidate.number === number)
  if (caller === null || !found) return none
  const { permissionClass } = caller.config
  return permitOutside(walk, number, { permissionClass, accessDigits: found.accessDigits })
}

/** The extension whose phone calls: known by the session's subscriber, never by the number it shows. */
function callerOf(walk: Walk): NodeOf<'extension'> | null {
  const node = walk.compiled.nodes.get(walk.call.callerNode ?? '')
  return node?.type === 'extension' && node.enabled ? node : null
}

function outsideCall(caller: NodeOf<'extension'> | null, number: string): OutsideCall {
  return { number, ringSeconds, callerIds: [caller?.config.outboundCallerId ?? null] }
}
