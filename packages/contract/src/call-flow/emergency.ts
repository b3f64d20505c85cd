/**
 * Numbers of the emergency services by country: those of the police, fire brigade and ambulance that every
 * telephone of the country has to reach (ITU-T E.161.1; national numbering plans).
 */
const numbersOfCountry: Readonly<Record<string, readonly string[]>> = {
  AE: ['112', '997', '998', '999'],
  AR: ['100', '101', '107', '911'],
  AT: ['112', '122', '133', '144'],
  AU: ['000', '106', '112'],
  BD: ['999'],
  BE: ['112', '100', '101'],
  BG: ['112', '150', '160', '166'],
  BR: ['190', '192', '193', '911', '112'],
  BY: ['101', '102', '103', '112'],
  CA: ['911', '112'],
  CH: ['112', '117', '118', '144'],
  CL: ['131', '132', '133'],
  CN: ['110', '119', '120'],
  CO: ['123', '112', '911'],
  CR: ['911'],
  CY: ['112', '199'],
  CZ: ['112', '150', '155', '158'],
  DE: ['112', '110'],
  DO: ['911'],
  EC: ['911'],
  EG: ['122', '123', '180'],
  ES: ['112', '061', '080', '085', '091', '092'],
  FR: ['112', '114', '15', '17', '18'],
  GB: ['999', '112'],
  GE: ['112'],
  GH: ['112', '191', '192', '193'],
  GR: ['112', '100', '166', '199'],
  GT: ['110', '120', '122', '123'],
  HK: ['999', '112'],
  HR: ['112', '192', '193', '194'],
  HU: ['112', '104', '105', '107'],
  ID: ['110', '112', '113', '118', '119'],
  IE: ['112', '999'],
  IL: ['100', '101', '102', '112'],
  IN: ['112', '100', '101', '102', '108'],
  IS: ['112'],
  IT: ['112', '113', '115', '118'],
  JM: ['110', '119'],
  JO: ['911'],
  JP: ['110', '118', '119'],
  KE: ['112', '911', '999'],
  KR: ['112', '119'],
  KW: ['112'],
  KZ: ['101', '102', '103', '112'],
  LB: ['112', '125', '140', '175'],
  LK: ['110', '112', '119', '1990'],
  LU: ['112', '113'],
  MA: ['112', '15', '19', '177'],
  MX: ['911'],
  MY: ['999', '112'],
  NG: ['112', '199'],
  NO: ['110', '112', '113'],
  NZ: ['111', '112'],
  PA: ['911'],
  PE: ['105', '106', '116'],
  PH: ['911', '117'],
  PK: ['15', '16', '112', '1122'],
  PL: ['112', '997', '998', '999'],
  QA: ['999', '112'],
  RS: ['112', '192', '193', '194'],
  RU: ['101', '102', '103', '112'],
  SA: ['911', '997', '998', '999', '112'],
  SG: ['995', '999', '112'],
  SI: ['112', '113'],
  SK: ['112', '150', '155', '158'],
  TH: ['191', '199', '1669', '112'],
  TN: ['190', '197', '198'],
  TR: ['112', '110', '155'],
  TW: ['110', '119', '112'],
  UA: ['101', '102', '103', '112'],
  US: ['911', '112'],
  UY: ['911'],
  VE: ['911', '171'],
  VN: ['113', '114', '115'],
  ZA: ['112', '10111', '10177'],
}

/** In all of the European Union, and in most countries at least from mobiles. */
const everywhere = ['112']

/** The emergency numbers of a country, ISO 3166-1 alpha-2. A country that is not listed has 112. */
export function emergencyNumbersOf(country: string): readonly string[] {
  return numbersOfCountry[country] ?? everywhere
}

/**
 * The emergency number that was dialed, also after `+` and after the digits for an outside line, or null.
 * An own extension never hides one: the linter refuses such an extension number.
 */
export function readEmergencyNumber(
  dialed: string,
  country: string,
  accessDigits: readonly string[],
): string | null {
  const digits = dialed.replace(/[\s().\-/]/g, '').replace(/^\+/, '')
  const numbers = emergencyNumbersOf(country)
  if (numbers.includes(digits)) return digits
  for (const access of accessDigits) {
    const rest = access !== '' && digits.startsWith(access) ? digits.slice(access.length) : ''
    if (numbers.includes(rest)) return rest
  }
  return null
}
