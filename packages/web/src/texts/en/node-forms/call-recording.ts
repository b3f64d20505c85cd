export const callRecordingForm = {
  heading: 'Recording',
  mode: 'From here on',
  modes: { on: 'Record', off: 'Do not record' },
  modeHints: {
    on: 'Each conversation of the call, from the moment somebody answers.',
    off: 'Not even where a person or a conference room records calls.',
  },
  consent: 'Tell callers that the call is recorded',
  consentHint:
    'In many countries the law asks for it. Only callers hear it: whom you call you have to tell yourself.',
  startConsent: 'This call may be recorded.',
  keeping: 'Keeping',
  retentionDays: 'Delete recordings after',
  retentionHint: 'Left empty: they are kept until somebody deletes them.',
  daysUnit: 'days',
  emails: 'Tell by e-mail',
  emailsHint: 'One address per line. Each gets a link to every recording, good for 7 days.',
  noEmail:
    'This installation cannot send e-mail yet, so nobody is told. Who runs it sets OPBX_SMTP_URL and OPBX_MAIL_FROM.',
  columnMode: 'From here on',
  columnConsent: 'Callers hear',
  columnKept: 'Kept for',
  nothingSaid: 'Nothing',
  forGood: 'Until deleted',
  days_one: '{{count}} day',
  days_other: '{{count}} days',
} as const
