import { readAddress, specialNetworks } from '@opbx/contract/call-flow/ip-address'
import fc from 'fast-check'
import ipaddr from 'ipaddr.js'
import { expect, test } from 'vitest'
import { isPublicAddress } from './addresses.ts'

// The linter must never refuse what the guard would reach. The guard may refuse more.
test.each(specialNetworks)('%s is special to the guard of outgoing requests too', (network) => {
  const [base, length] = ipaddr.parseCIDR(network)
  const bytes = base.toByteArray()
  const last = bytes.map(
    (byte, index) => byte | (0xff >> Math.min(8, Math.max(0, length - index * 8))),
  )
  expect(isPublicAddress(base.toString())).toBe(false)
  expect(isPublicAddress(ipaddr.fromByteArray(last).toString())).toBe(false)
})

test('addresses are read as the library reads them', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV4Extended(), fc.ipV6()), (text) => {
      // An IPv4 address at the end of an IPv6 one the library reads in a way of its own.
      fc.pre(!/:.*\./.test(text))
      const parsed = ipaddr.process(text)
      const value = parsed.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
      expect(readAddress(text)).toEqual({ bits: parsed.kind() === 'ipv4' ? 32 : 128, value })
    }),
  )
})

test.each(['acme.example', '1.2.3.4.5', '256.1.1.1', '1.2.3.x', ':::', '1::2::3', '12345::'])(
  '%s is no address',
  (text) => {
    expect(readAddress(text)).toBeNull()
  },
)
