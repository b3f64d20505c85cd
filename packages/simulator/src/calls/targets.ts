import type { Element } from '../cxml/parse.ts'
import type { Domain, Subscriber } from '../state.ts'

/** Where one noun of a Dial leads. */
export type Target =
  | { kind: 'subscriber'; label: string; subscriber: Subscriber }
  | { kind: 'trunk'; label: string }
  | { kind: 'nowhere'; label: string; why: string }

/** The targets of a Dial, by the platform's order: trunks named, unknown to the border, subscriber. */
export function targetsOf(domain: Domain, dial: Element): Target[] {
  const nouns =
    dial.children.length > 0 ? dial.children : [{ ...dial, name: nounOf(dial.text.trim()) }]
  return nouns.map((noun) => {
    const text = noun.text.trim()
    return noun.name === 'Sip' ? sipTarget(domain, dial, text) : numberTarget(domain, dial, text)
  })
}

function nounOf(text: string): 'Sip' | 'Number' {
  return /^sips?:/.test(text) || text.includes('@') ? 'Sip' : 'Number'
}

function numberTarget(domain: Domain, dial: Element, label: string): Target {
  const { trunks } = dial.attributes
  if (trunks !== undefined) return trunkTarget(domain, label, trunks)
  const subscriber = domain.subscribers.find(({ msisdn }) => msisdn === label)
  if (subscriber) return subscriberTarget(label, subscriber)
  if (domain.profile['redirect-unknown-to-border'] === false) {
    return { kind: 'nowhere', label, why: 'no such subscriber, and unknown numbers stay inside' }
  }
  return trunkTarget(domain, label, undefined)
}

function sipTarget(domain: Domain, dial: Element, label: string): Target {
  const address = /^(?:sips?:)?([^@;]+)@([^:;]+)/.exec(label)
  if (!address) return { kind: 'nowhere', label, why: 'no SIP address' }
  const [, user, host] = address
  const { trunks } = dial.attributes
  // A SIP address of elsewhere is called directly: it needs a trunk only where one is named.
  if (host !== domain.domain) {
    return trunks === undefined ? { kind: 'trunk', label } : trunkTarget(domain, label, trunks)
  }
  const subscriber = domain.subscribers.find(({ msisdn }) => msisdn === user)
  if (!subscriber) return { kind: 'nowhere', label, why: 'no such subscriber' }
  return subscriberTarget(user ?? label, subscriber)
}

function subscriberTarget(label: string, subscriber: Subscriber): Target {
  if (!subscriber.active) return { kind: 'nowhere', label, why: 'the subscriber is not active' }
  return { kind: 'subscriber', label, subscriber }
}

function trunkTarget(domain: Domain, label: string, wanted: string | undefined): Target {
  const usable = domain.trunks.filter((trunk) => trunk.direction === 'outbound' && trunk.active)
  const names = wanted?.split(',').map((name) => name.trim())
  const found = names
    ? usable.some((trunk) => names.includes(trunk.name) || names.includes(String(trunk.id)))
    : usable.length > 0
  if (found) return { kind: 'trunk', label }
  return {
    kind: 'nowhere',
    label,
    why: names ? `no outbound trunk ${wanted}` : 'no outbound trunk',
  }
}
