/** The field for what callers hear, wherever it stands. */
export const promptForm = {
  text: 'What callers hear',
  textHint: 'Read aloud by Cloudonix. Write numbers as you want them said.',
  voice: 'Voice',
  voiceDefault: 'Cloudonix’s own',
  language: 'Language',
  languageHint: 'Such as en-US. Left empty, Cloudonix’s own.',
  seconds_one: 'About {{count}} second.',
  seconds_other: 'About {{count}} seconds.',
} as const
