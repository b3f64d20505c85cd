import type { QueueOutcome } from '../engine/queue-line.ts'
import type { DecisionEvent, PickUp, QueueStep, QueueVisit } from './rules.ts'

/**
 * Each visit with exactly one outcome. A caller whose call ended in line has abandoned it, unless an agent picked up.
 * `pickUpOf`: what is known of the Dial of a decision.
 */
export function queueVisitsOf(
  decisions: readonly DecisionEvent[],
  endedAt: number | null,
  pickUpOf: (index: number) => PickUp | null,
): QueueVisit[] {
  const visits: QueueVisit[] = []
  for (const decision of decisions) {
    for (const step of decision.queues ?? []) {
      if (step.kind === 'joined') visits.push(begin(step, decision.at))
    }
  }
  return visits.map((visit) => finish(visit, { decisions, endedAt, pickUpOf }))
}

function begin(step: Extract<QueueStep, { kind: 'joined' }>, at: number): QueueVisit {
  const { queue, name, visit } = step
  return {
    queue,
    name,
    step: visit,
    enteredAt: at,
    leftAt: null,
    outcome: null,
    waitSeconds: null,
    talkSeconds: null,
    agent: null,
    answeredAt: null,
  }
}

interface Known {
  decisions: readonly DecisionEvent[]
  endedAt: number | null
  pickUpOf: (index: number) => PickUp | null
}

function finish(visit: QueueVisit, { decisions, endedAt, pickUpOf }: Known): QueueVisit {
  const leaving = decisions.find((decision) => leftIn(decision, visit) !== null)
  const leftAt = leaving?.at ?? endedAt
  const told = leaving === undefined ? null : leftIn(leaving, visit)
  const offers = decisions.flatMap((decision, index) => (isOfferOf(decision, visit) ? [index] : []))
  const pickUps = offers.flatMap((index) => pickUpOf(index) ?? [])
  const pickUp = pickUps[0] ?? null
  if (pickUp !== null && (told === null || told === 'answered' || told === 'abandoned')) {
    return {
      ...visit,
      leftAt,
      outcome: 'answered',
      waitSeconds: secondsBetween(visit.enteredAt, pickUp.at),
      talkSeconds: leftAt === null ? null : secondsBetween(pickUp.at, leftAt),
      agent: pickUp.by,
      answeredAt: pickUp.at,
    }
  }
  const outcome = told ?? (endedAt === null ? null : 'abandoned')
  const waitSeconds = leftAt === null ? null : secondsBetween(visit.enteredAt, leftAt)
  return { ...visit, leftAt, outcome, waitSeconds }
}

function leftIn(decision: DecisionEvent, visit: QueueVisit): QueueOutcome | null {
  for (const step of decision.queues ?? []) {
    const isOwn = step.queue === visit.queue && step.visit === visit.step
    if (isOwn && step.kind === 'left') return step.outcome
  }
  return null
}

function isOfferOf({ dial }: DecisionEvent, visit: QueueVisit): boolean {
  return dial?.visit?.queue === visit.queue && dial.visit.step === visit.step
}

function secondsBetween(from: number, to: number): number {
  return Math.max(0, Math.round((to - from) / 1000))
}
