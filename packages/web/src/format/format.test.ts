import { expect, test } from 'vitest'
import { formatDuration, makeFormat } from './format.ts'
import { formatPhoneNumber, loadPhoneNumberFormat } from './phone-number.ts'
import { cityOfZone, guessCountry, listCountries, listZones } from './zones.ts'

const at = '2026-11-17T15:42:16Z'
const plain = (text: string) => text.replaceAll(/\s/gu, ' ')

test('a moment is shown in the zone of the organization', () => {
  const newYork = makeFormat('America/New_York', 'en-US')
  expect(plain(newYork.time(at))).toBe('10:42 AM')
  expect(plain(newYork.timeWithSeconds(at))).toBe('10:42:16 AM')
  expect(newYork.date(at)).toBe('Tue, Nov 17')
  expect(newYork.longDate(at)).toBe('Tuesday, November 17')
  expect(plain(newYork.dateTime(at))).toBe('Tue, Nov 17, 10:42 AM')
  expect(newYork.hour(at)).toBe(10)
  expect(makeFormat('Asia/Kolkata', 'en-GB').time(at)).toBe('21:12')
})

test('the day of a moment is the one of the zone', () => {
  expect(makeFormat('Pacific/Auckland', 'en-US').dayKey(at)).toBe('2026-11-18')
  expect(makeFormat('America/New_York', 'en-US').dayKey(at)).toBe('2026-11-17')
})

test('how long ago is said in the largest fitting unit', () => {
  const format = makeFormat('UTC', 'en-US')
  const now = new Date(at)
  expect(format.relative('2026-11-17T15:40:16Z', now)).toBe('2 minutes ago')
  expect(format.relative('2026-11-20T15:42:16Z', now)).toBe('in 3 days')
  expect(format.relative('2026-11-17T15:42:10Z', now)).toBe('now')
})

test.each([
  [0, '0:00'],
  [59.9, '0:59'],
  [361, '6:01'],
  [3600, '1:00:00'],
  [-3, '0:00'],
])('%d seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text)
})

test('phone numbers are grouped, extensions and names are left as they are', async () => {
  expect(formatPhoneNumber('+12025550100')).toBe('+1 202 555 0100')
  expect(formatPhoneNumber('1001')).toBe('1001')
  expect(formatPhoneNumber('anonymous')).toBe('anonymous')
  await loadPhoneNumberFormat()
  expect(formatPhoneNumber('+4930123456')).toBe('+49 30 123456')
  expect(formatPhoneNumber('+1')).toBe('+1')
})

test('zones are known by their city', () => {
  expect(cityOfZone('America/Argentina/Buenos_Aires')).toBe('Buenos Aires')
  expect(listZones(new Date(at)).find(({ zone }) => zone === 'Europe/Berlin')).toEqual({
    zone: 'Europe/Berlin',
    city: 'Berlin',
    region: 'Europe',
    offset: 'GMT+1',
  })
})

test('the country is guessed from the first language that names one', () => {
  expect(guessCountry(['de', 'de-AT', 'en-US'])).toBe('AT')
  expect(guessCountry(['en'])).toBeUndefined()
  expect(listCountries('en').find(({ code }) => code === 'DE')?.name).toBe('Germany')
})
