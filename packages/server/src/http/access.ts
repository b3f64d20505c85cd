import { type Permission, permissionsOf } from '@opbx/contract/permissions'
import type { FastifyRequest } from 'fastify'
import type { Ctx, Deps } from '../context.ts'
import { AppError } from '../errors.ts'
import type { HttpScope, Principal, RoutePermission } from './types.ts'

/** Finds who sends the request, by cookie or API key; null for nobody. */
export type Authenticate = (request: FastifyRequest) => Promise<Principal | null>

/**
 * Default deny. A route without a stated permission stops the start; every other is checked before its
 * body is read, so that a stranger learns nothing of the schema.
 */
export function guardRoutes(scope: HttpScope, authenticate: Authenticate): void {
  scope.addHook('onRoute', (route) => {
    if (route.config?.permission === undefined) {
      throw new Error(`The route ${String(route.method)} ${route.url} states no permission.`)
    }
  })
  scope.addHook('onRequest', async (request) => {
    const { permission: needed, worksWhileSuspended } = request.routeOptions.config
    // No route: the not-found handler answers.
    if (needed === undefined || needed === 'public' || needed === 'platform') return
    const principal = await authenticate(request)
    if (principal === null) throw new AppError('not_signed_in', 'Sign in, or send an API key.')
    if (needed !== 'operator' && worksWhileSuspended !== true) refuseSuspended(principal)
    checkAccess(principal, needed)
    request.principal = principal
  })
}

function refuseSuspended(principal: Principal): void {
  if (!principal.isSuspended) return
  throw new AppError(
    'not_allowed',
    'This organization is suspended. Ask whoever runs this installation.',
  )
}

function checkAccess(
  principal: Principal,
  needed: Exclude<RoutePermission, 'public' | 'platform'>,
): void {
  if (needed === 'signed_in') return
  if (needed === 'operator') {
    if (principal.kind === 'user' && principal.isOperator) return
    throw new AppError('not_allowed', 'Only the operator of this installation may do this.')
  }
  if (principal.organizationId === null)
    throw new AppError('not_allowed', 'Choose an organization first.')
  if (!permissionsOfPrincipal(principal).includes(needed)) {
    throw new AppError('not_allowed', 'Your role does not permit this. Ask the owner.')
  }
}

function permissionsOfPrincipal(principal: Principal): readonly Permission[] {
  if (principal.kind === 'api_key') return principal.permissions
  return principal.role === null ? [] : permissionsOf(principal.role)
}

/** The person who sends a request; API keys are nobody. */
export function personOf(request: FastifyRequest): Extract<Principal, { kind: 'user' }> {
  if (request.principal?.kind === 'user') return request.principal
  throw new AppError('not_allowed', 'This is for people who sign in, not for API keys.')
}

/** The context of a request inside an organization. Throws for requests that have none. */
export function ctxOf(deps: Deps, request: FastifyRequest): Ctx {
  const principal = request.principal
  if (principal === null) throw new AppError('not_signed_in', 'Sign in, or send an API key.')
  if (principal.organizationId === null)
    throw new AppError('not_allowed', 'Choose an organization first.')
  const isUser = principal.kind === 'user'
  return {
    ...deps,
    organizationId: principal.organizationId,
    actor: {
      kind: principal.kind,
      id: isUser ? principal.userId : principal.keyId,
      name: principal.name,
    },
    role: isUser ? principal.role : null,
    permissions: new Set(permissionsOfPrincipal(principal)),
    userId: isUser ? principal.userId : null,
    requestId: request.id,
    log: deps.log.child({ requestId: request.id }),
  }
}

/** The version in `If-Match`, with or without quotes. 428 without it. */
export function versionOf(request: FastifyRequest): number {
  const header = request.headers['if-match']
  if (header === undefined) {
    throw new AppError('version_required', 'Send If-Match with the version that you changed.')
  }
  const version = Number(header.replace(/^W\//, '').replaceAll('"', ''))
  if (!Number.isInteger(version))
    throw new AppError('outdated', 'If-Match is no version of this object.')
  return version
}
