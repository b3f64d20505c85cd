import { z } from 'zod'

// Written out, so that reading a body does not bring the whole phone-number library into a browser. A test
// compares them with the library.
const codes =
  'AC AD AE AF AG AI AL AM AO AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ ' +
  'BR BS BT BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO ' +
  'DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GT GU ' +
  'GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW ' +
  'KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT ' +
  'MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PR PS PT ' +
  'PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TA ' +
  'TC TD TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VI VN VU WF WS XK ' +
  'YE YT ZA ZM ZW'

/** ISO 3166 alpha-2 countries that the phone-number library knows. */
export const countries: readonly string[] = codes.split(' ')

/** ISO 3166 alpha-2 country that the phone-number library knows. */
export const countrySchema = z
  .string()
  .toUpperCase()
  .refine((text): boolean => countries.includes(text), 'Choose a country.')

/** An extension number: 2 to 6 digits. */
export const extensionNumberSchema = z
  .string('Enter an extension number.')
  .regex(/^\d{2,6}$/, 'Use 2 to 6 digits.')

/** A phone number in E.164 with `+`. Written in another way it is a 422 that names the remedy. */
export const e164Schema = z
  .string()
  .trim()
  .overwrite((text) => (text.startsWith('+') ? `+${text.slice(1).replace(/[\s().-]/g, '')}` : text))
  .refine(
    (text) => /^\+[1-9]\d{5,14}$/.test(text),
    'Write the number with + and country code, such as +12025550100.',
  )
