import type { LiveExtension } from '../call-flow/rules.ts'

/** A device as the platform should know it. */
export interface WantedSubscriber {
  deviceId: string
  nodeId: string
  ordinal: number
  msisdn: string
  active: boolean
}

interface KnownDevice {
  deviceId: string
  nodeId: string
  ordinal: number
}

/** Name at the platform: the extension number for the first device, `1001-2` for the second. */
function msisdnOf(number: string, ordinal: number): string {
  return ordinal === 1 ? number : `${number}-${ordinal}`
}

/**
 * A subscriber exists while the live revision or the draft has its device. What is live decides number and
 * activity, so renumbering and disabling take effect at Apply. A draft whose number a live device still has
 * waits for Apply too.
 */
export function wantedSubscribers(
  flow: { live: readonly LiveExtension[]; draft: readonly LiveExtension[] },
  known: readonly KnownDevice[],
): WantedSubscriber[] {
  const ordinals = ordinalsOf(known)
  const wanted = new Map<string, WantedSubscriber>()
  const names = new Set<string>()
  for (const extension of [...flow.live, ...flow.draft]) {
    if (extension.number === '') continue
    for (const device of extension.devices) {
      if (wanted.has(device.id)) continue
      const ordinal = ordinals.of(extension.node, device.id)
      const msisdn = msisdnOf(extension.number, ordinal)
      if (names.has(msisdn)) continue
      names.add(msisdn)
      wanted.set(device.id, {
        deviceId: device.id,
        nodeId: extension.node,
        ordinal,
        msisdn,
        active: extension.enabled,
      })
    }
  }
  return [...wanted.values()]
}

/** Kept for life; a new device gets the lowest that is free at its extension. */
function ordinalsOf(known: readonly KnownDevice[]) {
  const byDevice = new Map(known.map((device) => [device.deviceId, device.ordinal]))
  const taken = new Map<string, Set<number>>()
  const takenAt = (node: string): Set<number> => {
    const found = taken.get(node) ?? new Set<number>()
    taken.set(node, found)
    return found
  }
  for (const device of known) takenAt(device.nodeId).add(device.ordinal)
  return {
    of(node: string, deviceId: string): number {
      const kept = byDevice.get(deviceId)
      if (kept !== undefined) return kept
      const here = takenAt(node)
      let ordinal = 1
      while (here.has(ordinal)) ordinal += 1
      here.add(ordinal)
      byDevice.set(deviceId, ordinal)
      return ordinal
    },
  }
}

/** What is stored of a subscriber and matters for what to do next. */
export interface SubscriberState {
  deviceId: string
  wantedMsisdn: string
  wantedActive: boolean
  msisdn: string | null
  active: boolean | null
  platformId: string | null
}

interface Removal {
  platformId: string
  msisdn: string
}

/** The next request to the platform, or a name that has to be given up first (`free`, no request). */
export type SyncWork<S, R> =
  | { kind: 'remove'; removal: R }
  | { kind: 'create'; subscriber: S }
  | { kind: 'update'; subscriber: S }
  | { kind: 'settled'; subscriber: S }
  | { kind: 'free'; subscriber: S }

/**
 * New names are made before old ones go, so that a phone rings under one of them; but a name that is still
 * taken is freed first. Two devices that change names with each other: one of them gives its name up.
 */
export function nextWork<S extends SubscriberState, R extends Removal>(
  waiting: readonly S[],
  removals: readonly R[],
  holders: readonly S[],
): SyncWork<S, R> | null {
  const wantedNames = new Set(waiting.map((subscriber) => subscriber.wantedMsisdn))
  const inTheWay = removals.find((removal) => wantedNames.has(removal.msisdn))
  if (inTheWay !== undefined) return { kind: 'remove', removal: inTheWay }
  const holderOf = (subscriber: S) =>
    holders.find(
      (other) => other.deviceId !== subscriber.deviceId && other.msisdn === subscriber.wantedMsisdn,
    )
  const free = waiting.find((subscriber) => holderOf(subscriber) === undefined)
  if (free !== undefined) return { kind: requestFor(free), subscriber: free }
  const [blocked] = waiting
  const holder = blocked && holderOf(blocked)
  if (holder !== undefined) return { kind: 'free', subscriber: holder }
  const [removal] = removals
  return removal === undefined ? null : { kind: 'remove', removal }
}

function requestFor(subscriber: SubscriberState): 'create' | 'update' | 'settled' {
  if (subscriber.platformId === null || subscriber.msisdn !== subscriber.wantedMsisdn) {
    return 'create'
  }
  return subscriber.active === subscriber.wantedActive ? 'settled' : 'update'
}

export function isSettled(subscriber: SubscriberState): boolean {
  return requestFor(subscriber) === 'settled'
}

// 10 requests in 10 s, and one request for almost every device.
const secondsPerRequest = 1

export function etaSeconds(waiting: number): number {
  return waiting * secondsPerRequest
}

/** Pause before the next try while the platform is in trouble: 5 s, doubling, 5 minutes at most. */
export function retrySeconds(attempts: number): number {
  return Math.min(300, 5 * 2 ** Math.min(attempts, 10))
}
