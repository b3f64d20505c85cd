import type { liveEventSchemas } from '@opbx/contract/calls'
import type { z } from 'zod'
import type { Cache } from '../cache/cache.ts'

type Schemas = typeof liveEventSchemas
/** One event of `GET /api/v1/live`, but the snapshot, which each stream makes for itself. */
export type LiveEvent = {
  [Name in Exclude<keyof Schemas, 'snapshot'>]: { name: Name; data: z.infer<Schemas[Name]> }
}[Exclude<keyof Schemas, 'snapshot'>]

type Listener = (organizationId: string, event: LiveEvent) => void

/** Carries events to the viewers of this process and, through the cache, of the others. */
export interface LiveBus {
  publish(organizationId: string, event: LiveEvent): void
  /** Returns the way to stop listening. */
  subscribe(listener: Listener): () => void
}

const channel = 'live'

export async function createLiveBus(cache: Cache): Promise<LiveBus> {
  const listeners = new Set<Listener>()
  await cache.subscribe(channel, (message) => {
    const { organizationId, event }: { organizationId: string; event: LiveEvent } =
      JSON.parse(message)
    for (const listener of listeners) listener(organizationId, event)
  })
  return {
    publish(organizationId, event) {
      cache.publish(channel, JSON.stringify({ organizationId, event }))
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
