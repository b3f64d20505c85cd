/** Keeps what was used last; `weightOf` says how much room a value takes. */
export interface RecentlyUsed<T> {
  get(key: string): T | undefined
  set(key: string, value: T): void
}

export function createRecentlyUsed<T>(
  room: number,
  weightOf: (value: T) => number,
): RecentlyUsed<T> {
  // A Map lists its keys in the order in which they were set: the first is the one unused for longest.
  const values = new Map<string, T>()
  let used = 0
  const drop = (key: string): void => {
    const value = values.get(key)
    if (value === undefined) return
    used -= weightOf(value)
    values.delete(key)
  }
  return {
    get(key) {
      const value = values.get(key)
      if (value === undefined) return undefined
      values.delete(key)
      values.set(key, value)
      return value
    },
    set(key, value) {
      drop(key)
      values.set(key, value)
      used += weightOf(value)
      for (const oldest of values.keys()) {
        if (used <= room || oldest === key) break
        drop(oldest)
      }
    },
  }
}
