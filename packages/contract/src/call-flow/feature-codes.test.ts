import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  featureCodesSchema,
  features,
  featuresWithNumber,
  readFeatureCode,
  usualFeatureCodes,
} from './feature-codes.ts'

const messagesOf = (codes: object) =>
  featureCodesSchema.safeParse(codes).error?.issues.map(({ path, message }) => [path[0], message])

test('codes that are left out are the usual ones, null switches one off', () => {
  expect(featureCodesSchema.parse({})).toEqual(usualFeatureCodes)
  expect(featureCodesSchema.parse({ listen: null })).toEqual({ ...usualFeatureCodes, listen: null })
})

test.each([
  ['no star', '78', /star/],
  ['a letter', '*7a', /star/],
  ['too long', '*12345', /star/],
  ['used by another', '*79', /twice/],
  ['another one with a number behind it', '*345', /could also be \*3 with 45/],
])('a code is refused that has or is %s', (_what, code, words) => {
  expect(messagesOf({ do_not_disturb_on: code })).toContainEqual([
    'do_not_disturb_on',
    expect.stringMatching(words),
  ])
})

test('codes that are accepted are read back, with and without a number behind them', () => {
  const code = fc.option(fc.stringMatching(/^\*\d{1,4}$/), { nil: null })
  const all = fc.record(Object.fromEntries(features.map((feature) => [feature, code])))
  const number = fc.stringMatching(/^\d{2,6}$/)
  fc.assert(
    fc.property(all, number, (wanted, digits) => {
      const parsed = featureCodesSchema.safeParse(wanted)
      if (!parsed.success) return
      for (const feature of features) {
        const own = parsed.data[feature]
        if (own === null) continue
        expect(readFeatureCode(own, parsed.data)).toMatchObject({ feature, digits: '' })
        if (!featuresWithNumber.includes(feature)) continue
        expect(readFeatureCode(own + digits, parsed.data)?.feature).toBeDefined()
      }
    }),
  )
})

test('what is dialed behind a code that wants no number is none', () => {
  expect(readFeatureCode('*781', usualFeatureCodes)).toBeNull()
  expect(readFeatureCode('*451', usualFeatureCodes)).toMatchObject({ feature: 'whisper' })
  expect(readFeatureCode('*72', usualFeatureCodes)).toMatchObject({
    feature: 'forward_on',
    digits: '',
  })
})
