import type { DecisionEvent, OutsideCall, PickUp } from './rules.ts'

/**
 * The calls to the outside that the fraud guard counts. One lasts from its first trunk to the first decision that
 * rings something else, or to the end of the call. `pickUpOf`: what is known of the Dial of a decision.
 */
export function outsideCallsOf(
  decisions: readonly DecisionEvent[],
  endedAt: number | null,
  pickUpOf: (index: number) => PickUp | null,
): OutsideCall[] {
  const found = new Map<string, OutsideCall>()
  decisions.forEach((decision, index) => {
    const counted = decision.dial?.counted
    if (counted === undefined) return
    const name = `${counted.step}\n${counted.number}`
    const next = decisions[index + 1]
    const goesOn = next?.dial?.counted?.step === counted.step
    const known = found.get(name)
    found.set(name, {
      ...counted,
      at: known?.at ?? decision.at,
      answeredAt: known?.answeredAt ?? pickUpOf(index)?.at ?? null,
      endedAt: goesOn ? null : (next?.at ?? endedAt),
    })
  })
  return [...found.values()]
}
