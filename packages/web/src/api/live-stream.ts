/** What one tab tells the others: the stream's events and its state. */
type LiveMessage =
  | { kind: 'event'; name: string; data: string }
  | { kind: 'state'; state: LiveState }
  | { kind: 'hello' }
  | { kind: 'reload'; from: string }

/** `reconnecting` also before the first connection: nothing shown is certain to be current. */
export type LiveState = 'live' | 'reconnecting'

interface LiveHandlers {
  names: readonly string[]
  onEvent(name: string, data: string): void
  onState(state: LiveState): void
  /** What a tab that comes later needs: an event that stands for everything so far. */
  catchUp(): { name: string; data: string } | undefined
}

const retryMilliseconds = 5_000
/** A channel also hears the other channels of its own tab. */
const thisTab = Math.random().toString(36)

/**
 * One server-sent stream per browser, because HTTP/1.1 allows six connections: the tab that holds the
 * lock reads it and passes everything on; when it closes, the next tab gets the lock. Web Locks exist only
 * in secure contexts (https, localhost); elsewhere each tab reads a stream of its own.
 */
export function openLiveStream(handlers: LiveHandlers): () => void {
  const channel = new BroadcastChannel('opbx.live')
  const closing = new AbortController()
  let isLeader = false
  let state: LiveState = 'reconnecting'

  const setState = (next: LiveState) => {
    state = next
    handlers.onState(next)
    if (isLeader) channel.postMessage({ kind: 'state', state: next } satisfies LiveMessage)
  }
  channel.onmessage = ({ data: message }: MessageEvent<LiveMessage>) => {
    if (message.kind === 'reload' && message.from !== thisTab) window.location.reload()
    if (isLeader && message.kind === 'hello') {
      const event = handlers.catchUp()
      if (event) channel.postMessage({ kind: 'event', ...event } satisfies LiveMessage)
      channel.postMessage({ kind: 'state', state } satisfies LiveMessage)
    }
    if (isLeader) return
    if (message.kind === 'event') handlers.onEvent(message.name, message.data)
    if (message.kind === 'state') setState(message.state)
  }
  const lead = async () => {
    // The lock may be given in the very moment of closing.
    if (closing.signal.aborted) return
    isLeader = true
    await readStream(handlers.names, closing.signal, {
      onState: setState,
      onEvent: (name, data) => {
        handlers.onEvent(name, data)
        channel.postMessage({ kind: 'event', name, data } satisfies LiveMessage)
      },
    })
  }
  channel.postMessage({ kind: 'hello' } satisfies LiveMessage)
  const leading = navigator.locks
    ? navigator.locks.request('opbx.live', { signal: closing.signal }, lead)
    : lead()
  leading.catch(() => {
    // Closed while waiting for the lock.
  })
  return () => {
    closing.abort()
    channel.close()
  }
}

/** Tells the other tabs that what they show belongs to another organization now. */
export function reloadOtherTabs(): void {
  const channel = new BroadcastChannel('opbx.live')
  channel.postMessage({ kind: 'reload', from: thisTab } satisfies LiveMessage)
  channel.close()
}

/** Reads until the signal. The browser reconnects and sends `Last-Event-ID`; after a refusal we do. */
function readStream(
  names: readonly string[],
  signal: AbortSignal,
  on: Pick<LiveHandlers, 'onEvent' | 'onState'>,
): Promise<void> {
  return new Promise((resolve) => {
    let source: EventSource
    let timer: ReturnType<typeof setTimeout> | undefined
    const open = () => {
      source = new EventSource('/api/v1/live')
      for (const name of names) {
        source.addEventListener(name, (event: MessageEvent<string>) => on.onEvent(name, event.data))
      }
      source.onopen = () => on.onState('live')
      source.onerror = () => {
        on.onState('reconnecting')
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, retryMilliseconds)
      }
    }
    open()
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      source.close()
      resolve()
    })
  })
}
