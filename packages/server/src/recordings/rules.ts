import { type Email, subjectLine } from '../mail/rules.ts'

/** What an e-mail tells of a recording. */
export interface ToldRecording {
  from: string
  to: string
  /** Who asked for it. */
  askedBy: string
  /** Milliseconds since 1970. */
  recordedAt: number
  seconds: number | null
  timeZone: string
  /** Plays it. */
  link: string
  /** The call's page. */
  call: string
}

export const linkDays = 7

/** The e-mail about a recording, without its recipient. */
export function emailAbout(told: ToldRecording): Pick<Email, 'subject' | 'text'> {
  const { from, to, askedBy, recordedAt, seconds, timeZone, link, call } = told
  const caller = from === '' ? 'a hidden number' : from
  const format = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short', timeZone })
  const lines = [
    `A call was recorded, as ${askedBy} asks for.`,
    '',
    `From: ${caller}`,
    `To: ${to}`,
    // Newer data has a narrow space in it, which some mail programs show as a box.
    `Ended: ${format.format(recordedAt).replace(/\s/g, ' ')}`,
    ...(seconds === null ? [] : [`Length: ${lengthOf(seconds)}`]),
    '',
    `Listen (for ${linkDays} days): ${link}`,
    `The call: ${call}`,
    '',
  ]
  return { subject: subjectLine(`Recording of ${caller} to ${to}`), text: lines.join('\n') }
}

function lengthOf(seconds: number): string {
  const whole = Math.max(1, Math.round(seconds))
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
