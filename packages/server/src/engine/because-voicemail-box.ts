import type { Story } from './because.ts'

/** Sentences about boxes that are listened to by phone. */
export const boxStories = {
  asksNumber: (): Story => ({
    happened: 'Asked for the number of a voicemail box',
    because: 'Because the phone dialed the feature code for any box.',
  }),
  asksNumberAgain: (digits: string): Story => ({
    happened: 'Asked for the number of a voicemail box again',
    because:
      digits === ''
        ? 'Because the caller entered no number.'
        : `Because ${digits} is the number of no voicemail box.`,
  }),
  noNumber: (tries: number): Story => ({
    happened: 'Opened no voicemail box',
    because: `Because the caller entered the number of a voicemail box in none of ${tries} tries.`,
  }),
  noOwnBox: (name: string): Story => ({
    happened: 'Opened no voicemail box',
    because: `Because ${name} has no voicemail box.`,
  }),
  withoutPin: (box: string): Story => ({
    happened: 'Did not open the voicemail box',
    because: `Because ${box} has no PIN, so only its own phone opens it.`,
  }),
  asksPin: (box: string): Story => ({
    happened: 'Asked for the PIN',
    because: `Because the messages of ${box} are for who knows its PIN.`,
  }),
  asksPinAgain: (box: string, attempt: number, attempts: number): Story => ({
    happened: `Asked for the PIN again, try ${attempt} of ${attempts}`,
    because: `Because what the caller entered is not the PIN of ${box}.`,
  }),
  noTriesLeft: (box: string, attempts: number): Story => ({
    happened: 'Did not open the voicemail box',
    because: `Because what the caller entered is not the PIN of ${box}, and this call has used its ${attempts} tries.`,
  }),
  blocked: (box: string, attempts: number): Story => ({
    happened: 'Did not open the voicemail box',
    because: `Because ${attempts} wrong PINs were entered for ${box} within an hour.`,
  }),
  unknown: (box: string): Story => ({
    happened: 'Did not open the voicemail box',
    because: `Because the PIN or the messages of ${box} could not be read in time.`,
  }),
  gone: (): Story => ({
    happened: 'Did not open the voicemail box',
    because: 'Because the voicemail box does not exist any more.',
  }),
  empty: (box: string): Story => ({
    happened: 'Said that there is no message',
    because: `Because ${box} has no messages.`,
  }),
  plays: (box: string, place: number, total: number): Story => ({
    happened: `Played message ${place} of ${total}`,
    because: `Because the caller listens to the messages of ${box}.`,
  }),
  atEnd: (box: string): Story => ({
    happened: 'Said that there are no more messages',
    because: `Because the caller came to the end of the messages of ${box}.`,
  }),
  waits: (box: string): Story => ({
    happened: 'Said the choices again',
    because: `Because the caller pressed no key of ${box}.`,
  }),
  changed: (change: 'heard' | 'delete'): Story => ({
    happened: change === 'heard' ? 'Kept a message as heard' : 'Deleted a message',
    because: `Because the caller pressed ${change === 'heard' ? '2' : '3'}.`,
  }),
  notChanged: (): Story => ({
    happened: 'Did not change the message',
    because: 'Because the change could not be stored in time.',
  }),
  ends: (key: string): Story => ({
    happened: 'Closed the voicemail box',
    because:
      key === ''
        ? 'Because the caller pressed nothing for too long.'
        : `Because the caller pressed ${key}.`,
  }),
} as const
