import type { NodeOf } from '@opbx/contract/call-flow/flow'
import type { NodeConfig } from '@opbx/contract/call-flow/node-types'
import type { OutboundPermit } from '@opbx/contract/call-flow/outbound'
import { inSeconds, listed, type Story } from './because.ts'
import { firstTrunk, permission } from './because-outside.ts'
import type { DialResult } from './types.ts'

type HuntStrategy = NodeConfig<'ring_group'>['strategy']

/** Why a member of a group is not rung, or an extension not reached. */
export type NotRinging =
  | { kind: 'deleted' }
  | { kind: 'switched_off' }
  | { kind: 'no_extension' }
  | { kind: 'no_device' }
  | { kind: 'unconfirmed'; devices: readonly string[] }
  | { kind: 'calling' }
  | { kind: 'busy' }
  | { kind: 'do_not_disturb' }
  /** A number outside that no route or the fraud guard permits; told before. */
  | { kind: 'refused' }

/** "one of Ada and Grace" begins a sentence as "One of …". A name stays as it is written. */
const startOfSentence = (name: string): string => name.replace(/^one of /, 'One of ')

export const ringingStories = {
  ringsExtension: (who: Ringing): Story => ({
    happened: `Rang ${who.name} for up to ${inSeconds(who.seconds)}`,
    because: `Because ${readyDevices(who)}.`,
  }),
  unreachable: (name: string, reason: NotRinging, ownBox: boolean): Story => ({
    happened: `${name} could not be rung`,
    because: `Because ${notRinging(name, reason)}${ownBoxPart('unreachable', ownBox)}.`,
  }),
  atLimit: ({ name, config }: NodeOf<'extension'>, ownBox: boolean): Story => ({
    happened: `${name} was not rung`,
    because: `Because ${callsPart(name, config.concurrentCalls)}${ownBoxPart('busy', ownBox)}.`,
  }),
  tooManyCalls: ({ name, config }: NodeOf<'extension'>): Story => ({
    happened: 'Refused the call in words',
    because: `Because ${callsPart(name, config.concurrentCalls)}.`,
  }),
  result: (name: string, exit: DialResult, how: { seconds: number; ownBox: boolean }): Story => ({
    happened: resultHappened(startOfSentence(name), exit),
    because: `Because ${resultPart(name, exit, how.seconds)}${ownBoxPart(exit, how.ownBox)}.`,
  }),
  ringsAll: (group: GroupRinging): Story => ({
    happened: `Rang ${listed(group.names)} for up to ${inSeconds(group.seconds)}${roundPart(group)}`,
    because: `Because ${group.group} rings all its members at once.${leftOutPart(group.leftOut)}`,
  }),
  ringsMember: (group: GroupRinging, strategy: HuntStrategy, place: Place): Story => ({
    happened: `Rang ${listed(group.names)} for up to ${inSeconds(group.seconds)}${roundPart(group)}`,
    because: `Because ${group.group} rings its members one after the other, ${orderWords[strategy]}, and ${listed(
      group.names,
    )} is number ${place.number} of ${place.of}.${leftOutPart(group.leftOut)}`,
  }),
  ringsOutsideMember: (
    group: GroupRinging,
    { permit, strategy, place }: { permit: OutboundPermit; strategy: HuntStrategy; place: Place },
  ): Story => {
    const [number = ''] = group.names
    const order =
      strategy === 'simultaneous'
        ? 'rings outside numbers one after the other, behind its extensions'
        : `rings its members one after the other, ${orderWords[strategy]}`
    return {
      happened: `Rang ${number} for up to ${inSeconds(group.seconds)}${firstTrunk(number, permit)}${roundPart(group)}`,
      because: `Because ${group.group} ${order}, ${number} is number ${place.number} of ${place.of}, and ${permission(
        permit,
      )}.${leftOutPart(group.leftOut)}`,
    }
  },
  groupGivesUp: (group: string, tried: number, rounds: number): Story => ({
    happened: 'Nobody answered',
    because: `Because ${tried === 1 ? 'the only member' : `none of the ${tried} members`} of ${group} ${
      tried === 1 ? 'did not answer' : 'answered'
    } in ${rounds === 1 ? 'one round' : `${rounds} rounds`}.`,
  }),
  nobodyToRing: (group: string, leftOut: readonly LeftOut[]): Story => ({
    happened: 'Nobody could be rung',
    because: `Because no member of ${group} can be rung: ${leftOutNames(leftOut)}.`,
  }),
} as const

export interface Ringing {
  name: string
  seconds: number
  ready: readonly string[]
  waiting: readonly string[]
}
export interface GroupRinging {
  group: string
  names: readonly string[]
  seconds: number
  round: number
  rounds: number
  leftOut: readonly LeftOut[]
}
export interface LeftOut {
  name: string
  reason: NotRinging
}
export interface Place {
  number: number
  of: number
}

const orderWords: Readonly<Record<HuntStrategy, string>> = {
  simultaneous: 'all at once',
  sequential: 'in their listed order',
  round_robin: 'with each call beginning one further',
  random: 'in an order drawn for this call',
  least_recent: 'the one who has not answered for longest first',
}

function callsPart(name: string, most: number | null): string {
  return `${name} has ${most === 1 ? 'a call' : `${most} calls`} going on, and that is the most at once`
}

function readyDevices(who: Ringing): string {
  const ready =
    who.ready.length === 1
      ? `the device ${who.ready[0]} of ${who.name} is ready at the platform`
      : `the devices ${listed(who.ready)} of ${who.name} are ready at the platform`
  return who.waiting.length === 0 ? ready : `${ready}; not ready yet: ${listed(who.waiting)}`
}

function notRinging(name: string, reason: NotRinging): string {
  switch (reason.kind) {
    case 'deleted':
      return `${name} does not exist any more`
    case 'switched_off':
      return `${name} is switched off`
    case 'no_extension':
      return `${name} is no extension`
    case 'no_device':
      return `${name} has no device`
    case 'unconfirmed':
      return reason.devices.length === 1
        ? `the platform has not confirmed the device ${reason.devices[0]} of ${name} yet`
        : `the platform has confirmed none of the ${reason.devices.length} devices of ${name} yet`
    case 'calling':
      return `${name} is the caller`
    case 'busy':
      return `${name} is in another call`
    case 'do_not_disturb':
      return `${name} has do-not-disturb on`
    case 'refused':
      return `${name} may not be called`
  }
}

function resultHappened(name: string, result: DialResult): string {
  switch (result) {
    case 'answered':
      return `${name} answered`
    case 'no_answer':
      return `${name} did not answer`
    case 'busy':
      return `${name} was busy`
    case 'unreachable':
      return `${name} could not be reached`
    case 'canceled':
      return 'The caller hung up'
  }
}

function resultPart(name: string, result: DialResult, seconds: number): string {
  switch (result) {
    case 'answered':
      return `${name} picked up, so nobody else is rung and the call ends with that conversation`
    case 'no_answer':
      return `the phone of ${name} rang ${inSeconds(seconds)} and nobody picked up`
    case 'busy':
      return `the line of ${name} was busy`
    case 'unreachable':
      return `the platform could not reach the phone of ${name}`
    case 'canceled':
      return `the caller hung up while the phone of ${name} rang`
  }
}

function ownBoxPart(exit: string, ownBox: boolean): string {
  return ownBox
    ? `, and with nothing connected to exit ${exit} the person's own voicemail answers`
    : ''
}

function roundPart(group: GroupRinging): string {
  return group.rounds === 1 ? '' : `, round ${group.round} of ${group.rounds}`
}

function leftOutPart(leftOut: readonly LeftOut[]): string {
  return leftOut.length === 0 ? '' : ` Left out: ${leftOutNames(leftOut)}.`
}

export function leftOutNames(leftOut: readonly LeftOut[]): string {
  return listed(leftOut.map((member) => notRinging(member.name, member.reason)))
}
