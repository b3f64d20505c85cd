import { describe, expect, test } from 'vitest'
import { makeOutboundRoute } from '../testing/flow-factories.ts'
import { findOutboundRoute } from './outbound.ts'

describe('outbound routes', () => {
  test('without a route every number is refused', () => {
    expect(findOutboundRoute([], 'US', '+12025550190')).toEqual({
      kind: 'refused',
      reason: 'no_route',
      country: 'US',
    })
  })

  test('a country permits its numbers', () => {
    const route = makeOutboundRoute('Home', { countries: ['US'] })
    expect(findOutboundRoute([route], 'US', '+12025550190')).toEqual({
      kind: 'permitted',
      route,
      matched: { kind: 'country', value: 'US' },
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
    ['+19995550123', 'no country at all'],
  ])('%s (%s) is refused although a route permits it', (number) => {
    const routes = [
      makeOutboundRoute('All', { prefixes: ['+1', '+44'], countries: ['CA', 'GB', 'JM'] }),
    ]
    expect(routeOf(routes, number)).toBe('other_country')
  })

  test('a country that shares its calling code does not count for its neighbour', () => {
    const canada = makeOutboundRoute('Canada', { countries: ['CA'] })
    expect(routeOf([canada], '+12025550190')).toBe('no_route')
  })

  test('a country with its own calling code is told by that alone', () => {
    const route = makeOutboundRoute('Heimat', { countries: ['DE'] })
    expect(findOutboundRoute([route], 'DE', '+4930123456').kind).toBe('permitted')
  })
})

function routeOf(routes: ReturnType<typeof makeOutboundRoute>[], number: string): string {
  const decision = findOutboundRoute(routes, 'US', number)
  return decision.kind === 'permitted' ? decision.route.name : decision.reason
}
