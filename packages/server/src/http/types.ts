import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Permission, Role } from '@opbx/contract/permissions'
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'

/** A scope in which features register their routes with zod schemas. */
export type HttpScope = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>

/** Who sent a request of the control plane. */
export type Principal =
  | {
      kind: 'user'
      userId: string
      name: string
      email: string
      isOperator: boolean
      signInId: string
      /** The sign-in's current organization; null for an operator without one. */
      organizationId: string | null
      /** Its operator suspended the organization: nobody can act in it. */
      isSuspended: boolean
      role: Role | null
    }
  | {
      kind: 'api_key'
      keyId: string
      name: string
      organizationId: string
      isSuspended: boolean
      permissions: readonly Permission[]
    }

/**
 * What a route asks of whoever sends the request. `public` asks nothing, `signed_in` any session or key,
 * `operator` the installation's operator, `platform` is checked by the route's own scope.
 */
export type RoutePermission = Permission | 'public' | 'signed_in' | 'operator' | 'platform'

declare module 'fastify' {
  interface FastifyContextConfig {
    permission?: RoutePermission
    /** Also for people of a suspended organization: to see that it is, and to leave. */
    worksWhileSuspended?: true
    /** Reads a form with a file, beside JSON. */
    takesUpload?: true
  }
  interface FastifyRequest {
    principal: Principal | null
  }
}
