import { countries } from '@opbx/contract/number-schemas'

/** "New York" for `America/New_York`. */
export function cityOfZone(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}

/** All zones of this browser, with the offset that they have at this moment. */
export function listZones(
  now: Date,
): { zone: string; city: string; region: string; offset: string }[] {
  const zones = Intl.supportedValuesOf('timeZone')
  return ['UTC', ...zones.filter((zone) => zone !== 'UTC')].map((zone) => ({
    zone,
    city: cityOfZone(zone),
    region: zone.split('/')[0] ?? '',
    offset: offsetOf(zone, now),
  }))
}

function offsetOf(zone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    timeZoneName: 'shortOffset',
  }).formatToParts(now)
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? ''
}

/** Every country by its name in the given language. */
export function listCountries(locale: string): { code: string; name: string }[] {
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  return countries
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, locale))
}

/** The country that the browser's language names, `US` for `en-US`, or nothing. */
export function guessCountry(languages: readonly string[]): string | undefined {
  const regions = languages.map((language) => new Intl.Locale(language).region)
  return regions.find((region) => region !== undefined && countries.includes(region))
}
