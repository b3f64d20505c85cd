export const externalForm = {
  heading: 'The number and how it rings',
  number: 'Number',
  numberHint: 'With + and country code.',
  ringSeconds: 'Ring for',
  ringSecondsHint: 'Mobile boxes often answer after 25 seconds; then the call counts as answered.',
  callerId: 'Number shown',
  callerIdHint: 'One of your own numbers. Left empty: the number that the caller dialled.',
  routeNeeded: 'A route under Calling outside must allow this number.',
  routeLink: 'Open Calling outside',
  columnRing: 'Rings for',
  ringFor_one: '{{count}} second',
  ringFor_other: '{{count}} seconds',
} as const
