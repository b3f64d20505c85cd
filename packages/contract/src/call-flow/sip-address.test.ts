import { describe, expect, test } from 'vitest'
import { outsideAddressSchema, readSipAddress, sipDomainSchema } from './sip-address.ts'

const messageFor = (text: string) => outsideAddressSchema.safeParse(text).error?.issues[0]?.message

describe('where a call outside may lead', () => {
  test.each([
    ['+1 (202) 555-0190', '+12025550190'],
    ['sip:sales@pbx.acme.example', 'sip:sales@pbx.acme.example'],
    [' SIP:Sales@PBX.Acme.Example ', 'sip:Sales@pbx.acme.example'],
    ['sip:1001@pbx.acme.example:5080', 'sip:1001@pbx.acme.example:5080'],
    [
      'sip:+442079460000@pbx.acme.example;transport=TLS',
      'sip:+442079460000@pbx.acme.example;transport=tls',
    ],
    ['sip:desk@8.8.4.4:5060;transport=udp', 'sip:desk@8.8.4.4:5060;transport=udp'],
  ])('%s is %s', (text, address) => {
    expect(outsideAddressSchema.parse(text)).toBe(address)
  })

  test.each([
    'sip:sales',
    'sip:@pbx.acme.example',
    'sip:sales@pbx',
    'sip:sales@pbx.acme.example:0',
    'sip:sales@pbx.acme.example:70000',
    'sip:sales@pbx.acme.example;transport=ws',
    'sip:sales@pbx.acme.example;maddr=10.0.0.1',
    'sip:sales@[::1]',
    'sip:sa les@pbx.acme.example',
    'sip:a@b@pbx.acme.example',
    'sip:sales@2130706433',
    'sip:sales@0x7f.0.0.1',
    'sips:sales@pbx.acme.example',
  ])('%s is refused with how to write it', (text) => {
    expect(messageFor(text)).toBe(
      'Write the address like sip:sales@pbx.acme.example, perhaps with :port and ;transport=udp, tcp or tls.',
    )
  })

  test.each([
    'sip:sales@localhost',
    'sip:sales@127.0.0.1',
    'sip:sales@10.1.2.3:5060',
    'sip:sales@192.168.0.4',
    'sip:sales@169.254.169.254',
    'sip:sales@pbx.local',
    'sip:sales@pbx.internal',
    'SIP:sales@LOCALHOST',
  ])('%s leads to the inside and is refused', (text) => {
    expect(messageFor(text)).toMatch(/^Use a host on the public internet/)
  })

  test('what is neither is refused with both forms', () => {
    expect(messageFor('2025550190')).toBe(
      'Write the number with + and country code, such as +12025550100, or an address such as sip:sales@pbx.acme.example.',
    )
  })
})

test('user and host of an address', () => {
  expect(readSipAddress('sip:sales@pbx.acme.example:5080;transport=tcp')).toEqual({
    user: 'sales',
    host: 'pbx.acme.example',
  })
  expect(readSipAddress('+12025550190')).toBeNull()
})

test('a SIP domain is a public name or address', () => {
  expect(sipDomainSchema.parse(' PBX.Acme.Example')).toBe('pbx.acme.example')
  for (const wrong of ['pbx', 'sip:pbx.acme.example', '*.acme.example', '127.0.0.1', 'localhost'])
    expect(sipDomainSchema.safeParse(wrong).success).toBe(false)
})
