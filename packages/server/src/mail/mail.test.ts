import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { runInTransaction } from '../db/transaction.ts'
import { openTestApp, type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type TestOrganization } from '../testing/factories.ts'
import { type MailServer, openMailServer } from '../testing/mail-server.ts'
import type { Email } from './rules.ts'
import { queueEmail } from './service.ts'

let mail: MailServer
let server: TestApp
let acme: TestOrganization
let count = 0

beforeAll(async () => {
  mail = await openMailServer()
  server = await openTestApp({
    OPBX_SMTP_URL: mail.url,
    OPBX_MAIL_FROM: 'Acme Supplies <pbx@acme.example>',
  })
  acme = await makeOrganization(server)
})
beforeEach(() => {
  mail.received.length = 0
  mail.answerTo = () => '250 Fine'
  server.setNow('2026-03-02T15:00:00Z')
})
afterAll(async () => {
  await server.app.close()
  await mail.close()
})

async function queue(email: Partial<Email> = {}, named?: string): Promise<boolean> {
  count += 1
  const id = named ?? `one-${count}`
  const whole = { to: 'maya@acme.example', subject: 'Hello', text: 'Good morning', ...email }
  const { deps } = server
  return runInTransaction(deps.db, (tx) =>
    queueEmail(deps, tx, { organizationId: acme.organizationId, id, email: whole }),
  )
}

async function givenUp(): Promise<{ subjectName: string; after: { reason: string } }[]> {
  const path = '/api/v1/audit-log?action=email.give_up'
  return (await as(server, acme.owner).get(path)).json().items
}

test('an e-mail is sent once, with sender, subject and words', async () => {
  expect(await queue({ subject: 'Grüße', text: 'Süße Träume\nMaya' }, 'first')).toBe(true)
  await server.runJobs()
  await server.runJobs()
  expect(mail.received).toHaveLength(1)
  expect(mail.received[0]).toMatchObject({
    from: 'pbx@acme.example',
    to: 'maya@acme.example',
    headers: {
      from: 'Acme Supplies <pbx@acme.example>',
      to: 'maya@acme.example',
      subject: '=?UTF-8?Q?Gr=C3=BC=C3=9Fe?=',
      'message-id': '<first@acme.example>',
      'auto-submitted': 'auto-generated',
      date: 'Mon, 02 Mar 2026 15:00:00 +0000',
    },
    text: 'Süße Träume\nMaya',
    attachment: null,
  })
})

test('a line break in a subject makes no header, and one in the words ends nothing', async () => {
  await queue({
    subject: 'Hello\r\nBcc: eve@evil.example',
    text: 'One\r\n.\r\nRCPT TO:<eve@evil.example>\r\nTwo',
  })
  await server.runJobs()
  expect(mail.received.map(({ to }) => to)).toEqual(['maya@acme.example'])
  expect(mail.received[0]?.headers.bcc).toBeUndefined()
  expect(mail.received[0]?.text).toBe('One\n.\nRCPT TO:<eve@evil.example>\nTwo')
})

test('a stored file goes with it; one that was deleted meanwhile does not', async () => {
  const bytes = Buffer.from('RIFF sound')
  const fileKey = `${acme.organizationId}/voicemail/one.wav`
  await server.deps.files.put(fileKey, bytes)
  const attachment = { fileKey, name: 'message.wav', contentType: 'audio/wav' }
  await queue({ attachment })
  await server.runJobs()
  const [email] = mail.received
  expect(email?.attachment?.bytes.equals(bytes)).toBe(true)
  expect(email?.attachment?.headers['content-type']).toContain('audio/wav')
  expect(email?.attachment?.headers['content-disposition']).toContain('message.wav')
  await server.deps.files.delete(fileKey)
  await queue({ attachment })
  await server.runJobs()
  expect(mail.received[1]).toMatchObject({ text: 'Good morning', attachment: null })
})

test('an e-mail that is put off is sent later', async () => {
  mail.answerTo = () => '451 Come back later'
  await queue()
  await server.runJobs()
  expect(mail.received).toEqual([])
  mail.answerTo = () => '250 Fine'
  await server.runJobs()
  expect(mail.received).toEqual([])
  server.setNow('2026-03-02T15:01:00Z')
  await server.runJobs()
  expect(mail.received).toHaveLength(1)
  expect(await givenUp()).toEqual([])
})

test('an e-mail that is refused for good is not tried again, and the owner can see it', async () => {
  let asked = 0
  mail.answerTo = () => {
    asked += 1
    return '550 No such mailbox'
  }
  await queue({ to: 'gone@acme.example' })
  await server.runJobs()
  server.setNow('2026-03-05T15:00:00Z')
  await server.runJobs()
  expect(asked).toBe(1)
  expect(await givenUp()).toMatchObject([
    {
      subjectName: 'gone@acme.example',
      after: {
        subject: 'Hello',
        reason: 'The mail server answered: 550 No such mailbox',
        tries: 1,
      },
    },
  ])
})

test('the refusal of one recipient holds up no other', async () => {
  mail.answerTo = (to) => (to.startsWith('gone') ? '550 No' : '250 Fine')
  await queue({ to: 'gone@acme.example' })
  await queue({ to: 'here@acme.example' })
  await server.runJobs()
  expect(mail.received.map(({ to }) => to)).toEqual(['here@acme.example'])
})

test('an owner sends a test e-mail to herself; others may not', async () => {
  expect((await as(server, acme.reporter).get('/api/v1/mail')).json()).toEqual({
    isSetUp: true,
    from: 'Acme Supplies <pbx@acme.example>',
  })
  const sent = await as(server, acme.owner).post('/api/v1/mail/test', {})
  expect(sent.json()).toEqual({ to: acme.owner.email })
  expect(mail.received).toMatchObject([{ to: acme.owner.email }])
  expect((await as(server, acme.admin).post('/api/v1/mail/test', {})).statusCode).toBe(403)
  mail.answerTo = () => '550 We do not know you'
  const refused = await as(server, acme.owner).post('/api/v1/mail/test', {})
  expect(refused.statusCode).toBe(503)
  expect(refused.json().detail).toBe('The mail server answered: 550 We do not know you')
})

test('without a mail server nothing is queued, and the reason is said', async () => {
  const without = await testApp()
  const beta = await makeOrganization(without)
  const queued = await runInTransaction(without.deps.db, (tx) =>
    queueEmail(without.deps, tx, {
      organizationId: beta.organizationId,
      id: 'none',
      email: { to: 'maya@acme.example', subject: 'Hello', text: 'Good morning' },
    }),
  )
  expect(queued).toBe(false)
  expect((await as(without, beta.owner).get('/api/v1/mail')).json()).toEqual({
    isSetUp: false,
    from: null,
  })
  const test = await as(without, beta.owner).post('/api/v1/mail/test', {})
  expect(test.statusCode).toBe(409)
  expect(test.json().detail).toMatch(/^E-mail is not set up on this installation\. Set OPBX_SMTP/)
})
