type Listener = (message: string) => void

/** The listeners of this process. A message is heard after the publisher has gone on, as from a network. */
export type Channels = {
  publish(channel: string, message: string): void
  subscribe(channel: string, listener: Listener): () => void
}

export function createChannels(): Channels {
  const listeners = new Map<string, Set<Listener>>()
  return {
    publish(channel, message) {
      setImmediate(() => {
        for (const listener of listeners.get(channel) ?? []) listener(message)
      })
    },
    subscribe(channel, listener) {
      const known = listeners.get(channel) ?? new Set()
      listeners.set(channel, known.add(listener))
      return () => known.delete(listener)
    },
  }
}
