/** A number from 0 to below `below` that depends on nothing but the seed and `index`. */
export function randomBelow(seed: number, index: number, below: number): number {
  let bits = (seed ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return ((bits ^ (bits >>> 16)) >>> 0) % below
}

/** The items in an order that depends on nothing but the seed. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const ranked = items.map((item, index) => ({
    item,
    rank: randomBelow(seed, index, 2 ** 32),
    index,
  }))
  ranked.sort((a, b) => a.rank - b.rank || a.index - b.index)
  return ranked.map((entry) => entry.item)
}

/** 32 bits that depend on the session alone (FNV-1a). */
export function seedOf(session: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < session.length; index++) {
    hash = Math.imul(hash ^ session.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}
