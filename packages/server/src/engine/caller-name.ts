import type { Walk } from './walk.ts'

/** The name that who is rung is shown, where it is not the platform's to choose. */
export function shownCallerName(walk: Walk): string | undefined {
  return walk.carried?.callerName ?? prefixedCallerName(walk)
}

/** What the caller is called so far, if by nothing else by the number. */
export function presentCallerName(walk: Walk): string {
  const { callerName, callerNode, from } = walk.call
  const inside = walk.compiled.nodes.get(callerNode ?? '')?.name
  return shownCallerName(walk) ?? callerName ?? inside ?? from.number
}

function prefixedCallerName(walk: Walk): string | undefined {
  const { to, from, callerName } = walk.call
  if (to.kind !== 'e164') return undefined
  const prefix = walk.compiled.byPhoneNumber.get(to.number)?.callerNamePrefix ?? ''
  if (prefix === '') return undefined
  return `${prefix} ${callerName ?? from.number}`.trim()
}
