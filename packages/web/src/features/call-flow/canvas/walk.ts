import type { Graph } from './graph.ts'
import type { Place, Places } from './places.ts'

export type Direction = 'left' | 'right' | 'up' | 'down'

/**
 * The card that an arrow key leads to: right and left along the arrows, up and down within the column.
 * Null: there is none.
 */
export function neighbour(
  graph: Graph,
  places: Places,
  { id, direction }: { id: string; direction: Direction },
): string | null {
  const here = places.get(id)
  if (!here) return null
  if (direction === 'right') return graph.ways.find(({ source }) => source === id)?.target ?? null
  if (direction === 'left') {
    const sources = graph.ways.filter(({ target }) => target === id).map(({ source }) => source)
    return nearest(sources, places, here)
  }
  const sign = direction === 'down' ? 1 : -1
  const beyond = [...graph.entries, ...graph.steps]
    .map((card) => card.id)
    .filter((other) => {
      const at = places.get(other)
      return at && Math.abs(at.x - here.x) < 120 && (at.y - here.y) * sign > 0
    })
  return nearest(beyond, places, here)
}

function nearest(ids: readonly string[], places: Places, here: Place): string | null {
  const distance = (id: string) => {
    const at = places.get(id)
    return at ? Math.hypot(at.x - here.x, at.y - here.y) : Number.POSITIVE_INFINITY
  }
  return [...ids].sort((a, b) => distance(a) - distance(b))[0] ?? null
}

/** The order in which Tab goes through the cards: as one reads, column by column. */
export function readingOrder(graph: Graph, places: Places): string[] {
  const at = (id: string) => places.get(id) ?? { x: 0, y: 0 }
  return [...graph.entries, ...graph.steps]
    .map(({ id }) => id)
    .sort((a, b) => Math.round(at(a).x / 120) - Math.round(at(b).x / 120) || at(a).y - at(b).y)
}
