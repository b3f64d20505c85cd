/**
 * What several processes share for speed: remembered answers, counters, bells. Never the only copy of
 * anything. No method throws because the store is away: a read finds nothing and a write is dropped.
 */
export interface Cache {
  get(key: string): Promise<string | null>
  set(key: string, value: string, ttlSeconds: number): Promise<void>
  /** True for the first only, as long as its value lives. */
  setIfAbsent(key: string, value: string, ttlSeconds: number): Promise<boolean>
  delete(key: string): Promise<void>
  /** The count after adding one. The time to live runs from the first. */
  increment(key: string, ttlSeconds: number): Promise<number>
  /** Heard by every subscriber of every process, in this process also while the store is away. */
  publish(channel: string, message: string): void
  /** Returns the way to stop listening. */
  subscribe(channel: string, listener: (message: string) => void): Promise<() => void>
  close(): Promise<void>
}
