import { randomBytes, randomInt } from 'node:crypto'

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Prefixes of all ids but those of nodes, which stand in the contract's registry of node types. */
export const idPrefixes = {
  organization: 'org',
  user: 'usr',
  signIn: 'sgn',
  invitation: 'inv',
  apiKey: 'key',
  auditEntry: 'aud',
  phoneNumber: 'pn',
  outboundRoute: 'obr',
  flowTest: 'ft',
  prompt: 'pr',
  blockListEntry: 'blk',
  device: 'dev',
  call: 'call',
  nodeSecret: 'sec',
  webhookDelivery: 'whd',
  callEvent: 'evt',
  voicemailMessage: 'msg',
  callRecording: 'cr',
  pairing: 'pair',
  job: 'job',
  request: 'req',
} as const

/**
 * An opaque, time-ordered id such as `call_01K9…` in Crockford's base 32: 48 bits of milliseconds, 20 bits
 * that count the ids of this process in one millisecond, 60 random bits.
 */
export function newId(prefix: string, now: Date): string {
  const milliseconds = now.getTime()
  count = milliseconds === lastMilliseconds ? count + 1 : 0
  lastMilliseconds = milliseconds
  let random = ''
  for (let index = 0; index < 12; index++) random += alphabet.charAt(randomByte() & 31)
  return `${prefix}_${inBase32(milliseconds, 10)}${inBase32(count, 4)}${random}`
}

let lastMilliseconds = 0
let count = 0

function inBase32(value: number, length: number): string {
  let text = ''
  let rest = value
  for (let index = 0; index < length; index++) {
    text = alphabet.charAt(rest % 32) + text
    rest = Math.floor(rest / 32)
  }
  return text
}

/** A call's id for outside systems that take digits only: 13 of milliseconds and 7 random ones. */
export function newUniqueCallId(now: Date): string {
  return `${now.getTime()}${String(randomInt(10_000_000)).padStart(7, '0')}`
}

let pool = Buffer.alloc(0)
let taken = 0

// Every request has an id: asking for a few random bytes each time costs more than all the rest.
function randomByte(): number {
  if (taken === pool.length) {
    pool = randomBytes(4096)
    taken = 0
  }
  const byte = pool[taken] ?? 0
  taken += 1
  return byte
}
