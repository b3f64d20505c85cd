import { expect, test } from 'vitest'
import { graphOf } from './graph.ts'
import { placesOf, stepHeight, stepWidth } from './places.ts'
import { announcement, hangUp, menu, phoneNumber } from './sample-flow.ts'
import { tidied } from './tidy.ts'
import { neighbour, readingOrder } from './walk.ts'

const steps = [
  menu('ivr_1', { 1: 'ann_1', 2: 'ann_2' }),
  announcement('ann_1', 'hup_1'),
  announcement('ann_2', 'hup_1'),
  hangUp('hup_1'),
  hangUp('hup_alone'),
]
const graph = graphOf({
  nodes: steps,
  phoneNumbers: [phoneNumber('pn_1', 'ivr_1'), phoneNumber('pn_2', 'ivr_1')],
})

function overlaps(places: ReadonlyMap<string, { x: number; y: number }>): string[] {
  const boxes = steps.map((node) => ({
    id: node.id,
    height: stepHeight(node),
    ...(places.get(node.id) ?? { x: 0, y: 0 }),
  }))
  return boxes.flatMap((a, index) =>
    boxes
      .slice(index + 1)
      .filter(
        (b) => Math.abs(a.x - b.x) < stepWidth && a.y < b.y + b.height && b.y < a.y + a.height,
      )
      .map((b) => `${a.id} ${b.id}`),
  )
}

test('steps that nobody placed stand side by side, none on top of another, numbers left of them', () => {
  const places = placesOf(graph, {})
  expect(overlaps(places)).toEqual([])
  const left = Math.min(...steps.map(({ id }) => places.get(id)?.x ?? 0))
  expect(places.get('pn_1')?.x).toBeLessThan(left - 160)
  expect(places.get('pn_2')?.y).toBeGreaterThanOrEqual((places.get('pn_1')?.y ?? 0) + 52)
  expect(places.get('pn_1')?.y).toBe(places.get('ivr_1')?.y)
})

test('a step that somebody placed stays there, and new ones keep off it', () => {
  const places = placesOf(graph, { ivr_1: { x: 100, y: 40 }, ann_1: { x: 360, y: 40 } })
  expect(places.get('ivr_1')).toEqual({ x: 100, y: 40 })
  expect(places.get('ann_1')).toEqual({ x: 360, y: 40 })
  expect(overlaps(places)).toEqual([])
})

test('tidied, calls go from left to right and nothing overlaps', async () => {
  const positions = await tidied(graph)
  expect(Object.keys(positions).sort()).toEqual(steps.map(({ id }) => id).sort())
  expect(overlaps(new Map(Object.entries(positions)))).toEqual([])
  for (const { source, target } of graph.ways) {
    const from = positions[source]
    if (from) expect(from.x + stepWidth).toBeLessThan(positions[target]?.x ?? 0)
  }
  expect(Object.values(positions)).not.toContainEqual({ x: 0, y: 0 })
})

test('arrow keys go along the exits and within a column', async () => {
  const places = placesOf(graph, await tidied(graph))
  const go = (id: string, direction: 'left' | 'right' | 'up' | 'down') =>
    neighbour(graph, places, { id, direction })
  expect(go('pn_1', 'right')).toBe('ivr_1')
  expect(go('ivr_1', 'right')).toBe('ann_1')
  expect(go('ann_1', 'left')).toBe('ivr_1')
  expect([go('ann_1', 'down'), go('ann_1', 'up')]).toContain('ann_2')
  expect(go('hup_1', 'right')).toBeNull()
  expect(go('pn_1', 'left')).toBeNull()
})

test('Tab goes through the columns from left to right', async () => {
  const order = readingOrder(graph, placesOf(graph, await tidied(graph)))
  expect(order.slice(0, 2).sort()).toEqual(['pn_1', 'pn_2'])
  expect(order.indexOf('ivr_1')).toBeLessThan(order.indexOf('ann_1'))
  expect(order.indexOf('ann_2')).toBeLessThan(order.indexOf('hup_1'))
})
