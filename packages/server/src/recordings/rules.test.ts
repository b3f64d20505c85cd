import { expect, test } from 'vitest'
import { emailAbout } from './rules.ts'

const told = {
  from: '+12025550150',
  to: '+12025550100',
  askedBy: 'Record sales',
  recordedAt: Date.parse('2026-03-02T15:00:00Z'),
  seconds: 95,
  timeZone: 'America/New_York',
  link: 'https://pbx.acme.example/api/v1/recordings/cr_1/audio?x=1',
  call: 'https://pbx.acme.example/ui/calls/call_1',
}

test('an e-mail says who talked, when, and where it can be heard', () => {
  expect(emailAbout(told)).toEqual({
    subject: 'Recording of +12025550150 to +12025550100',
    text: `A call was recorded, as Record sales asks for.

From: +12025550150
To: +12025550100
Ended: Monday, March 2, 2026 at 10:00 AM
Length: 1 min 35 s

Listen (for 7 days): ${told.link}
The call: ${told.call}
`,
  })
})

test('a hidden number and an unknown length are no empty words', () => {
  const { subject, text } = emailAbout({ ...told, from: '', seconds: null })
  expect(subject).toBe('Recording of a hidden number to +12025550100')
  expect(text).not.toContain('Length')
})
