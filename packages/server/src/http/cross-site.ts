import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'
import { AppError } from '../errors.ts'
import type { HttpScope } from './types.ts'

const unsafe = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])

/**
 * A page of another site must not act with the cookie of somebody who is signed in: unsafe methods need
 * the request's own Origin (when a browser sends one) and a JSON body,
 * or a form where a route takes an upload. A Host that is not ours is refused,
 * because a foreign name can be made to resolve to this machine.
 */
export function guardCrossSite(scope: HttpScope, config: Config): void {
  const ownHosts = new Set(
    [config.appUrl, config.webhookBaseUrl].flatMap((url) =>
      url === null ? [] : [new URL(url).hostname],
    ),
  )
  scope.addHook('onRequest', async (request) => {
    if (!isOwnHost(request.hostname, ownHosts)) {
      throw new AppError(
        'cross_site',
        `This installation is not known as ${request.hostname}. Set APP_URL to its address.`,
      )
    }
    if (unsafe.has(request.method)) checkOrigin(request)
  })
}

function checkOrigin(request: FastifyRequest): void {
  const origin = request.headers.origin
  if (origin !== undefined && hostOf(origin) !== request.host) {
    throw new AppError('cross_site', 'This request came from another site.')
  }
  if (origin === undefined && request.headers['sec-fetch-site'] === 'cross-site') {
    throw new AppError('cross_site', 'This request came from another site.')
  }
  const type = request.headers['content-type']
  const { takesUpload } = request.routeOptions.config
  if (takesUpload === true && /^multipart\/form-data\b/i.test(type ?? '')) return
  if (type !== undefined && !/^application\/json\b/i.test(type)) {
    throw new AppError('unsupported_media_type', 'Send JSON with Content-Type application/json.')
  }
}

function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null
}

/** localhost, an IP address, or a host of APP_URL or the webhook base. */
function isOwnHost(hostname: string, ownHosts: ReadonlySet<string>): boolean {
  const name = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  return (
    name === 'localhost' || name.endsWith('.localhost') || isIP(name) !== 0 || ownHosts.has(name)
  )
}
