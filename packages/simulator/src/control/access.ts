import type { FastifyRequest } from 'fastify'
import type { Context } from '../context.ts'
import { PlatformError } from '../platform-error.ts'
import { bearerKey } from '../rest/access.ts'
import type { Domain } from '../state.ts'

/** The domain whose key the request carries; a domain that it names must be the same. */
export function controlledDomain(
  ctx: Context,
  request: FastifyRequest,
  named: string | undefined,
): Domain {
  const domain = ctx.store.domainOfKey(bearerKey(request))
  if (domain === null) throw new PlatformError(401, "The domain's API key is needed as Bearer")
  if (named !== undefined && ctx.store.findDomain(named) !== domain) {
    throw new PlatformError(404, `The key is not that of the domain ${named}`)
  }
  return domain
}
