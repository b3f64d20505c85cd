import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js'

/** What a dialled or calling number is: inside, outside, or neither (`anonymous`, a SIP name). */
export type ParsedNumber =
  | { kind: 'extension'; number: string }
  | { kind: 'e164'; number: string; country: string | null }
  | { kind: 'other'; number: string }

/**
 * Reads a number as the platform sends it: with or without `+`, national or international, or an
 * extension. `country` is the organization's. 2 to 6 digits are always an extension number, because the
 * library would read `1001` in the US as +1 1001.
 *
 * Trunks send E.164 with and without `+` (protocol 2.3). Without it, digits that start with the
 * organization's own calling code and are a valid number are international; then the national reading is
 * tried, then the international one. The order matters where both are valid.
 */
export function parseNumber(raw: string, country: string): ParsedNumber {
  const text = raw
    .trim()
    .replace(/^sips?:/i, '')
    .replace(/@.*$/, '')
  const compact = text.replace(/[\s().\-/]/g, '')
  if (/^\d{2,6}$/.test(compact)) return { kind: 'extension', number: compact }
  if (!/^\+?\d{5,20}$/.test(compact)) return { kind: 'other', number: raw.trim().slice(0, 64) }
  const found = compact.startsWith('+') ? parseValid(compact) : parseWithoutPlus(compact, country)
  if (found) return { kind: 'e164', number: found.number, country: found.country ?? null }
  if (/^\+[1-9]\d{6,14}$/.test(compact)) return { kind: 'e164', number: compact, country: null }
  if (/^[1-9]\d{9,14}$/.test(compact)) return { kind: 'e164', number: `+${compact}`, country: null }
  return { kind: 'other', number: compact }
}

function parseWithoutPlus(digits: string, country: string): PhoneNumber | undefined {
  if (!isSupportedCountry(country)) return parseValid(`+${digits}`)
  const callingCode = getCountryCallingCode(country)
  const international = parseValid(`+${digits}`)
  if (digits.startsWith(callingCode) && international) return international
  return parseValid(digits, country) ?? international
}

// "Possible" and not "valid": fictional numbers (+1 202 555 01xx) and new ranges must pass.
function parseValid(text: string, country?: CountryCode): PhoneNumber | undefined {
  const found = parsePhoneNumberFromString(text, country)
  return found?.isPossible() ? found : undefined
}

/** The country of an E.164 number, or null when the library cannot tell. */
export function countryOf(e164: string): string | null {
  return parsePhoneNumberFromString(e164)?.country ?? null
}

/** Calling code of a country with `+`, such as `+1`. */
export function callingCodeOf(country: string): string {
  return isSupportedCountry(country) ? `+${getCountryCallingCode(country)}` : ''
}
