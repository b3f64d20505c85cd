export const externalForm = {
  heading: 'The number and how it rings',
  number: 'Number or SIP address',
  numberHint: 'With + and country code, or a SIP address such as sip:sales@pbx.acme.example.',
  ringSeconds: 'Ring for',
  ringSecondsHint: 'Mobile boxes often answer after 25 seconds; then the call counts as answered.',
  callerId: 'Number shown',
  callerIdHint: 'One of your own numbers.',
  calledNumber: 'The number that the caller dialled',
  routeNeeded:
    'A route under Calling outside must allow this number, or the domain of the SIP address.',
  routeLink: 'Open Calling outside',
  columnRing: 'Rings for',
  ringFor_one: '{{count}} second',
  ringFor_other: '{{count}} seconds',
} as const
