import type { FlowNode, NodeOf } from '@opbx/contract/call-flow/flow'
import type { Dial } from '../cxml/verbs.ts'
import type { LeftOut, NotRinging } from './because-ringing.ts'
import { presentCallerName, shownCallerName } from './caller-name.ts'
import { personalOf, subscriberOf, type Walk, type WithoutNext } from './walk.ts'

/** 12 hours: no conversation lasts longer, and a forgotten one ends. */
export const dialTimeLimitSeconds = 43_200

/** Devices of an extension: those that can ring, by their name at the platform, and those that cannot yet. */
export interface Devices {
  subscribers: string[]
  ready: string[]
  waiting: string[]
}

/**
 * Only devices that the platform confirmed are rung: a number that it does not know as a subscriber goes
 * out over a trunk, as a paid call (protocol 3.3).
 */
export function devicesOf(walk: Walk, node: NodeOf<'extension'>): Devices {
  const devices: Devices = { subscribers: [], ready: [], waiting: [] }
  for (const device of node.config.devices) {
    const subscriber = subscriberOf(walk, device.id)
    if (subscriber === null) {
      devices.waiting.push(device.name)
    } else {
      devices.subscribers.push(subscriber)
      devices.ready.push(device.name)
    }
  }
  return devices
}

/** Why no device rings. */
export function whyNoDevice(devices: Devices): NotRinging {
  return devices.waiting.length === 0
    ? { kind: 'no_device' }
    : { kind: 'unconfirmed', devices: devices.waiting }
}

/** Somebody of a group or a queue: rung with these devices, or left out for a reason. */
export type Ringable =
  | { kind: 'ready'; node: NodeOf<'extension'>; devices: Devices }
  | { kind: 'left_out'; leftOut: LeftOut }

/** `name`: what one is called who does not exist any more. */
export function ringable(walk: Walk, node: FlowNode | undefined, name: string): Ringable {
  const leave = (reason: NotRinging): Ringable => ({
    kind: 'left_out',
    leftOut: { name: node?.name ?? name, reason },
  })
  if (!node) return leave({ kind: 'deleted' })
  if (!node.enabled) return leave({ kind: 'switched_off' })
  if (node.type !== 'extension') return leave({ kind: 'no_extension' })
  if (node.id === walk.call.callerNode) return leave({ kind: 'calling' })
  if (personalOf(walk, node).doNotDisturb) return leave({ kind: 'do_not_disturb' })
  const devices = devicesOf(walk, node)
  if (devices.subscribers.length === 0) return leave(whyNoDevice(devices))
  return { kind: 'ready', node, devices }
}

/** Rings subscribers. The caller's extension number is shown, never the name of one of its devices. */
export function dialInside(
  walk: Walk,
  subscribers: string[],
  { ringSeconds, namePrefix = '' }: { ringSeconds: number; namePrefix?: string },
): WithoutNext<Dial> {
  return {
    kind: 'Dial',
    numbers: subscribers,
    ringSeconds,
    timeLimitSeconds: dialTimeLimitSeconds,
    callerId: callersExtension(walk),
    callerName:
      namePrefix === '' ? shownCallerName(walk) : `${namePrefix} ${presentCallerName(walk)}`,
    trunks: undefined,
  }
}

/** The extension number of the phone that calls, if a phone calls. */
function callersExtension(walk: Walk): string | undefined {
  const { callerNode } = walk.call
  if (callerNode === null) return undefined
  return walk.compiled.nodes.get(callerNode)?.extension ?? undefined
}
