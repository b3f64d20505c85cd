/** Holiday calendars of business hours. */
export const holidays = {
  title: 'Holiday calendars',
  lead: 'Closed on the public holidays of a country, year after year. Your own days above win.',
  add: 'Add calendar',
  addThis: 'Add calendar',
  country: 'Country',
  chooseCountry: 'Choose a country first.',
  region: 'State or region',
  wholeCountry: 'The whole country',
  kind: 'Which days',
  kinds: { public: 'Public holidays', bank: 'Public and bank holidays' },
  withBank: '{{label}}, with bank holidays',
  next: 'Next: {{days}}',
  day: '{{name}}, {{date}}',
  failed: 'The dates could not be loaded. They count all the same.',
  remove: 'Remove {{label}}',
} as const

/** Days of a calendar file. */
export const holidayImport = {
  open: 'Import…',
  title: 'Import special days',
  lead: 'Look at the days of a calendar file, then add those that you want. They are saved with the business hours.',
  file: 'Calendar file',
  fileHint: 'iCalendar (.ics), or CSV with a date such as 2027-12-25 and a name per line.',
  leftOut: 'Not everything could be read:',
  line: 'Line {{line}}: {{message}}',
  found_one: 'One day was found.',
  found_other: '{{count}} days were found.',
  known_one: 'One of them is there already.',
  known_other: '{{count}} of them are there already.',
  add_one: 'Add one day',
  add_other: 'Add {{count}} days',
} as const
