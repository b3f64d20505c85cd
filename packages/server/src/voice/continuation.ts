import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import type { Secrets } from '../db/secrets.ts'
import type { Continuation } from '../engine/continuation.ts'

/** Whose continuation it is: it is good for this call only. */
interface Owner {
  organizationId: string
  session: string
}

/** The key of the revision that the call stays on: `17`, or `d-<hash>` of a frozen draft. */
type Opened =
  | { kind: 'opened'; at: Continuation; revision: string }
  | { kind: 'refused'; why: 'malformed' | 'changed' | 'foreign' | 'too_old' }

/** Signs what a call goes on with, and opens it again. Nothing is stored: any process can open it. */
export interface Continuations {
  seal(owner: Owner, revision: string, at: Continuation, now: Date): string
  open(owner: Owner, token: string, now: Date): Opened
}

/** Longer ones could not be a path parameter. */
const longestToken = 1_500

const version = '2'
const goodForMilliseconds = 86_400_000

/** Short: the payload is part of a URL. `t` is real time, all times inside `at` may be virtual. */
interface Payload {
  o: string
  s: string
  r: string
  t: number
  at: Packed
}

/** A continuation without the names of its fields. */
type Packed = readonly [
  node: string,
  step: number,
  via: 0 | 1 | 2,
  sentAt: string,
  connected: 0 | 1,
  state: Continuation['state'],
  visited: string,
  forwarded: string,
  pinTries: number,
  carried: readonly [string | null, string[], Record<string, string>] | null,
]

/** Form: `<version>.<key id>.<base64url JSON>.<mac>`. */
export function createContinuations(secrets: Secrets): Continuations {
  // As an object it is prepared once, not for each of the two signatures of an answer.
  const key = createSecretKey(secrets.derive('continuation'))
  const prefix = `${version}.${secrets.fingerprint.slice(0, 8)}`
  const macOf = (signed: string): Buffer => createHmac('sha256', key).update(signed).digest()

  return {
    seal(owner, revision, at, now) {
      const { organizationId: o, session: s } = owner
      const payload: Payload = { o, s, r: revision, t: now.getTime(), at: pack(at) }
      const signed = `${prefix}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}`
      const token = `${signed}.${macOf(signed).toString('base64url')}`
      if (token.length > longestToken)
        throw new Error(`A continuation of ${token.length} characters`)
      return token
    },
    open(owner, token, now) {
      const end = token.lastIndexOf('.')
      if (token.length > longestToken || !token.startsWith(`${prefix}.`) || end <= prefix.length) {
        return { kind: 'refused', why: 'malformed' }
      }
      const signed = token.slice(0, end)
      const expected = macOf(signed)
      // Compared as text: base64 that decodes to the right bytes may still have been changed.
      const given = Buffer.from(token.slice(end + 1))
      const right = Buffer.from(expected.toString('base64url'))
      if (given.length !== right.length || !timingSafeEqual(given, right)) {
        return { kind: 'refused', why: 'changed' }
      }
      const text = Buffer.from(signed.slice(prefix.length + 1), 'base64url').toString()
      const payload: Payload = JSON.parse(text)
      if (payload.o !== owner.organizationId || payload.s !== owner.session) {
        return { kind: 'refused', why: 'foreign' }
      }
      if (now.getTime() - payload.t > goodForMilliseconds)
        return { kind: 'refused', why: 'too_old' }
      return { kind: 'opened', at: unpack(payload.at), revision: payload.r }
    },
  }
}

function pack(at: Continuation): Packed {
  const { node, step, via, sentAt, connected, state, visited, forwarded, pinTries, carried } = at
  return [
    node,
    step,
    viaCode(via),
    sentAt,
    connected ? 1 : 0,
    state,
    // A mark and the recording step, behind all else: nothing is shorter, and a server of before reads on.
    textOf(visited) + (at.recording === undefined ? '' : recordingMark + textOf([at.recording])),
    textOf(forwarded ?? []),
    pinTries,
    carried && [carried.callerName, carried.tags, carried.variables],
  ]
}

/** No digit of a place. */
const recordingMark = '!'

const ways = ['action', 'fell_through', 'switched'] as const

function viaCode(via: Continuation['via']): 0 | 1 | 2 {
  if (via === 'action') return 0
  return via === 'fell_through' ? 1 : 2
}

function unpack(packed: Packed): Continuation {
  const [node, step, via, sentAt, connected, state, places, forwarded, pinTries, carried] = packed
  const [visited = '', recording] = places.split(recordingMark)
  return {
    node,
    step,
    via: ways[via],
    sentAt,
    connected: connected === 1,
    state,
    visited: placesIn(visited),
    ...(forwarded !== '' && { forwarded: placesIn(forwarded) }),
    pinTries,
    carried: carried && { callerName: carried[0], tags: carried[1], variables: carried[2] },
    ...(recording !== undefined && { recording: placeOf(recording) }),
  }
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Three characters of six bits for each place: good for 262,144 nodes. */
function textOf(places: readonly number[]): string {
  const bits = places.flatMap((place) => [place >> 12, place >> 6, place])
  return bits.map((six) => digits.charAt(six & 63)).join('')
}

function placesIn(text: string): number[] {
  return (text.match(/.{3}/g) ?? []).map(placeOf)
}

function placeOf(text: string): number {
  let place = 0
  for (const character of text) place = place * 64 + digits.indexOf(character)
  return place
}
