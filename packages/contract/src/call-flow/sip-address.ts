import { z } from 'zod'
import { e164Schema } from '../number-schemas.ts'
import { isInNetworks, readAddress, specialNetworks } from './ip-address.ts'
import { insideName } from './web-address.ts'

/** A SIP address as the platform's noun `Sip` takes it (protocol 3.3). */
interface SipAddress {
  user: string
  /** A domain or an IPv4 address, in small letters. */
  host: string
}

/** Whether a destination outside is a SIP address and no number. */
export function isSipAddress(destination: string): boolean {
  return destination.startsWith('sip:')
}

const form =
  /^sip:([A-Za-z0-9+*._-]{1,64})@([A-Za-z0-9.-]{1,253})(?::(\d{1,5}))?(?:;transport=(?:udp|tcp|tls))?$/

/** User and host of a SIP address; null: it is none that can be called. */
export function readSipAddress(text: string): SipAddress | null {
  const [, user, host, port] = form.exec(text) ?? []
  if (user === undefined || host === undefined || whyHostIsWrong(host) !== null) return null
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return null
  return { user, host }
}

const domainName = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/
const dottedAddress = /^\d{1,3}(?:\.\d{1,3}){3}$/

/** Only hosts of the public internet: an address of the inside would let callers reach what is behind the platform. */
function whyHostIsWrong(host: string): 'form' | 'private' | null {
  if (insideName.test(host)) return 'private'
  if (domainName.test(host)) return null
  const address = dottedAddress.test(host) ? readAddress(host) : null
  if (address === null) return 'form'
  return isInNetworks(address, specialNetworks) ? 'private' : null
}

const privateHost =
  'Use a host on the public internet: private networks and local names cannot be called.'

/** The domain of SIP addresses, or an IPv4 address, in small letters. */
export const sipDomainSchema = z
  .string()
  .trim()
  .toLowerCase()
  .superRefine((host, check) => {
    const wrong = whyHostIsWrong(host)
    if (wrong === null) return
    const message = wrong === 'private' ? privateHost : 'Write a domain such as pbx.acme.example.'
    check.addIssue({ code: 'custom', message })
  })

/** Where a call outside may lead: a number in E.164, or a SIP address. */
export const outsideAddressSchema = z
  .string()
  .trim()
  .max(200, 'Use 200 characters at most.')
  .overwrite((text) => (/^sips?:/i.test(text) ? normalSip(text) : (e164Of(text) ?? text)))
  .superRefine((text, check) => {
    const message = /^sips?:/.test(text) ? whySipIsWrong(text) : whyNumberIsWrong(text)
    if (message !== null) check.addIssue({ code: 'custom', message })
  })

/** Scheme, host and transport have no case; the user has. */
function normalSip(text: string): string {
  const at = text.indexOf('@')
  if (at < 0) return text.replace(/^sips?:/i, (scheme) => scheme.toLowerCase())
  const user = text.slice(text.indexOf(':') + 1, at)
  return `${text.slice(0, text.indexOf(':')).toLowerCase()}:${user}${text.slice(at).toLowerCase()}`
}

function whySipIsWrong(text: string): string | null {
  if (readSipAddress(text) !== null) return null
  const host = /@([^:;]+)/.exec(text)?.[1] ?? ''
  return whyHostIsWrong(host) === 'private'
    ? privateHost
    : 'Write the address like sip:sales@pbx.acme.example, perhaps with :port and ;transport=udp, tcp or tls.'
}

function whyNumberIsWrong(text: string): string | null {
  if (e164Of(text) !== undefined) return null
  return 'Write the number with + and country code, such as +12025550100, or an address such as sip:sales@pbx.acme.example.'
}

function e164Of(text: string): string | undefined {
  return e164Schema.safeParse(text).data
}
