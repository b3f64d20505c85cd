import type { OutboundPermit, OutboundRefusal } from '@opbx/contract/call-flow/outbound'
import { isSipAddress } from '@opbx/contract/call-flow/sip-address'
import type { ReachedCap } from '@opbx/contract/fraud-guard'
import { inSeconds, type Story } from './because.ts'
import type { AllowanceRefusal } from './outside-allowance.ts'
import type { DialResult } from './types.ts'

/** Sentences about calls that leave the building. */
export const outsideStories = {
  rings: (
    { number, ringSeconds }: { number: string; ringSeconds: number },
    permit: OutboundPermit,
  ): Story => ({
    happened: `Rang ${number} for up to ${inSeconds(ringSeconds)}${firstTrunk(number, permit)}`,
    because: `Because ${permission(permit)}.`,
  }),
  ringsByNextTrunk: (
    { number, ringSeconds }: { number: string; ringSeconds: number },
    failed: string,
    trunk: string,
  ): Story => ({
    happened: `Rang ${number} for up to ${inSeconds(ringSeconds)}${trunkPart(trunk)}`,
    because: `Because trunk ${failed} could not reach it, and ${trunk} is the next trunk of the route.`,
  }),
  refused: (number: string, refusal: OutboundRefusal): Story => ({
    happened: `Refused to call ${number}`,
    because: `Because ${refusalPart(number, refusal)}.`,
  }),
  unknownPhone: (number: string): Story => ({
    happened: `Refused to call ${number}`,
    because: 'Because the phone that calls belongs to no extension that is switched on.',
  }),
  nothingDialed: (dialed: string): Story => ({
    happened: 'Refused the call in words',
    because: `Because ${dialed || 'what was dialed'} is neither an extension, nor a phone number of this organization, nor a number outside.`,
  }),
  emergency: (number: string, trunk: string | undefined): Story => ({
    happened: `Called the emergency services at ${number}${trunkPart(trunk)}`,
    because: `Because ${number} is an emergency number here: it needs no permission and waits for nothing.`,
  }),
  emergencyAgain: (number: string, trunk: string): Story => ({
    happened: `Called the emergency services at ${number} again`,
    because: `Because emergency trunk ${trunk} did not get through, so the platform chooses another way.`,
  }),
  emergencyInTrial: (number: string): Story => ({
    happened: 'Refused the call in words',
    because: `Because ${number} is an emergency number and this is a pretend call, which reaches nobody.`,
  }),
  result: (number: string, result: DialResult, seconds: number): Story => ({
    happened: outsideHappened[result],
    because: `Because ${outsideResult(number, result, seconds)}.`,
  }),
} as const

/** Sentences about calls that the fraud guard refused. */
export const guardStories = {
  refused: (number: string, refusal: AllowanceRefusal): Story => ({
    happened: `Refused to call ${number}`,
    because: `Because ${guardPart(number, refusal)}.`,
  }),
} as const

function guardPart(number: string, refusal: AllowanceRefusal): string {
  switch (refusal.is) {
    case 'capped':
      return capPart(refusal.reached)
    case 'high_risk':
      return `${number} is of a high risk (${refusal.destination}), and the fraud guard has no allowance for that`
    case 'stopped':
      return `the fraud guard stopped all calls to the outside when ${capPart(refusal.stop.reached)}; the owner can release them`
    case 'unknown':
      return `the database is away, so nobody can tell how much was called, and ${number} is not in your own country`
  }
}

/** The cap and its value, as part of a sentence. */
function capPart({ cap, who, outsideHours, most, used }: ReachedCap): string {
  const subject = who ?? 'the organization'
  const when = outsideHours ? ' outside business hours' : ''
  const done = {
    callsPerHour: `made ${used} outside ${used === 1 ? 'call' : 'calls'}${when} within an hour`,
    minutesPerDay: `talked ${used} ${used === 1 ? 'minute' : 'minutes'} with the outside${when} today`,
    concurrent: `${used} outside ${used === 1 ? 'call' : 'calls'}${when} going on`,
  }[cap]
  return `${subject} has ${done}, and ${most} is the most`
}

/** The first trunk of a call, as the end of a sentence. */
export function firstTrunk(number: string, { route }: OutboundPermit): string {
  return trunkPart(isSipAddress(number) ? undefined : route.trunks[0])
}

function trunkPart(trunk: string | undefined): string {
  return trunk === undefined ? '' : ` over trunk ${trunk}`
}

const permitted = {
  prefix: 'numbers that begin with',
  country: 'numbers in',
  sip_domain: 'SIP addresses at',
} as const

/** Why a route permits a number, as part of a sentence. */
export function permission({ route, matched }: OutboundPermit): string {
  return `outbound route ${route.name} permits ${permitted[matched.kind]} ${matched.value}`
}

function refusalPart(number: string, refusal: OutboundRefusal): string {
  switch (refusal.reason) {
    case 'no_route':
      return `no outbound route permits ${number}`
    case 'class':
      return `outbound route ${refusal.route.name} is for the ${
        refusal.route.permissionClasses.length === 1 ? 'class' : 'classes'
      } ${refusal.route.permissionClasses.join(', ')}, and the caller has another one`
    case 'closed':
      return `outbound route ${refusal.route.name} is not open at this time`
  }
}

const outsideHappened: Readonly<Record<DialResult, string>> = {
  answered: 'The outside number answered',
  no_answer: 'Nobody answered',
  busy: 'The line was busy',
  unreachable: 'The number could not be reached',
  canceled: 'The caller hung up',
}

function outsideResult(number: string, result: DialResult, seconds: number): string {
  switch (result) {
    case 'answered':
      return `${number} picked up, so the call ends with that conversation`
    case 'no_answer':
      return `${number} rang ${inSeconds(seconds)} and nobody picked up`
    case 'busy':
      return `the line of ${number} was busy`
    case 'unreachable':
      return `the platform could not reach ${number}`
    case 'canceled':
      return `the caller hung up while ${number} rang`
  }
}
