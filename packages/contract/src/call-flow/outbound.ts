import { getCountries, getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js'
import { callingCodeOf, countryOf } from '../e164.ts'
import type { FlowOutboundRoute } from './flow.ts'
import { isSipAddress, readSipAddress } from './sip-address.ts'

/** Whether a number may be called, by which route, and what decided. */
export type OutboundDecision = OutboundPermit | OutboundRefusal

export interface OutboundPermit {
  kind: 'permitted'
  route: FlowOutboundRoute
  /** What of the route matched: a prefix such as `+1202`, a country such as `US`, or the domain of a SIP address. */
  matched: { kind: 'prefix' | 'country' | 'sip_domain'; value: string }
  /** Null: a number of no country, such as a satellite's, or a SIP address. */
  country: string | null
}
export type OutboundRefusal =
  | { kind: 'refused'; reason: 'no_route'; country: string | null }
  /** The route that the number belongs to does not permit it to this caller, or not now. */
  | {
      kind: 'refused'
      reason: 'class' | 'closed'
      country: string | null
      route: FlowOutboundRoute
    }

/** Who calls outside, and when. */
export interface OutboundCaller {
  /** The permission class of the extension; null: no person calls but the call flow itself. */
  permissionClass: string | null
  /** The access digits that were dialed; null: nothing was dialed. */
  accessDigits: string | null
  /** Whether these business hours are open now. */
  isOpen(hours: string): boolean
}

/**
 * The one check of everything that leaves the building. The longest matching prefix wins, equal ones by
 * position; a country counts as its calling code, and only in a route that names no prefix. A route for some
 * numbers also decides who may call them and when: a broader one does not permit what it refuses. Without a
 * match the call is refused. A SIP address is permitted by its domain only.
 */
export function findOutboundRoute(
  { routes, homeCountry }: { routes: readonly FlowOutboundRoute[]; homeCountry: string },
  destination: string,
  caller: OutboundCaller,
): OutboundDecision {
  const index = routeIndex(routes)
  if (isSipAddress(destination)) {
    const claims = index.bySipDomain.get(readSipAddress(destination)?.host ?? '') ?? []
    return decideAmong(claims, null, caller) ?? noRoute(null)
  }
  const country = rememberedCountry(destination, homeCountry)
  for (let length = Math.min(destination.length, index.longest); length >= 2; length -= 1) {
    const claims = index.byPrefix.get(destination.slice(0, length)) ?? []
    const meant = claims.filter((claim) => isMeant(claim, country, caller))
    const decision = decideAmong(meant, country, caller)
    if (decision !== null) return decision
  }
  return noRoute(country)
}

/** What the routes of one prefix or domain decide together; null: there is none. */
function decideAmong(
  claims: readonly Claim[],
  country: string | null,
  caller: OutboundCaller,
): OutboundDecision | null {
  const [first] = claims
  if (first === undefined) return null
  const found = claims.find(({ route }) => refusalOf(route, caller) === null)
  if (found) return { kind: 'permitted', route: found.route, matched: found.matched, country }
  const reason = refusalOf(first.route, caller) ?? 'class'
  return { kind: 'refused', reason, country, route: first.route }
}

function noRoute(country: string | null): OutboundRefusal {
  return { kind: 'refused', reason: 'no_route', country }
}

/** What is dialed at the trunks of a route. A SIP address leaves by no trunk and stays as it is. */
export function numberForTrunks(route: FlowOutboundRoute, destination: string): string {
  if (isSipAddress(destination)) return destination
  if (route.strip === 0 && route.prepend === '') return destination
  return route.prepend + destination.slice(1 + route.strip)
}

interface Claim {
  route: FlowOutboundRoute
  matched: OutboundPermit['matched']
}
interface RouteIndex {
  byPrefix: Map<string, Claim[]>
  bySipDomain: Map<string, Claim[]>
  longest: number
}

function isMeant(
  { route, matched }: Claim,
  country: string | null,
  caller: OutboundCaller,
): boolean {
  if (caller.accessDigits !== null && caller.accessDigits !== route.accessDigits) return false
  return matched.kind === 'prefix' || matched.value === country
}

function refusalOf(
  { permissionClasses, hours }: FlowOutboundRoute,
  { permissionClass, isOpen }: OutboundCaller,
): 'class' | 'closed' | null {
  const hasClass = permissionClass === null || permissionClasses.includes(permissionClass)
  if (permissionClasses.length > 0 && !hasClass) return 'class'
  return hours === null || isOpen(hours) ? null : 'closed'
}

// Calls ask many times and the flow of a revision never changes.
const indexes = new WeakMap<readonly FlowOutboundRoute[], RouteIndex>()

function routeIndex(routes: readonly FlowOutboundRoute[]): RouteIndex {
  const known = indexes.get(routes)
  if (known) return known
  const index: RouteIndex = { byPrefix: new Map(), bySipDomain: new Map(), longest: 0 }
  const inOrder = routes.filter((route) => route.enabled).sort((a, b) => a.position - b.position)
  for (const route of inOrder) addRoute(index, route)
  indexes.set(routes, index)
  return index
}

function addRoute(index: RouteIndex, route: FlowOutboundRoute) {
  for (const value of route.sipDomains) {
    addClaim(index.bySipDomain, value, { route, matched: { kind: 'sip_domain', value } })
  }
  for (const value of route.prefixes) {
    addPrefix(index, value, { route, matched: { kind: 'prefix', value } })
  }
  if (route.prefixes.length > 0) return
  for (const value of route.countries) {
    addPrefix(index, callingCodeOf(value), { route, matched: { kind: 'country', value } })
  }
}

function addPrefix(index: RouteIndex, prefix: string, claim: Claim) {
  addClaim(index.byPrefix, prefix, claim)
  index.longest = Math.max(index.longest, prefix.length)
}

function addClaim(known: Map<string, Claim[]>, key: string, claim: Claim) {
  const claims = known.get(key)
  if (claims) claims.push(claim)
  else known.set(key, [claim])
}

const countries = new Map<string, string | null>()
const mostCountries = 10_000

/** Telling a number's country is slow, and the same numbers are called again and again. */
function rememberedCountry(e164: string, homeCountry: string): string | null {
  const key = `${homeCountry}${e164}`
  const known = countries.get(key)
  if (known !== undefined) return known
  const country = countryOfNumber(e164, homeCountry)
  if (countries.size >= mostCountries) countries.clear()
  countries.set(key, country)
  return country
}

// Most calling codes belong to one country, and reading a number costs far more than comparing its beginning.
function countryOfNumber(e164: string, homeCountry: string): string | null {
  if (!isSupportedCountry(homeCountry)) return countryOf(e164)
  const callingCode = getCountryCallingCode(homeCountry)
  if (!e164.startsWith(`+${callingCode}`)) return countryOf(e164)
  return sharedCallingCodes().has(callingCode) ? countryOf(e164) : homeCountry
}

let shared: ReadonlySet<string> | undefined

function sharedCallingCodes(): ReadonlySet<string> {
  if (shared) return shared
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const country of getCountries()) {
    const callingCode = getCountryCallingCode(country)
    if (seen.has(callingCode)) twice.add(callingCode)
    seen.add(callingCode)
  }
  shared = twice
  return shared
}
