import { presentCallerName } from './caller-name.ts'
import type { Walk } from './walk.ts'

/** What `{{…}}` may name for this call. A variable cannot take the place of what the call itself says. */
export function callValues(walk: Walk): Record<string, string> {
  const { session, direction, from, to } = walk.call
  return {
    ...walk.carried?.variables,
    from: from.number,
    to: to.number,
    caller_name: presentCallerName(walk),
    session,
    direction,
    tags: (walk.carried?.tags ?? []).join(','),
  }
}
