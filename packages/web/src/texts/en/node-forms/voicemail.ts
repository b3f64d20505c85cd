export const voicemailForm = {
  heading: 'Greeting and message',
  greeting: 'Greeting',
  startGreeting: 'Nobody can take your call right now. Leave a message after the tone.',
  maxSeconds: 'Longest message',
  maxSecondsHint: 'Recording stops after this time.',
  beep: 'Tone before the recording',
  beepHint: 'Callers expect it.',
  retentionDays: 'Keep messages for',
  retentionDaysHint: 'Older ones are deleted for good. Empty: they are kept forever.',
  days: 'days',
  emailHeading: 'E-mail',
  emailLead: 'Who is told of each new message.',
  emails: 'E-mail addresses',
  emailsHint:
    'Enter adds an address, up to {{most}}. Each gets a link to listen that is good for 7 days.',
  removeEmail: 'Take away {{address}}',
  emailSubject: 'Subject',
  emailBody: 'Text',
  emailBodyHint: 'Filled in for each message: {{placeholders}}. The link to listen comes below it.',
  attachAudio: 'Attach the sound',
  attachAudioHint: 'Up to 20 MB. Whoever can read the mailbox can listen, also after 7 days.',
  mailNotSetUp:
    'E-mail is not set up on this installation, so nobody is told. Ask who runs it to set OPBX_SMTP_URL and OPBX_MAIL_FROM.',
  phoneHeading: 'Listening by phone',
  pin: 'PIN',
  pinHint:
    'By phone (usually *98) any phone of yours opens it with the number of this box and this PIN: 4 to 10 digits. Without a PIN it can only be listened to here.',
  ownPinHint:
    'Asked for when this phone listens to its box (usually *97), and when any phone of yours does (usually *98): 4 to 10 digits. Without a PIN this phone opens the box at once, and no other one can.',
  columnEmails: 'E-mail to',
  columnGreeting: 'Greeting',
  columnLength: 'Longest message',
} as const
