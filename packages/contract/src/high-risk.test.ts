import { expect, test } from 'vitest'
import { findHighRisk, highRiskDestinations } from './high-risk.ts'
import { countries } from './number-schemas.ts'

test.each([
  ['+5353123456', 'Cuba'],
  ['+870773000000', 'Satellite: Inmarsat'],
  ['+18765550123', 'Jamaica'],
  ['+19005550123', 'Premium rate: United States and Canada'],
  ['+449061234567', 'Premium rate: United Kingdom'],
])('%s is %s', (number, name) => {
  expect(findHighRisk(number, 'US')?.name).toBe(name)
})

test.each(['+12025550190', '+442079460000', '+4930123456', '+14165550123'])(
  '%s is none',
  (number) => {
    expect(findHighRisk(number, 'US')).toBeNull()
  },
)

test('a country is no risk at home, its premium numbers are', () => {
  expect(findHighRisk('+18765550123', 'JM')).toBeNull()
  expect(findHighRisk('+19005550123', 'US')?.id).toBe('premium-north-america')
})

test('ids and prefixes are there once, and countries exist', () => {
  const ids = highRiskDestinations.map(({ id }) => id)
  const prefixes = highRiskDestinations.flatMap((one) => one.prefixes)
  expect(new Set(ids).size).toBe(ids.length)
  expect(new Set(prefixes).size).toBe(prefixes.length)
  expect(prefixes.filter((prefix) => !/^\+[1-9]\d{1,6}$/.test(prefix))).toEqual([])
  const known = highRiskDestinations.flatMap(({ country }) => country ?? [])
  expect(known.filter((country) => !countries.includes(country))).toEqual([])
})
