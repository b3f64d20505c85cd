import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'

const forwarding =
  /^(forwarded|via|x-forwarded-.+|x-real-ip|x-client-ip|true-client-ip|cf-.+|fly-.+|x-original-.+|ngrok-.+)$/

/**
 * Whether somebody at this computer sends the request: a loopback socket alone proves nothing, because a
 * tunnel or a proxy arrives from loopback too. So no header of one, and the name of this computer.
 */
export function isDirectFromThisComputer(request: FastifyRequest): boolean {
  return (
    isLoopback(request.raw.socket.remoteAddress ?? '') &&
    !Object.keys(request.headers).some((name) => forwarding.test(name)) &&
    isLocalName(request.headers.host ?? '')
  )
}

function isLocalName(host: string): boolean {
  if (!URL.canParse(`http://${host}`)) return false
  const name = new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, '')
  return name === 'localhost' || isLoopback(name)
}

function isLoopback(address: string): boolean {
  if (isIP(address) === 0) return false
  return /^(::ffff:)?127\./i.test(address) || address === '::1'
}
