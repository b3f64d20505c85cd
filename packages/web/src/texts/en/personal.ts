/** What people set for their own extension. */
export const personal = {
  title: 'Do-not-disturb and forwarding',
  lead: 'Acts at once, without Apply.',
  doNotDisturb: 'Do not disturb',
  doNotDisturbHint: 'No phone rings; calls go on as if the line were busy.',
  forwardAlways: 'Forward all calls to',
  forwardBusy: 'When busy, to',
  forwardNoAnswer: 'When nobody answers, to',
  forwardUnreachable: 'When no phone can be reached, to',
  targetHint:
    'An extension, or a number with + that this person may call. Left empty: not forwarded.',
  save: 'Save',
  saved: 'Saved. It acts at once.',
  onlyOwn: 'Only this person and who sets up the call flow can change it.',
} as const
