import { expect, test } from 'vitest'
import { cdrKeyOf } from './keys.ts'
import {
  checkClock,
  defaultWebhookBase,
  findOwnApplication,
  isMasked,
  lostKeys,
  maskKey,
  statusOf,
} from './rules.ts'

test('a masked value is known as such, a key is not', () => {
  expect(maskKey('XIabcdefgh', 4)).toBe('XIab********')
  for (const masked of ['XIab********', '********', '**']) expect(isMasked(masked)).toBe(true)
  for (const key of ['XIabcdefgh', 'p*ssword-of-sixteen', 'XIabcdef********']) {
    expect(isMasked(key)).toBe(false)
  }
})

test('our application is found by id, else by name, else by where it leads', () => {
  const ours = { id: 7, name: 'OPBX - Acme', url: 'https://pbx.acme.example/api/voice/route' }
  const byId = { id: 7, name: 'renamed', type: 'cxml', url: 'x' }
  const byName = { id: 8, name: 'OPBX - Acme', type: 'cxml', url: 'x' }
  const byUrl = { id: 9, name: 'other', type: 'cxml', url: ours.url }
  const builtIn = { id: 10, name: 'OPBX - Acme', type: 'Cloudonix:built-in', url: '' }
  expect(findOwnApplication([byUrl, byName, byId], ours)).toBe(byId)
  expect(findOwnApplication([byUrl, byName], ours)).toBe(byName)
  expect(findOwnApplication([builtIn, byUrl], { ...ours, id: null })).toBe(byUrl)
  expect(findOwnApplication([builtIn], ours)).toBeNull()
})

test('keys of others that a change removed are named', () => {
  const before = { 'allowed-border': true, 'lcr-address': null, 'call-timeout': 30 }
  expect(lostKeys(before, { 'call-timeout': 60 })).toEqual(['allowed-border'])
  expect(lostKeys(before, { ...before, 'call-timeout': 60 })).toEqual([])
})

test('a clock is worth a word from 30 seconds on, and calls work all the same', () => {
  const now = Date.parse('2026-03-02T15:00:00Z')
  expect(checkClock(now - 29_999, now).ok).toBe(true)
  expect(checkClock(null, now).ok).toBe(true)
  const ahead = checkClock(now - 30_000, now)
  expect(ahead).toMatchObject({ ok: false, message: expect.stringMatching(/30 s ahead of/) })
  expect(checkClock(now + 90_000, now).message).toMatch(/90 s behind/)
  expect(statusOf([ahead])).toBe('configured')
  expect(statusOf([ahead, { step: 'profile', ok: false, message: '', remedy: '' }])).toBe(
    'attention',
  )
})

test('the simulator reaches us on loopback, or where we listen', () => {
  const config = { webhookBaseUrl: 'https://pbx.acme.example', host: undefined, port: 8080 }
  expect(defaultWebhookBase('cloudonix', config)).toBe('https://pbx.acme.example')
  expect(defaultWebhookBase('simulator', config)).toBe('http://127.0.0.1:8080')
  expect(defaultWebhookBase('simulator', { ...config, host: '0.0.0.0' })).toBe(
    'http://127.0.0.1:8080',
  )
  expect(defaultWebhookBase('simulator', { ...config, host: '::1' })).toBe('http://[::1]:8080')
})

test('the key in the address of the CDRs is derived and tells nothing', () => {
  const key = cdrKeyOf('webhook-key')
  expect(key).toMatch(/^[\w-]{32}$/)
  expect(cdrKeyOf('webhook-key')).toBe(key)
  expect(cdrKeyOf('webhook-kez')).not.toBe(key)
})
