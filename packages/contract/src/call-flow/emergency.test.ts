import { expect, test } from 'vitest'
import { emergencyNumbersOf, readEmergencyNumber } from './emergency.ts'

test.each([
  ['911', 'US', [], '911'],
  ['+911', 'US', [], '911'],
  ['9911', 'US', ['9'], '911'],
  ['9 911', 'US', ['9'], '911'],
  ['112', 'DE', [], '112'],
  ['112', 'XX', [], '112'],
  ['9911', 'US', [], null],
  ['911', 'DE', [], null],
  ['9111', 'US', [], null],
  ['1911', 'US', ['9', ''], null],
  ['', 'US', [], null],
] as const)('%s in %s with access digits %j reads as %s', (dialed, country, access, number) => {
  expect(readEmergencyNumber(dialed, country, access)).toBe(number)
})

test('every country has a number', () => {
  for (const country of ['US', 'GB', 'FR', 'VA', 'ZZ']) {
    expect(emergencyNumbersOf(country).length).toBeGreaterThan(0)
  }
})
