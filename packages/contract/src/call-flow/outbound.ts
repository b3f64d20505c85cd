import { getCountries, getCountryCallingCode, isSupportedCountry } from 'libphonenumber-js'
import { callingCodeOf, countryOf } from '../e164.ts'
import type { FlowOutboundRoute } from './flow.ts'

/** Whether a number may be called, by which route, and what decided. */
export type OutboundDecision =
  | {
      kind: 'permitted'
      route: FlowOutboundRoute
      /** What of the route matched: a prefix such as `+1202`, or a country such as `US`. */
      matched: { kind: 'prefix' | 'country'; value: string }
    }
  | { kind: 'refused'; reason: 'other_country' | 'no_route'; country: string | null }

/**
 * Finds the outbound route of a number. The longest matching prefix wins, equal ones by position; a country
 * counts as its calling code, and only in a route that names no prefix. Without a match the call is refused,
 * and so is every number outside the organization's own country.
 */
export function findOutboundRoute(
  routes: readonly FlowOutboundRoute[],
  homeCountry: string,
  e164: string,
): OutboundDecision {
  const country = countryOfNumber(e164, homeCountry)
  if (country !== homeCountry) return { kind: 'refused', reason: 'other_country', country }
  const index = routeIndex(routes)
  for (let length = Math.min(e164.length, index.longest); length >= 2; length -= 1) {
    const found = index.byPrefix
      .get(e164.slice(0, length))
      ?.find((claim) => permits(claim, country))
    if (found) return { kind: 'permitted', route: found.route, matched: found.matched }
  }
  return { kind: 'refused', reason: 'no_route', country }
}

interface Claim {
  route: FlowOutboundRoute
  matched: { kind: 'prefix' | 'country'; value: string }
}
interface RouteIndex {
  byPrefix: Map<string, Claim[]>
  longest: number
}

function permits(claim: Claim, country: string): boolean {
  return claim.matched.kind === 'prefix' || claim.matched.value === country
}

const indexes = new WeakMap<readonly FlowOutboundRoute[], RouteIndex>()

function routeIndex(routes: readonly FlowOutboundRoute[]): RouteIndex {
  const known = indexes.get(routes)
  if (known) return known
  const index: RouteIndex = { byPrefix: new Map(), longest: 0 }
  const inOrder = routes.filter((route) => route.enabled).sort((a, b) => a.position - b.position)
  for (const route of inOrder) addRoute(index, route)
  indexes.set(routes, index)
  return index
}

function addRoute(index: RouteIndex, route: FlowOutboundRoute) {
  for (const value of route.prefixes) {
    addClaim(index, value, { route, matched: { kind: 'prefix', value } })
  }
  if (route.prefixes.length > 0) return
  for (const value of route.countries) {
    addClaim(index, callingCodeOf(value), { route, matched: { kind: 'country', value } })
  }
}

function addClaim(index: RouteIndex, prefix: string, claim: Claim) {
  const claims = index.byPrefix.get(prefix)
  if (claims) claims.push(claim)
  else index.byPrefix.set(prefix, [claim])
  index.longest = Math.max(index.longest, prefix.length)
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
