import { expect, test } from 'vitest'
import { voicemailConfigSchema } from './voicemail.ts'

const problems = (config: object) => {
  const parsed = voicemailConfigSchema.safeParse(config)
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

test('a box of before has no PIN, tells nobody and keeps everything', () => {
  const before = { greeting: { text: 'Hello' }, maxSeconds: 60, beep: false }
  expect(voicemailConfigSchema.parse(before)).toMatchObject({
    ...before,
    pin: null,
    emails: [],
    attachAudio: false,
    retentionDays: null,
  })
})

test.each([
  [{ pin: '123' }, 'pin: Use 4 to 10 digits.'],
  [{ pin: 'abcd' }, 'pin: Use 4 to 10 digits.'],
  [{ emails: ['nobody'] }, 'emails.0: Enter an e-mail address such as maya@acme.example.'],
  [
    { emails: ['a@acme.example', 'b@acme.example>\r\nBcc: eve@evil.example'] },
    'emails.1: Enter an e-mail address such as maya@acme.example.',
  ],
  [{ emails: ['A@acme.example', 'a@acme.example'] }, 'emails: Name each address once.'],
  [
    { emailSubject: 'Hello\nBcc: eve@evil.example' },
    'emailSubject: Remove the control characters.',
  ],
  [
    { emailSubject: 'From {{number}}' },
    'emailSubject: There is no {{number}}. Use {{box}}, {{caller}}, {{callerName}}, {{time}}, {{duration}}.',
  ],
  [{ retentionDays: 0 }, 'retentionDays: Keep them for 1 day at least.'],
  [{ retentionDays: 4000 }, 'retentionDays: Keep them for 3,650 days at most, or forever.'],
])('%j is refused', (config, problem) => {
  expect(problems(config)).toEqual([problem])
})
