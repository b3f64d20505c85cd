import { getCountries } from 'libphonenumber-js'
import { expect, test } from 'vitest'
import { countries } from './number-schemas.ts'

test('the countries written out are those of the phone-number library', () => {
  expect([...countries].sort()).toEqual([...getCountries()].sort())
})
