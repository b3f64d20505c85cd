import { expect, test } from 'vitest'
import { strengthOf } from './password-strength.ts'

test.each([
  ['short', 'weak'],
  ['password1234', 'guessable'],
  ['aaaaaaaaaaaa', 'guessable'],
  ['AcmeSupplies', 'guessable'],
  ['juniperstone', 'fair'],
  ['juniper stone harbor', 'strong'],
  ['Juniper-44-s', 'strong'],
])('%s is %s', (password, strength) => {
  expect(strengthOf(password, ['Acme Supplies', 'Maya', 'maya@acme.example'])).toBe(strength)
})
