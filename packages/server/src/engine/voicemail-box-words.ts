import { localReadingOf } from '@opbx/contract/call-flow/zone-time'
import type { PlayedMessage } from './types.ts'

/** What callers hear who listen to a box by phone. */
export const boxWords = {
  askNumber: 'Enter the number of the voicemail box, then press the pound key.',
  noSuchBox: 'There is no voicemail box with that number.',
  noNumber: 'Sorry, no voicemail box was found. Goodbye.',
  noOwnBox: 'This phone has no voicemail box. Goodbye.',
  withoutPin:
    'This voicemail box has no PIN. It can only be opened from its own phone, or in the console. Goodbye.',
  askPin: 'Enter the PIN, then press the pound key.',
  wrongPin: 'That is not the PIN.',
  noTriesLeft: 'That is not the PIN. Goodbye.',
  blocked:
    'Too many wrong PINs were entered for this voicemail box. Try again in an hour. Goodbye.',
  unknown: 'Sorry, your messages cannot be read at the moment. Try again later. Goodbye.',
  empty: 'You have no messages. Goodbye.',
  choices:
    'To hear it again, press 1. To keep it and go on, press 2. To delete it, press 3. For the message before, press 4. To end, press star.',
  atEnd: 'There are no more messages. To hear the last one again, press 4. To end, press star.',
  deleted: 'Deleted.',
  kept: 'Kept.',
  notChanged: 'Sorry, this could not be changed.',
  noChoice: 'That is no choice.',
  goodbye: 'Goodbye.',
} as const

/** Said when the box opens. */
export function countWords(total: number, fresh: number): string {
  if (fresh === 0) return `You have no new messages, and ${total === 1 ? '1' : total} heard before.`
  const heard = total - fresh
  const words = `You have ${fresh} new ${fresh === 1 ? 'message' : 'messages'}`
  return heard === 0 ? `${words}.` : `${words}, and ${heard} heard before.`
}

/** `Message 1 of 3, new, from Grace Hopper, received today at 10:42 AM.` */
export function messageWords(
  message: PlayedMessage,
  at: { place: number; total: number; now: number; zone: string },
): string {
  const from = callerWords(message)
  const time = timeWords(message.at, at.now, at.zone)
  return `Message ${at.place} of ${at.total}${message.isNew ? ', new' : ''}, from ${from}, received ${time}.`
}

/** A number digit by digit: read as one it would be in the billions. */
function callerWords({ callerName, from }: PlayedMessage): string {
  if (callerName !== null) return callerName
  const digits = from.replace(/\D/g, '')
  return digits === '' ? 'a hidden number' : digits.split('').join(' ')
}

const dayMilliseconds = 86_400_000
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

function timeWords(at: number, now: number, zone: string): string {
  const [date = '', clock = ''] = localReadingOf(zone, at).split('T')
  return `${dateWords(date, now, zone)} at ${clockWords(clock)}`
}

function dateWords(date: string, now: number, zone: string): string {
  const dayOf = (time: number) => localReadingOf(zone, time).slice(0, 10)
  if (date === dayOf(now)) return 'today'
  if (date === dayOf(now - dayMilliseconds)) return 'yesterday'
  const [, month = 1, day = 1] = date.split('-').map(Number)
  return `on ${months[month - 1]} ${day}`
}

function clockWords(clock: string): string {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  const half = hour < 12 ? 'AM' : 'PM'
  const minutes = minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`
  return `${hour % 12 === 0 ? 12 : hour % 12}${minutes} ${half}`
}
