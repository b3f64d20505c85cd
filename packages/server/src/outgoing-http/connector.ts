import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { buildConnector } from 'undici'
import { isInNetworks, isPublicAddress } from './addresses.ts'
import { SafeFetchError } from './safe-fetch-error.ts'

export type GuardOptions = {
  allowedPrivateNetworks: readonly string[]
  /** The request's origin was named as allowed, wherever it is. */
  isAllowedOrigin: boolean
  connectSeconds: number
}

/**
 * Dials only what may be reached. The check is here, on the address that is dialled: a `lookup` of our own
 * would never be asked about literal addresses, and a name could resolve differently a moment later.
 */
export function createGuardedConnector(options: GuardOptions): buildConnector.connector {
  const dial = buildConnector({ timeout: options.connectSeconds * 1000 })
  return (target, callback) => {
    findAddress(target.hostname, options).then(
      (address) =>
        dial(
          {
            ...target,
            hostname: address,
            // The certificate is that of the name, not of the address.
            ...(target.protocol === 'https:' && { servername: servernameOf(target) }),
          },
          callback,
        ),
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
    )
  }
}

async function findAddress(hostname: string, options: GuardOptions): Promise<string> {
  const literal = hostname.replace(/^\[|\]$/g, '')
  const addresses =
    isIP(literal) === 0
      ? (await lookup(literal, { all: true })).map((found) => found.address)
      : [literal]
  const refused = addresses.find((address) => !mayReach(address, options))
  // One private address among public ones is a trick, so the whole name is refused.
  if (refused !== undefined || addresses[0] === undefined) {
    throw new SafeFetchError('private_address', `${hostname} is not a public address`)
  }
  return addresses[0]
}

function mayReach(address: string, options: GuardOptions): boolean {
  return (
    options.isAllowedOrigin ||
    isPublicAddress(address) ||
    isInNetworks(address, options.allowedPrivateNetworks)
  )
}

function servernameOf(target: buildConnector.Options): string {
  const name = target.servername ?? target.hostname
  return isIP(name) === 0 ? name : ''
}
