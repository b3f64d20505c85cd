import ipaddr from 'ipaddr.js'

/** True for addresses of the public internet: not private, loopback, link-local, CGNAT, multicast … */
export function isPublicAddress(text: string): boolean {
  const address = parse(text)
  return address !== null && address.range() === 'unicast'
}

/** True when the address lies in one of the networks (`10.0.0.0/8`) or is one of the addresses. */
export function isInNetworks(text: string, networks: readonly string[]): boolean {
  const address = parse(text)
  if (address === null) return false
  return networks.some((network) => {
    const [base, bits] = parseNetwork(network)
    return address.kind() === base.kind() && address.match(base, bits)
  })
}

/** An IPv4 address that is written as IPv6 (`::ffff:10.0.0.1`) is the IPv4 address. */
function parse(text: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const bare = text.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(bare) ? ipaddr.process(bare) : null
}

function parseNetwork(network: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  if (network.includes('/')) return ipaddr.parseCIDR(network)
  const address = ipaddr.process(network)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}
