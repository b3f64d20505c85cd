import { describe, expect, test } from 'vitest'
import { parseNumber } from './e164.ts'
import { e164Schema, extensionNumberSchema } from './number-schemas.ts'

describe('a number as the platform sends it', () => {
  test.each([
    ['+12025550100', 'US'],
    ['12025550100', 'US'],
    ['2025550100', 'US'],
    ['+1 (202) 555-0100', 'US'],
    ['sip:+12025550100@carrier.example', 'US'],
  ])('%s is the same phone number in %s', (raw, country) => {
    expect(parseNumber(raw, country)).toEqual({
      kind: 'e164',
      number: '+12025550100',
      country: 'US',
    })
  })

  test.each([
    ['030123456', 'DE', '+4930123456'],
    ['4930123456', 'DE', '+4930123456'],
    ['442079460000', 'US', '+442079460000'],
    ['+972312345678', 'IL', '+972312345678'],
  ])('%s in %s is %s', (raw, country, number) => {
    expect(parseNumber(raw, country)).toMatchObject({ kind: 'e164', number })
  })

  test.each(['10', '1001', '123456'])('%s is an extension number', (raw) => {
    expect(parseNumber(raw, 'US')).toEqual({ kind: 'extension', number: raw })
  })

  test.each(['anonymous', '', '1', '*97', 'maya', '+0', '<script>', '\u0000'])(
    '%j is neither',
    (raw) => {
      expect(parseNumber(raw, 'US').kind).toBe('other')
    },
  )

  test('a name that is no number is cut to 64 characters', () => {
    expect(parseNumber('x'.repeat(1000), 'US')).toEqual({ kind: 'other', number: 'x'.repeat(64) })
  })

  test('an unknown country reads international digits all the same', () => {
    expect(parseNumber('12025550100', 'XX')).toMatchObject({ number: '+12025550100' })
  })
})

describe('a number as people write it', () => {
  test('spaces, brackets and dashes after + are taken out', () => {
    expect(e164Schema.parse(' +1 (202) 555-0100 ')).toBe('+12025550100')
  })

  test.each(['2025550100', '+1202', '+', '+12025550100123456', 'call me'])(
    '%j is refused with the remedy',
    (text) => {
      const parsed = e164Schema.safeParse(text)
      expect(parsed.error?.issues[0]?.message).toContain('+12025550100')
    },
  )

  test.each(['1', '1234567', '10a', ' 101', ''])('%j is no extension number', (text) => {
    expect(extensionNumberSchema.safeParse(text).success).toBe(false)
  })
})
