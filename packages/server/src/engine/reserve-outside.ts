import type { OutboundPermit } from '@opbx/contract/call-flow/outbound'
import { isSipAddress, readSipAddress } from '@opbx/contract/call-flow/sip-address'
import { findHighRisk } from '@opbx/contract/high-risk'
import type { Counted } from './continuation.ts'
import { isOpen } from './opening.ts'
import type { AllowanceAnswer, AllowanceRefusal, KnownGuard } from './outside-allowance.ts'
import type { Need } from './types.ts'
import { answerTo, type Walk } from './walk.ts'

/** Who calls outside: the person's extension; null: the call flow itself. */
type OutsideCaller = { id: string; name: string } | null

type Allowance =
  | { kind: 'need'; need: Need }
  | { kind: 'granted'; counted: Counted }
  | { kind: 'refused'; refusal: AllowanceRefusal }

/** Reserves a share of the caps for a call that a route permits. Emergency calls never come here. */
export function reserveOutside(
  walk: Walk,
  { number, permit, caller }: { number: string; permit: OutboundPermit; caller: OutsideCaller },
): Allowance {
  const guard = walk.facts.fraudGuard
  walk.used.fraudGuard = guard
  const outsideHours = guard !== null && guard.hours !== null && !isOpen(walk, guard.hours)
  const counted: Counted = { step: walk.step, node: caller?.id ?? null, outsideHours }
  if (guard === null) return { kind: 'granted', counted }
  const home = walk.compiled.flow.organization.country
  const risk = findHighRisk(e164In(number), home)
  const highRisk = risk === null || guard.allowed.includes(risk.id) ? null : risk.name
  const need = {
    kind: 'outside_allowance',
    key: `outside:${number}`,
    ask: { ...counted, number, name: caller?.name ?? null, highRisk },
    fallback: withoutStore(guard, { highRisk, isHome: permit.country === home }),
  } satisfies Need
  const answer = answerTo<typeof need & { fallback: AllowanceAnswer }>(walk, need)
  if (answer === undefined) return { kind: 'need', need }
  return answer.is === 'granted'
    ? { kind: 'granted', counted }
    : { kind: 'refused', refusal: answer }
}

/** The user of a SIP address may be a number all the same. */
function e164In(destination: string): string {
  return isSipAddress(destination) ? (readSipAddress(destination)?.user ?? '') : destination
}

function withoutStore(
  { stopped }: KnownGuard,
  { highRisk, isHome }: { highRisk: string | null; isHome: boolean },
): AllowanceAnswer {
  if (stopped !== null) return { is: 'stopped', stop: stopped }
  if (highRisk !== null) return { is: 'high_risk', destination: highRisk }
  return isHome ? { is: 'granted' } : { is: 'unknown' }
}
