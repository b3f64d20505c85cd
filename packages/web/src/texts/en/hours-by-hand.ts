/** Business hours set open or closed by hand. */
export const hoursByHand = {
  title: 'Right now, whatever the hours say',
  lead: 'Acts at once on calls, without Apply.',
  states: { auto: 'Follow the hours', open: 'Open', closed: 'Closed' },
  until: 'How long',
  ends: {
    hand: 'Until I change it back',
    hour: 'For one hour',
    day: 'Until the end of the day',
    time: 'Until a date and time',
  },
  time: 'Date and time',
  timeHint: 'Choose when the hours count again, then press Open or Closed.',
  now: {
    auto: 'Calls follow the hours.',
    open: '{{who}} set it open by hand, until somebody changes it back.',
    closed: '{{who}} set it closed by hand, until somebody changes it back.',
    openUntil: '{{who}} set it open by hand until {{until}}.',
    closedUntil: '{{who}} set it closed by hand until {{until}}.',
  },
  done: {
    auto: '{{name}} follows its hours again.',
    open: '{{name}} is open now.',
    closed: '{{name}} is closed now.',
  },
  menu: {
    label: 'Open or close {{name}} now',
    openDay: 'Open now, until the end of the day',
    open: 'Open now, until changed back',
    closedDay: 'Close now, until the end of the day',
    closed: 'Close now, until changed back',
    auto: 'Back to the hours',
  },
} as const
