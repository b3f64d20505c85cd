/** Openings of the months ahead. */
export const hoursCalendar = {
  title: 'The next 24 months',
  lead: '{{name}}, on the clock of {{zone}}.',
  source: 'Which version',
  sources: { draft: 'Draft', live: 'Live' },
  notLive: 'These business hours are not live yet. They are after Apply.',
  kinds: { open: 'Open', special: 'Other hours', closed: 'Closed', holiday: 'Holiday' },
  day: '{{date}}: {{what}}',
  openAt: 'open {{ranges}}',
  closedDay: 'closed',
  range: '{{from}} to {{to}}',
  named: '{{name}}, {{what}}',
  clockForward: 'Clocks go forward {{minutes}} minutes at {{time}}',
  clockBack: 'Clocks go back {{minutes}} minutes at {{time}}',
  specialTitle: 'Special days and clock changes',
  specialLead: 'What differs from the usual week.',
  specialNone: 'None in the next 24 months: every week is like the other.',
} as const
