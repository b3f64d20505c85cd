/** Where toll fraud takes its calls. `country`: its own organizations call home as they like; null: no country. */
export interface HighRiskDestination {
  id: string
  name: string
  country: string | null
  /** In E.164 with `+`; the longest one that a number begins with counts. */
  prefixes: readonly string[]
}

/**
 * Where a call pays somebody who may be the thief: countries with high termination fees that the yearly fraud loss
 * surveys of the carriers (CFCA) and regulators' warnings name time and again, satellite and international networks
 * (ITU-T E.164 list of assigned codes: 808, 870, 878, 881, 882, 883, 979), and premium-rate ranges of national
 * numbering plans. Facts known in public, chosen by judgement: who calls there allows it by name.
 */
export const highRiskDestinations: readonly HighRiskDestination[] = [
  { id: 'afghanistan', name: 'Afghanistan', country: 'AF', prefixes: ['+93'] },
  { id: 'albania', name: 'Albania', country: 'AL', prefixes: ['+355'] },
  { id: 'algeria', name: 'Algeria', country: 'DZ', prefixes: ['+213'] },
  { id: 'anguilla', name: 'Anguilla', country: 'AI', prefixes: ['+1264'] },
  { id: 'antigua', name: 'Antigua and Barbuda', country: 'AG', prefixes: ['+1268'] },
  { id: 'ascension', name: 'Ascension Island', country: 'AC', prefixes: ['+247'] },
  { id: 'azerbaijan', name: 'Azerbaijan', country: 'AZ', prefixes: ['+994'] },
  { id: 'bahamas', name: 'Bahamas', country: 'BS', prefixes: ['+1242'] },
  { id: 'barbados', name: 'Barbados', country: 'BB', prefixes: ['+1246'] },
  { id: 'belarus', name: 'Belarus', country: 'BY', prefixes: ['+375'] },
  { id: 'bermuda', name: 'Bermuda', country: 'BM', prefixes: ['+1441'] },
  { id: 'bosnia', name: 'Bosnia and Herzegovina', country: 'BA', prefixes: ['+387'] },
  {
    id: 'british-virgin-islands',
    name: 'British Virgin Islands',
    country: 'VG',
    prefixes: ['+1284'],
  },
  { id: 'burkina-faso', name: 'Burkina Faso', country: 'BF', prefixes: ['+226'] },
  { id: 'burundi', name: 'Burundi', country: 'BI', prefixes: ['+257'] },
  { id: 'cayman', name: 'Cayman Islands', country: 'KY', prefixes: ['+1345'] },
  {
    id: 'central-african-republic',
    name: 'Central African Republic',
    country: 'CF',
    prefixes: ['+236'],
  },
  { id: 'chad', name: 'Chad', country: 'TD', prefixes: ['+235'] },
  { id: 'comoros', name: 'Comoros', country: 'KM', prefixes: ['+269'] },
  { id: 'congo', name: 'Congo', country: 'CG', prefixes: ['+242'] },
  { id: 'congo-kinshasa', name: 'Congo (Kinshasa)', country: 'CD', prefixes: ['+243'] },
  { id: 'cook-islands', name: 'Cook Islands', country: 'CK', prefixes: ['+682'] },
  { id: 'cuba', name: 'Cuba', country: 'CU', prefixes: ['+53'] },
  { id: 'diego-garcia', name: 'Diego Garcia', country: 'IO', prefixes: ['+246'] },
  { id: 'djibouti', name: 'Djibouti', country: 'DJ', prefixes: ['+253'] },
  { id: 'dominica', name: 'Dominica', country: 'DM', prefixes: ['+1767'] },
  {
    id: 'dominican-republic',
    name: 'Dominican Republic',
    country: 'DO',
    prefixes: ['+1809', '+1829', '+1849'],
  },
  { id: 'equatorial-guinea', name: 'Equatorial Guinea', country: 'GQ', prefixes: ['+240'] },
  { id: 'eritrea', name: 'Eritrea', country: 'ER', prefixes: ['+291'] },
  { id: 'ethiopia', name: 'Ethiopia', country: 'ET', prefixes: ['+251'] },
  { id: 'falkland', name: 'Falkland Islands', country: 'FK', prefixes: ['+500'] },
  { id: 'gambia', name: 'Gambia', country: 'GM', prefixes: ['+220'] },
  { id: 'grenada', name: 'Grenada', country: 'GD', prefixes: ['+1473'] },
  { id: 'guinea', name: 'Guinea', country: 'GN', prefixes: ['+224'] },
  { id: 'guinea-bissau', name: 'Guinea-Bissau', country: 'GW', prefixes: ['+245'] },
  { id: 'guyana', name: 'Guyana', country: 'GY', prefixes: ['+592'] },
  { id: 'haiti', name: 'Haiti', country: 'HT', prefixes: ['+509'] },
  { id: 'jamaica', name: 'Jamaica', country: 'JM', prefixes: ['+1876', '+1658'] },
  { id: 'kiribati', name: 'Kiribati', country: 'KI', prefixes: ['+686'] },
  { id: 'north-korea', name: 'North Korea', country: 'KP', prefixes: ['+850'] },
  { id: 'kosovo', name: 'Kosovo', country: 'XK', prefixes: ['+383'] },
  { id: 'latvia', name: 'Latvia', country: 'LV', prefixes: ['+371'] },
  { id: 'liberia', name: 'Liberia', country: 'LR', prefixes: ['+231'] },
  { id: 'libya', name: 'Libya', country: 'LY', prefixes: ['+218'] },
  { id: 'liechtenstein', name: 'Liechtenstein', country: 'LI', prefixes: ['+423'] },
  { id: 'madagascar', name: 'Madagascar', country: 'MG', prefixes: ['+261'] },
  { id: 'maldives', name: 'Maldives', country: 'MV', prefixes: ['+960'] },
  { id: 'mali', name: 'Mali', country: 'ML', prefixes: ['+223'] },
  { id: 'marshall-islands', name: 'Marshall Islands', country: 'MH', prefixes: ['+692'] },
  { id: 'mauritania', name: 'Mauritania', country: 'MR', prefixes: ['+222'] },
  { id: 'moldova', name: 'Moldova', country: 'MD', prefixes: ['+373'] },
  { id: 'monaco', name: 'Monaco', country: 'MC', prefixes: ['+377'] },
  { id: 'montserrat', name: 'Montserrat', country: 'MS', prefixes: ['+1664'] },
  { id: 'myanmar', name: 'Myanmar', country: 'MM', prefixes: ['+95'] },
  { id: 'nauru', name: 'Nauru', country: 'NR', prefixes: ['+674'] },
  { id: 'niger', name: 'Niger', country: 'NE', prefixes: ['+227'] },
  { id: 'niue', name: 'Niue', country: 'NU', prefixes: ['+683'] },
  { id: 'palau', name: 'Palau', country: 'PW', prefixes: ['+680'] },
  { id: 'palestine', name: 'Palestine', country: 'PS', prefixes: ['+970'] },
  { id: 'papua-new-guinea', name: 'Papua New Guinea', country: 'PG', prefixes: ['+675'] },
  {
    id: 'saint-helena',
    name: 'Saint Helena and Tristan da Cunha',
    country: 'SH',
    prefixes: ['+290'],
  },
  { id: 'saint-kitts', name: 'Saint Kitts and Nevis', country: 'KN', prefixes: ['+1869'] },
  { id: 'saint-lucia', name: 'Saint Lucia', country: 'LC', prefixes: ['+1758'] },
  {
    id: 'saint-vincent',
    name: 'Saint Vincent and the Grenadines',
    country: 'VC',
    prefixes: ['+1784'],
  },
  { id: 'samoa', name: 'Samoa', country: 'WS', prefixes: ['+685'] },
  { id: 'san-marino', name: 'San Marino', country: 'SM', prefixes: ['+378'] },
  { id: 'sao-tome', name: 'São Tomé and Príncipe', country: 'ST', prefixes: ['+239'] },
  { id: 'senegal', name: 'Senegal', country: 'SN', prefixes: ['+221'] },
  { id: 'seychelles', name: 'Seychelles', country: 'SC', prefixes: ['+248'] },
  { id: 'sierra-leone', name: 'Sierra Leone', country: 'SL', prefixes: ['+232'] },
  { id: 'solomon-islands', name: 'Solomon Islands', country: 'SB', prefixes: ['+677'] },
  { id: 'somalia', name: 'Somalia', country: 'SO', prefixes: ['+252'] },
  { id: 'sudan', name: 'Sudan', country: 'SD', prefixes: ['+249'] },
  { id: 'suriname', name: 'Suriname', country: 'SR', prefixes: ['+597'] },
  { id: 'syria', name: 'Syria', country: 'SY', prefixes: ['+963'] },
  { id: 'tajikistan', name: 'Tajikistan', country: 'TJ', prefixes: ['+992'] },
  { id: 'timor-leste', name: 'Timor-Leste', country: 'TL', prefixes: ['+670'] },
  { id: 'togo', name: 'Togo', country: 'TG', prefixes: ['+228'] },
  { id: 'tokelau', name: 'Tokelau', country: 'TK', prefixes: ['+690'] },
  { id: 'tonga', name: 'Tonga', country: 'TO', prefixes: ['+676'] },
  { id: 'trinidad', name: 'Trinidad and Tobago', country: 'TT', prefixes: ['+1868'] },
  { id: 'tunisia', name: 'Tunisia', country: 'TN', prefixes: ['+216'] },
  { id: 'turks-and-caicos', name: 'Turks and Caicos Islands', country: 'TC', prefixes: ['+1649'] },
  { id: 'tuvalu', name: 'Tuvalu', country: 'TV', prefixes: ['+688'] },
  { id: 'vanuatu', name: 'Vanuatu', country: 'VU', prefixes: ['+678'] },
  { id: 'wallis-and-futuna', name: 'Wallis and Futuna', country: 'WF', prefixes: ['+681'] },
  { id: 'yemen', name: 'Yemen', country: 'YE', prefixes: ['+967'] },
  { id: 'zimbabwe', name: 'Zimbabwe', country: 'ZW', prefixes: ['+263'] },
  { id: 'satellite-inmarsat', name: 'Satellite: Inmarsat', country: null, prefixes: ['+870'] },
  {
    id: 'satellite-mobile',
    name: 'Satellite: Iridium, Globalstar and others',
    country: null,
    prefixes: ['+881'],
  },
  {
    id: 'international-networks',
    name: 'International networks',
    country: null,
    prefixes: ['+882', '+883'],
  },
  {
    id: 'shared-cost-international',
    name: 'International shared cost',
    country: null,
    prefixes: ['+808'],
  },
  {
    id: 'personal-international',
    name: 'International personal numbers',
    country: null,
    prefixes: ['+878'],
  },
  {
    id: 'premium-international',
    name: 'International premium rate',
    country: null,
    prefixes: ['+979'],
  },
  {
    id: 'premium-austria',
    name: 'Premium rate: Austria',
    country: null,
    prefixes: ['+43900', '+43901', '+43930', '+43931', '+43939'],
  },
  { id: 'premium-australia', name: 'Premium rate: Australia', country: null, prefixes: ['+6119'] },
  {
    id: 'premium-belgium',
    name: 'Premium rate: Belgium',
    country: null,
    prefixes: ['+32902', '+32903', '+32904', '+32905', '+32906', '+32907', '+32909'],
  },
  { id: 'premium-france', name: 'Premium rate: France', country: null, prefixes: ['+3389'] },
  {
    id: 'premium-germany',
    name: 'Premium rate: Germany',
    country: null,
    prefixes: ['+49900', '+49137'],
  },
  { id: 'premium-ireland', name: 'Premium rate: Ireland', country: null, prefixes: ['+35315'] },
  { id: 'premium-italy', name: 'Premium rate: Italy', country: null, prefixes: ['+3989'] },
  {
    id: 'premium-netherlands',
    name: 'Premium rate: Netherlands',
    country: null,
    prefixes: ['+31900', '+31906', '+31909'],
  },
  {
    id: 'premium-new-zealand',
    name: 'Premium rate: New Zealand',
    country: null,
    prefixes: ['+64900'],
  },
  {
    id: 'premium-north-america',
    name: 'Premium rate: United States and Canada',
    country: null,
    prefixes: ['+1900', '+1976'],
  },
  {
    id: 'premium-norway',
    name: 'Premium rate: Norway',
    country: null,
    prefixes: ['+47820', '+47829'],
  },
  { id: 'premium-poland', name: 'Premium rate: Poland', country: null, prefixes: ['+4870'] },
  {
    id: 'premium-spain',
    name: 'Premium rate: Spain',
    country: null,
    prefixes: ['+34803', '+34806', '+34807', '+34905'],
  },
  {
    id: 'premium-sweden',
    name: 'Premium rate: Sweden',
    country: null,
    prefixes: ['+46900', '+46939', '+46944'],
  },
  {
    id: 'premium-switzerland',
    name: 'Premium rate: Switzerland',
    country: null,
    prefixes: ['+41900', '+41901', '+41906'],
  },
  {
    id: 'premium-united-kingdom',
    name: 'Premium rate: United Kingdom',
    country: null,
    prefixes: ['+449', '+4487'],
  },
  {
    id: 'personal-united-kingdom',
    name: 'Personal numbers: United Kingdom',
    country: null,
    prefixes: ['+4470'],
  },
]

/** The high risk that a number is, seen from the organization's country. Null: none. */
export function findHighRisk(e164: string, homeCountry: string): HighRiskDestination | null {
  for (let length = Math.min(e164.length, longest); length >= 2; length -= 1) {
    const found = byPrefix.get(e164.slice(0, length))
    if (found !== undefined && (found.country === null || found.country !== homeCountry))
      return found
  }
  return null
}

const byPrefix: ReadonlyMap<string, HighRiskDestination> = new Map(
  highRiskDestinations.flatMap((one) => one.prefixes.map((prefix) => [prefix, one] as const)),
)
const longest = Math.max(...[...byPrefix.keys()].map((prefix) => prefix.length))
