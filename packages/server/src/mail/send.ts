import { createTransport } from 'nodemailer'
import type { MailConfig } from '../config.ts'
import type { Deps } from '../context.ts'
import { type Email, MailError, mostAttachedBytes, subjectLine, toMailError } from './rules.ts'

/** Together shorter than a job may take. */
const timeouts = {
  dnsTimeout: 10_000,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 25_000,
}

/**
 * Hands an e-mail to the mail server; `id` makes it the same e-mail each time. Throws `MailError`.
 */
export async function sendEmail(
  deps: Deps,
  mail: MailConfig,
  { id, email }: { id: string; email: Email },
): Promise<void> {
  const transport = createTransport({ url: mail.smtpUrl, ...timeouts })
  try {
    const host = /@([^@>\s]+)>?$/.exec(mail.from)?.[1] ?? 'localhost'
    await transport.sendMail({
      from: mail.from,
      // As an object: the text of a plain one would be read as a list.
      to: { name: '', address: email.to },
      subject: subjectLine(email.subject),
      text: email.text,
      messageId: `<${id}@${host}>`,
      date: deps.clock.now(),
      // Holiday replies and the like are not answered to machines (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
      attachments: await attachmentsOf(deps, email),
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  } catch (error) {
    throw toMailError(error)
  } finally {
    transport.close()
  }
}

async function attachmentsOf({ files }: Deps, { attachment }: Email) {
  if (attachment === undefined) return []
  const { fileKey, name, contentType } = attachment
  const file = await files.open(fileKey)
  // Deleted meanwhile: the words still tell of it.
  if (file === null) return []
  if (file.sizeBytes > mostAttachedBytes) {
    file.stream.destroy()
    throw new MailError('The attached file is too large for an e-mail.', true)
  }
  return [{ filename: name, contentType, content: file.stream }]
}
