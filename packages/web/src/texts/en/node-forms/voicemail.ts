export const voicemailForm = {
  heading: 'Greeting and message',
  greeting: 'Greeting',
  startGreeting: 'Nobody can take your call right now. Leave a message after the tone.',
  maxSeconds: 'Longest message',
  maxSecondsHint: 'Recording stops after this time.',
  beep: 'Tone before the recording',
  beepHint: 'Callers expect it.',
  columnGreeting: 'Greeting',
  columnLength: 'Longest message',
} as const
