import { type Deps, systemCtx } from '../context.ts'
import { runInTransaction, type Tx } from '../db/transaction.ts'
import { write } from '../db/write.ts'
import { AppError } from '../errors.ts'
import type { Job } from '../jobs/jobs.ts'
import { type Email, type MailError, retryWaitMilliseconds, toMailError } from './rules.ts'
import { sendEmail } from './send.ts'

const emailJob = 'mail.send'

/** `id`: the same for each try, so that a mail server that got it twice shows it once. */
interface EmailJob {
  id: string
  email: Email
  /** How often it was tried before. */
  tries: number
}

export function isMailSetUp({ config }: Pick<Deps, 'config'>): boolean {
  return config.mail !== undefined
}

/**
 * Keeps an e-mail to be sent, in the transaction of what it tells of; `id` names it for good. Wake the jobs after the
 * commit. False: e-mail is not set up, and nothing is kept.
 */
export async function queueEmail(
  deps: Deps,
  tx: Tx,
  { organizationId, id, email }: { organizationId: string; id: string; email: Email },
): Promise<boolean> {
  if (!isMailSetUp(deps)) return false
  const payload: EmailJob = { id, email, tries: 0 }
  await deps.jobs.enqueue(tx, { organizationId, kind: emailJob, key: id, payload })
  return true
}

/** Sends what was queued: again and again while the server is away, and says so where it is given up. */
export function handleEmailJobs(deps: Deps): void {
  deps.jobs.handle(emailJob, (job) => sendQueued(deps, job))
}

async function sendQueued(deps: Deps, job: Job): Promise<void> {
  const { mail } = deps.config
  // Enqueued here only.
  const { id, email, tries } = job.payload as EmailJob
  if (mail === undefined) return
  try {
    await sendEmail(deps, mail, { id, email })
  } catch (error) {
    const failure = toMailError(error)
    await tryLater(deps, job.organizationId, { payload: { id, email, tries: tries + 1 }, failure })
  }
}

async function tryLater(
  deps: Deps,
  organizationId: string,
  { payload, failure }: { payload: EmailJob; failure: MailError },
): Promise<void> {
  const { id, tries } = payload
  const wait = failure.isFinal ? null : retryWaitMilliseconds(tries)
  deps.log.warn({ organizationId, email: id, tries, err: failure }, 'an e-mail was not sent')
  if (wait === null) return giveUp(deps, organizationId, { payload, failure })
  const runAt = new Date(deps.clock.now().getTime() + wait)
  await runInTransaction(deps.db, (tx) =>
    deps.jobs.enqueue(tx, { organizationId, kind: emailJob, key: id, payload, runAt }),
  )
}

/** An entry in the audit log: who expected the e-mail cannot know that it does not come. */
async function giveUp(
  deps: Deps,
  organizationId: string,
  { payload: { id, email, tries }, failure }: { payload: EmailJob; failure: MailError },
): Promise<void> {
  await write(systemCtx(deps, organizationId, []), 'self', async (_tx, { audit }) => {
    audit({
      action: 'email.give_up',
      subjectId: id,
      subjectName: email.to,
      after: { subject: email.subject, reason: failure.message, tries },
    })
  })
}

/** Sends one at once, to tell whether the settings are right. */
export async function sendTestEmail(deps: Deps, to: string, id: string): Promise<void> {
  const { mail } = deps.config
  if (mail === undefined) throw notSetUp()
  const email: Email = {
    to,
    subject: 'OPBX can send e-mail',
    text: `This is a test. Whoever asked for it in OPBX at ${deps.config.appUrl} sees by it that e-mail works.\n`,
  }
  try {
    await sendEmail(deps, mail, { id, email })
  } catch (error) {
    throw new AppError('unavailable', toMailError(error).message, { cause: error })
  }
}

function notSetUp(): AppError {
  return new AppError(
    'conflict',
    'E-mail is not set up on this installation. Set OPBX_SMTP_URL and OPBX_MAIL_FROM, then start OPBX again.',
  )
}
