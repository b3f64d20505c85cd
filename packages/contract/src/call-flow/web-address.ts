import { z } from 'zod'
import { isInNetworks, readAddress, specialNetworks } from './ip-address.ts'

// No name and password, no fragment, nothing that must not stand in an address but placeholders.
const form =
  /^(https?):\/\/(\[[0-9a-f:.]+\]|[^/?#:@\\[\]{}]+)(?::(\d{1,5}))?(?:[/?][^#\\"<>^`|]*)?$/i

/** An address on the web, of http or https, that a request is sent to. */
export const webAddressSchema = z
  .string()
  .trim()
  .max(1000, 'Use 1,000 characters at most.')
  .refine(
    (address) => webHostOf(address) !== '',
    'Enter an address such as https://hooks.acme.example/calls.',
  )

/** The host in an address, in small letters; empty where it is no address that a request is sent to. */
export function webHostOf(address: string): string {
  if (!/^[\x21-\x7e]+$/.test(address.replaceAll('{{ ', '{{').replaceAll(' }}', '}}'))) return ''
  const [, , host = '', port = ''] = form.exec(address) ?? []
  return Number(port) > 65_535 ? '' : host.toLowerCase()
}

/** Scheme, host and port: who gets to read what is sent there. */
export function webOriginOf(address: string): string {
  return /^https?:\/\/[^/?]+/i.exec(address)?.[0].toLowerCase() ?? ''
}

/** Names that lead nowhere on the public internet, in small letters. */
export const insideName =
  /(?:^|\.)(?:localhost|localdomain|local|internal|intranet|lan|home|corp|arpa)\.?$/

/**
 * Why no request is ever sent to a host, or null. Names are judged by their ending only: where they lead is
 * checked when the request is made, on the address that is dialled. `allowed` are the private networks that
 * the installation permits.
 */
export function whyHostIsRefused(
  host: string,
  allowed: readonly string[],
): 'private_address' | 'inside_name' | null {
  const address = readAddress(host)
  if (address === null) {
    // Where private networks may be reached, a name of the inside may lead to one of them.
    return insideName.test(host) && allowed.length === 0 ? 'inside_name' : null
  }
  const isSpecial = isInNetworks(address, specialNetworks)
  return isSpecial && !isInNetworks(address, allowed) ? 'private_address' : null
}
