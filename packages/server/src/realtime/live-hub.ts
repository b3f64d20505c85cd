import { randomBytes } from 'node:crypto'
import type { Call } from '@opbx/contract/calls'
import { isOwnCall } from '../calls/to-call.ts'
import type { Ctx, Deps } from '../context.ts'
import type { LiveEvent } from './live-bus.ts'

/** One viewer's stream. */
interface LiveViewer {
  ctx: Ctx
  write(text: string): void
}

/** What a viewer gets first, then `viewer.write` gets the rest. */
interface OpenStream {
  first: string
  /** Sends what happened meanwhile and everything from now on. */
  start(): void
  close(): void
}

/** The streams of this process: numbers the events, joins a call's changes, keeps 60 s for who comes back. */
export interface LiveHub {
  open(
    viewer: LiveViewer,
    options: { lastEventId: string | null; snapshot(): Promise<Call[]> },
  ): Promise<OpenStream>
  close(): void
}

interface Sent {
  number: number
  at: number
  event: LiveEvent
  text: string
}

/** The numbering of one organization, as long as it has viewers and 60 s more. */
interface Channel {
  epoch: string
  last: number
  /** All events behind this number are in `recent`. */
  forgotten: number
  recent: Sent[]
  /** Calls that were told of within the last 100 ms, with what has changed since. */
  joined: Map<string, { event: LiveEvent | null }>
  listeners: Set<(sent: Sent) => void>
  idleSince: number | null
}

const replayMilliseconds = 60_000
const mostRecent = 5_000
const joinMilliseconds = 100
const sweepMilliseconds = 5_000

export function createLiveHub(
  { live }: Pick<Deps, 'live'>,
  monotonic: () => number = () => performance.now(),
): LiveHub {
  const channels = new Map<string, Channel>()

  const channelOf = (organizationId: string): Channel => {
    const known = channels.get(organizationId)
    if (known !== undefined) return known
    const fresh: Channel = {
      epoch: randomBytes(6).toString('hex'),
      last: 0,
      forgotten: 0,
      recent: [],
      joined: new Map(),
      listeners: new Set(),
      idleSince: null,
    }
    channels.set(organizationId, fresh)
    return fresh
  }

  const stop = live.subscribe((organizationId, event) => {
    const channel = channels.get(organizationId)
    if (channel !== undefined) hear(channel, event, monotonic)
  })
  const timer = setInterval(() => {
    const before = monotonic() - replayMilliseconds
    for (const [organizationId, channel] of channels) {
      forget(channel, before)
      if (channel.idleSince !== null && channel.idleSince < before) channels.delete(organizationId)
    }
  }, sweepMilliseconds)
  timer.unref()

  return {
    async open(viewer, { lastEventId, snapshot }) {
      const channel = channelOf(viewer.ctx.organizationId)
      const missed: Sent[] = []
      let send = (sent: Sent): void => {
        missed.push(sent)
      }
      const listener = (sent: Sent): void => {
        if (isFor(viewer.ctx, sent.event)) send(sent)
      }
      const close = (): void => {
        channel.listeners.delete(listener)
        if (channel.listeners.size === 0) channel.idleSince = monotonic()
      }
      const number = channel.last
      const replay = findMissed(channel, lastEventId, monotonic() - replayMilliseconds)
      channel.listeners.add(listener)
      channel.idleSince = null
      try {
        const first =
          replay === null
            ? textOf(`${channel.epoch}-${number}`, 'snapshot', { calls: await snapshot() })
            : replay
                .filter(({ event }) => isFor(viewer.ctx, event))
                .map(({ text }) => text)
                .join('')
        return {
          first,
          close,
          start() {
            for (const sent of missed) viewer.write(sent.text)
            send = (sent) => viewer.write(sent.text)
          },
        }
      } catch (error) {
        close()
        throw error
      }
    },
    close() {
      stop()
      clearInterval(timer)
    },
  }
}

/** A call's first change is told at once; those of the next 100 ms are told as one. */
function hear(channel: Channel, event: LiveEvent, monotonic: () => number): void {
  if (event.name !== 'call') {
    tell(channel, event, monotonic())
    return
  }
  const { id } = event.data
  const pending = channel.joined.get(id)
  if (pending !== undefined) {
    pending.event = event
    return
  }
  tell(channel, event, monotonic())
  const next: { event: LiveEvent | null } = { event: null }
  channel.joined.set(id, next)
  const timer = setTimeout(() => {
    channel.joined.delete(id)
    if (next.event !== null) hear(channel, next.event, monotonic)
  }, joinMilliseconds)
  timer.unref()
}

function tell(channel: Channel, event: LiveEvent, at: number): void {
  channel.last += 1
  const number = channel.last
  const sent = {
    number,
    at,
    event,
    text: textOf(`${channel.epoch}-${number}`, event.name, event.data),
  }
  channel.recent.push(sent)
  if (channel.recent.length > mostRecent) forget(channel, Number.NEGATIVE_INFINITY)
  for (const listener of channel.listeners) listener(sent)
}

function forget(channel: Channel, before: number): void {
  const firstKept = channel.recent.findIndex(
    (sent, index) => sent.at >= before && channel.recent.length - index <= mostRecent,
  )
  const dropped = channel.recent.splice(0, firstKept === -1 ? channel.recent.length : firstKept)
  channel.forgotten = dropped.at(-1)?.number ?? channel.forgotten
}

/** What came after that id, or null when it is too long ago or of another numbering. */
function findMissed(channel: Channel, lastEventId: string | null, before: number): Sent[] | null {
  const [epoch, text] = (lastEventId ?? '').split('-')
  const number = Number(text)
  if (epoch !== channel.epoch || !Number.isInteger(number)) return null
  forget(channel, before)
  if (number < channel.forgotten || number > channel.last) return null
  return channel.recent.filter((sent) => sent.number > number)
}

/** The rights of the one who looks. A pbx_user sees her own calls. */
function isFor(ctx: Ctx, event: LiveEvent): boolean {
  // Everybody in the building can help.
  if (event.name === 'emergency') return true
  if (event.name !== 'call') return ctx.permissions.has('flow.read')
  if (!ctx.permissions.has('calls.read')) return false
  return ctx.role !== 'pbx_user' || (ctx.userId !== null && isOwnCall(event.data, ctx.userId))
}

function textOf(id: string, name: string, data: unknown): string {
  return `id: ${id}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`
}
