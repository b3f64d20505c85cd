import type { FlowTestScript } from '@opbx/contract/call-flow/flow-tests'
import { isSipAddress } from '@opbx/contract/call-flow/sip-address'
import { epochMillisecondsOfLocal } from '@opbx/contract/call-flow/zone-time'
import { type ParsedNumber, parseNumber } from '@opbx/contract/e164'
import type { CompiledFlow } from './compile-flow.ts'
import type { CallInfo, Facts } from './types.ts'

/** Who takes part in pretended calls through one flow: its phones, callers and clocks. */
export interface Cast {
  callOf(test: FlowTestScript): CallInfo
  /** All but the time and the answers of the outside. */
  factsOf(test: FlowTestScript): Facts
  /** When the call begins, in epoch milliseconds. */
  beginsAt(test: FlowTestScript): number
  /** The extension number of a subscriber, or null. */
  extensionOf(subscriber: string): string | null
  /** A number in the form in which calls name it. */
  normal(number: string): string
}

export function createCast(compiled: CompiledFlow): Cast {
  const { organization } = compiled.flow
  const ready = readySubscribers(compiled)
  const extensions = new Map([...ready].map(([, phone]) => [phone.subscriber, phone.extension]))
  const subscribers = Object.fromEntries([...ready].map(([id, phone]) => [id, phone.subscriber]))
  // Reading a number costs more than a decision, and the tests of a flow name the same few.
  const numbers = new Map<string, ParsedNumber>()
  const parse = (text: string): ParsedNumber => {
    const known = numbers.get(text)
    if (known !== undefined) return known
    const parsed = parseNumber(text, organization.country)
    numbers.set(text, parsed)
    return parsed
  }

  return {
    beginsAt: ({ at }) => epochMillisecondsOfLocal(organization.timeZone, at),
    extensionOf: (subscriber) => extensions.get(subscriber) ?? null,
    normal: (number) => (isSipAddress(number) ? number : parse(number).number),
    callOf: ({ origin, from, to }) => {
      const phone = origin === 'phone' ? compiled.byExtension.get(from) : undefined
      const called = parse(to)
      return {
        session: 'flow-test',
        direction: directionOf(compiled, origin, called),
        origin,
        from: parse(from),
        to: called,
        dialed: to.replace(/[\s().\-/]/g, ''),
        callerName: null,
        callerNode: phone?.id ?? null,
        // As a real call: it goes the way that real ones go, and nothing here reaches anybody.
        isTrial: false,
      }
    },
    factsOf: ({ facts }) => ({
      now: '',
      seed: facts.seed,
      subscribers: facts.notReady.length === 0 ? subscribers : without(subscribers, facts.notReady),
      personal: facts.personal,
      hours: handSet(facts.hours ?? {}),
      blockListEntry: facts.blocked ? { note: '' } : null,
      fraudGuard: { hours: null, allowed: [], stopped: null },
      connectedSinceDial: false,
      answers: {},
    }),
  }
}

function handSet(hours: Readonly<Record<string, 'open' | 'closed'>>): Facts['hours'] {
  return Object.fromEntries(
    Object.entries(hours).map(([node, state]) => [
      node,
      { state, until: null, by: 'the flow test' },
    ]),
  )
}

interface Phone {
  subscriber: string
  extension: string
}

/** All devices, under the names that the platform usually gives: `1001`, then `1001-2`. */
export function readySubscribers({ flow }: CompiledFlow): Map<string, Phone> {
  const phones = flow.nodes.flatMap((node) => {
    if (node.type !== 'extension') return []
    const extension = node.extension ?? ''
    return node.config.devices.map(({ id }, index): [string, Phone] => [
      id ?? '',
      { extension, subscriber: index === 0 ? extension : `${extension}-${index + 1}` },
    ])
  })
  return new Map(phones)
}

function without(
  subscribers: Readonly<Record<string, string>>,
  devices: readonly string[],
): Record<string, string> {
  const left = { ...subscribers }
  for (const device of devices) delete left[device]
  return left
}

function directionOf(
  compiled: CompiledFlow,
  origin: FlowTestScript['origin'],
  to: ParsedNumber,
): CallInfo['direction'] {
  if (origin === 'trunk') return 'inbound'
  const isInside = to.kind === 'extension' || compiled.byPhoneNumber.has(to.number)
  return isInside ? 'internal' : 'outbound'
}
