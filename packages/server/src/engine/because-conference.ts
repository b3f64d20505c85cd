import { inSeconds, type Story } from './because.ts'
import type { DialResult } from './types.ts'

export const conferenceStories = {
  asksPin: (room: string, isHostOnly: boolean): Story => ({
    happened: 'Asked for the PIN',
    because: isHostOnly
      ? `Because ${room} is open to everybody, and the host has a PIN.`
      : `Because ${room} lets in only who knows its PIN.`,
  }),
  asksAgain: (room: string, attempt: number, attempts: number): Story => ({
    happened: `Asked for the PIN again, try ${attempt} of ${attempts}`,
    because: `Because what the caller entered is no PIN of ${room}.`,
  }),
  wrongPin: (room: string, attempts: number): Story => ({
    happened: 'Was not let in',
    because: `Because what the caller entered is no PIN of ${room}, and this was try ${attempts} of ${attempts}.`,
  }),
  noTriesLeft: (room: string, attempts: number): Story => ({
    happened: 'Was not let in',
    because: `Because ${room} asks for a PIN, and this call has used its ${attempts} tries.`,
  }),
  blocked: (room: string, attempts: number): Story => ({
    happened: 'Said that nobody is let in now',
    because: `Because ${attempts} wrong PINs were entered for ${room} within an hour.`,
  }),
  unknown: (room: string): Story => ({
    happened: 'Said that the PIN cannot be checked',
    because: `Because the PIN of ${room} could not be read in time.`,
  }),
  closed: (room: string): Story => ({
    happened: 'Was not let in',
    because: `Because ${room} lets in only who knows its PIN, and none could be taken.`,
  }),
  joins: (room: string, who: Entry): Story => ({
    happened: who.isHost ? `Joined ${room} as host` : `Joined ${room}`,
    because: `Because ${howIn(room, who)}${who.waits ? ', and it begins when the host comes' : ''}.`,
  }),
  result: (room: string, result: DialResult, seconds: number): Story => ({
    happened: happenedAfter(room, result),
    because: `Because ${resultPart(room, result, seconds)}.`,
  }),
} as const

/** How somebody came in. */
export interface Entry {
  isHost: boolean
  usedPin: boolean
  waits: boolean
}

function howIn(room: string, { isHost, usedPin }: Entry): string {
  if (isHost) return 'the caller entered the host PIN'
  return usedPin ? 'the caller entered the PIN' : `${room} is open to everybody`
}

function happenedAfter(room: string, result: DialResult): string {
  if (result === 'answered') return `Left ${room}`
  return result === 'canceled' ? 'The caller hung up' : 'Was not let in'
}

function resultPart(room: string, result: DialResult, seconds: number): string {
  switch (result) {
    case 'answered':
      return `the caller was in ${room} for ${inSeconds(seconds)}, then left it or it ended`
    case 'canceled':
      return `the caller hung up before coming into ${room}`
    case 'busy':
    case 'no_answer':
    case 'unreachable':
      return `the platform did not connect the caller with ${room}`
  }
}
