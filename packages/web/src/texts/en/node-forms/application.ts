export const applicationForm = {
  heading: 'The application',
  url: 'Address',
  urlHint:
    'It must answer with CXML. From here on it decides about the call, which does not come back.',
  byName:
    'An application of your Cloudonix domain has an address too: enter that. Cloudonix documents no way to hand a call over by an application’s name.',
  keyHeading: 'What it gets to see',
  keyLead:
    'Cloudonix sends your Requests key with every question, so whoever runs this host could pass itself off as Cloudonix. Allow only a host that you trust.',
  allow: 'Send our Requests key to {{host}}',
  allowHint: 'Asked again whenever the host changes.',
  noHost: 'Enter the address first.',
  sendVariables: 'Add the call’s variables to the address',
  sendVariablesHint: 'Those that caller ID rules set, as ?name=value.',
  columnHost: 'Host',
} as const
