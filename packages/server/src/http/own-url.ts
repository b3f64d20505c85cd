import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'

/**
 * Where people open the console, for links that are handed on: APP_URL, or the address of the request while
 * that is left at localhost, which leads nowhere on another computer. The request's host is checked before.
 */
export function ownUrl(config: Config, request: FastifyRequest): string {
  const isLocal = new URL(config.appUrl).hostname === 'localhost'
  return isLocal ? `${request.protocol}://${request.host}` : config.appUrl
}
