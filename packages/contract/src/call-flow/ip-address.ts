/** An address in digits. An IPv4 address that is written as IPv6 is the IPv4 address. */
export interface IpAddress {
  bits: 32 | 128
  value: bigint
}

/** Networks that are not the public internet: private, loopback, link-local, CGNAT, multicast, reserved. */
export const specialNetworks: readonly string[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/128',
  '::1/128',
  '64:ff9b::/96',
  '2001:db8::/32',
  '2002::/16',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
]

/** Reads a host as browsers and `fetch` do: `2130706433` and `0x7f.1` are 127.0.0.1. Null: it is a name. */
export function readAddress(host: string): IpAddress | null {
  const bare = host.replace(/^\[|\]$/g, '')
  return bare.includes(':') ? readIpv6(bare) : readIpv4(bare)
}

/** True when the address lies in one of the networks (`10.0.0.0/8`) or is one of the addresses. */
export function isInNetworks(address: IpAddress, networks: readonly string[]): boolean {
  return networks.some((network) => {
    const [text = '', length] = network.split('/')
    const base = readAddress(text)
    if (base === null || base.bits !== address.bits) return false
    const free = BigInt(base.bits - Number(length ?? base.bits))
    return base.value >> free === address.value >> free
  })
}

const number = /^(?:0x[0-9a-f]*|\d+)$/i

function readIpv4(text: string): IpAddress | null {
  const parts = text.replace(/\.$/, '').split('.')
  if (parts.length > 4 || !parts.every((part) => number.test(part))) return null
  const values = parts.map(readNumber)
  const last = values.pop() ?? 0n
  const room = BigInt(8 * (4 - values.length))
  if (values.some((value) => value > 255n) || last >= 1n << room) return null
  const value = values.reduce((sum, part) => (sum << 8n) | part, 0n)
  return { bits: 32, value: (value << room) | last }
}

function readNumber(part: string): bigint {
  if (/^0x/i.test(part)) return BigInt(part.length === 2 ? 0 : part)
  return /^0[0-7]+$/.test(part) ? BigInt(`0o${part.slice(1)}`) : BigInt(part)
}

function readIpv6(text: string): IpAddress | null {
  const embedded = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  const plain = embedded ? withGroups(embedded[1] ?? '', embedded[2] ?? '') : text
  const [head = '', tail, more] = plain.split('::')
  if (more !== undefined) return null
  const before = groupsOf(head)
  const after = groupsOf(tail ?? '')
  const missing = 8 - before.length - after.length
  if (tail === undefined ? missing !== 0 : missing < 1) return null
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after]
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return null
  const value = groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n)
  return value >> 32n === 0xffffn ? { bits: 32, value: value & 0xffff_ffffn } : { bits: 128, value }
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':')
}

function withGroups(before: string, ipv4: string): string {
  const value = readIpv4(ipv4)?.value ?? 0n
  return `${before}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`
}
