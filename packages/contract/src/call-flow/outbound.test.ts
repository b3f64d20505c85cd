import { describe, expect, test } from 'vitest'
import { makeOutboundRoute } from '../testing/flow-factories.ts'
import { findOutboundRoute, numberForTrunks, type OutboundCaller } from './outbound.ts'

describe('outbound routes', () => {
  test('without a route every number is refused', () => {
    expect(decide([], '+12025550190')).toEqual({
      kind: 'refused',
      reason: 'no_route',
      country: 'US',
    })
  })

  test('a country permits its numbers', () => {
    const route = makeOutboundRoute('Home', { countries: ['US'] })
    expect(decide([route], '+12025550190')).toEqual({
      kind: 'permitted',
      route,
      matched: { kind: 'country', value: 'US' },
      country: 'US',
    })
  })

  test('the longest matching prefix wins, whatever the order', () => {
    const routes = [
      makeOutboundRoute('Country', { countries: ['US'], position: 1 }),
      makeOutboundRoute('Short', { prefixes: ['+12'], position: 2 }),
      makeOutboundRoute('Long', { prefixes: ['+1202555'], position: 3 }),
      makeOutboundRoute('Other', { prefixes: ['+13'], position: 4 }),
    ]
    expect(routeOf(routes, '+12025550190')).toBe('Long')
    expect(routeOf(routes, '+12125550190')).toBe('Short')
    expect(routeOf(routes, '+13105550190')).toBe('Other')
    expect(routeOf(routes, '+17185550190')).toBe('Country')
  })

  test('equally long prefixes are decided by position, not by place in the list', () => {
    const second = makeOutboundRoute('Second', { prefixes: ['+1202'], position: 2 })
    const first = makeOutboundRoute('First', { prefixes: ['+1202'], position: 1 })
    expect(routeOf([second, first], '+12025550190')).toBe('First')
  })

  test('a route that names a country and prefixes is limited to the prefixes', () => {
    const route = makeOutboundRoute('Washington', { countries: ['US'], prefixes: ['+1202'] })
    expect(routeOf([route], '+12025550190')).toBe('Washington')
    expect(routeOf([route], '+13105550190')).toBe('no_route')
  })

  test('a route that is switched off permits nothing', () => {
    const route = makeOutboundRoute('Home', { countries: ['US'], enabled: false })
    expect(routeOf([route], '+12025550190')).toBe('no_route')
  })

  test.each([
    ['+442079460000', 'Britain'],
    ['+14165550123', 'Canada, which shares +1'],
    ['+18765550123', 'Jamaica, which shares +1'],
  ])('%s (%s) is permitted by a route that names the country, and only by that', (number) => {
    const others = [makeOutboundRoute('Home', { countries: ['US', 'FR'] })]
    expect(routeOf(others, number)).toBe('no_route')
    const named = makeOutboundRoute('Abroad', { countries: ['CA', 'GB', 'JM'], position: 2 })
    expect(routeOf([...others, named], number)).toBe('Abroad')
  })

  test.each(['+870773000000', '+881612345678', '+19995550123'])(
    '%s, of no country, is permitted by a prefix alone',
    (number) => {
      const countries = [makeOutboundRoute('All', { countries: ['US', 'CA', 'GB'] })]
      expect(routeOf(countries, number)).toBe('no_route')
      const prefix = makeOutboundRoute('Prefix', { prefixes: [number.slice(0, 4)], position: 2 })
      const decision = decide([...countries, prefix], number)
      expect(decision).toMatchObject({ kind: 'permitted', country: null })
    },
  )

  test('a country that shares its calling code does not count for its neighbour', () => {
    const canada = makeOutboundRoute('Canada', { countries: ['CA'] })
    expect(routeOf([canada], '+12025550190')).toBe('no_route')
  })

  test('a country with its own calling code is told by that alone', () => {
    const route = makeOutboundRoute('Heimat', { countries: ['DE'] })
    expect(decide([route], '+4930123456', { homeCountry: 'DE' }).kind).toBe('permitted')
  })
})

describe('who may call, and when', () => {
  const wide = makeOutboundRoute('Wide', { countries: ['US'], position: 1 })
  const costly = makeOutboundRoute('Costly', {
    prefixes: ['+1900'],
    permissionClasses: ['management'],
    position: 2,
  })

  test('a route for some classes refuses the others, and no broader route lets them in', () => {
    const as = (permissionClass: string | null) =>
      decide([wide, costly], '+19005550123', { permissionClass })
    expect(as('management')).toMatchObject({ kind: 'permitted', route: { name: 'Costly' } })
    expect(as('')).toMatchObject({ reason: 'class', route: { name: 'Costly' } })
    // The call flow itself has no class: who made the step may send calls there.
    expect(as(null)).toMatchObject({ kind: 'permitted' })
  })

  test('a route with hours permits nothing while they are closed', () => {
    const daily = makeOutboundRoute('Daily', { countries: ['US'], hours: 'bh_office000' })
    const at = (isOpen: boolean) => decide([daily], '+12025550190', { isOpen: () => isOpen })
    expect(at(true).kind).toBe('permitted')
    expect(at(false)).toMatchObject({ reason: 'closed', route: { name: 'Daily' } })
  })

  test('the access digits that were dialed choose among the routes', () => {
    const nine = makeOutboundRoute('Nine', { countries: ['US'], accessDigits: '9' })
    const by = (accessDigits: string | null) => decide([nine], '+12025550190', { accessDigits })
    expect([by('9').kind, by('').kind, by(null).kind]).toEqual([
      'permitted',
      'refused',
      'permitted',
    ])
  })
})

test.each([
  [{}, '+12025550190'],
  [{ strip: 1 }, '2025550190'],
  [{ prepend: '00' }, '0012025550190'],
  [{ strip: 1, prepend: '0' }, '02025550190'],
])('trunks that want %j get %s', (digits, dialed) => {
  expect(numberForTrunks(makeOutboundRoute('R', digits), '+12025550190')).toBe(dialed)
})

type Routes = ReturnType<typeof makeOutboundRoute>[]
type Setting = Partial<OutboundCaller> & { homeCountry?: string }

function decide(routes: Routes, number: string, setting: Setting = {}) {
  const { homeCountry = 'US', ...caller } = setting
  return findOutboundRoute({ routes, homeCountry }, number, {
    permissionClass: null,
    accessDigits: null,
    isOpen: () => true,
    ...caller,
  })
}

function routeOf(routes: ReturnType<typeof makeOutboundRoute>[], number: string): string {
  const decision = decide(routes, number)
  return decision.kind === 'permitted' ? decision.route.name : decision.reason
}

describe('SIP addresses', () => {
  const address = 'sip:sales@pbx.acme.example:5080'

  test('are permitted by their domain only, whatever number they hold', () => {
    const home = makeOutboundRoute('Home', { countries: ['US'], prefixes: [] })
    expect(decide([home], 'sip:+12025550190@pbx.acme.example')).toEqual({
      kind: 'refused',
      reason: 'no_route',
      country: null,
    })
    const route = makeOutboundRoute('Partner', { sipDomains: ['pbx.acme.example'] })
    expect(decide([route], address)).toEqual({
      kind: 'permitted',
      route,
      matched: { kind: 'sip_domain', value: 'pbx.acme.example' },
      country: null,
    })
    expect(decide([route], 'sip:sales@evil.pbx.acme.example')).toMatchObject({ reason: 'no_route' })
    expect(decide([route], '+12025550190')).toMatchObject({ reason: 'no_route' })
  })

  test('are refused while the route is switched off', () => {
    const off = makeOutboundRoute('Off', { sipDomains: ['pbx.acme.example'], enabled: false })
    expect(decide([off], address)).toMatchObject({ kind: 'refused', reason: 'no_route' })
  })

  test('stay as they are, whatever the trunks want', () => {
    const route = makeOutboundRoute('Home', { strip: 2, prepend: '0' })
    expect(numberForTrunks(route, address)).toBe(address)
  })
})
