import type { Context } from '../context.ts'
import { type Call, note, type SessionStatus } from './call.ts'
import { cdr, simpleCdr } from './cdr.ts'
import { type Outgoing, send, userAgent } from './send.ts'
import { sessionUpdate, simpleSessionUpdate } from './session-update.ts'
import { bearer } from './voice-request.ts'

const timeoutMs = 10_000

/** Sets the session's status and tells the domain's session-update endpoint, if there is one. */
export async function updateSession(
  ctx: Context,
  call: Call,
  status: SessionStatus,
): Promise<void> {
  call.status = status
  const simple = call.options.payloads === 'simple'
  await deliver(ctx, call, {
    endpoint: call.domain.profile['session-update-endpoint'],
    headers: bearer(call),
    body: simple ? simpleSessionUpdate(call) : sessionUpdate(call),
    happened: `Session update: ${status}`,
  })
}

/** Sends the one call detail record; the platform sends it without a key. */
export async function sendCdr(ctx: Context, call: Call): Promise<void> {
  await deliver(ctx, call, {
    endpoint: call.domain.profile['cdr-endpoint'],
    headers: {},
    body: call.options.payloads === 'simple' ? simpleCdr(call) : cdr(call),
    happened: 'Call detail record',
  })
}

/** Sends what reordering held back, in an order that the seed alone decides. */
export async function deliverHeld(call: Call): Promise<void> {
  const held = call.held
  call.held = []
  if (call.options.reorder !== null) shuffle(held, call.options.reorder)
  for (const deliverOne of held) await deliverOne()
}

type Callback = {
  endpoint: unknown
  headers: Record<string, string>
  body: Record<string, unknown>
  happened: string
}

async function deliver(ctx: Context, call: Call, callback: Callback): Promise<void> {
  if (typeof callback.endpoint !== 'string') return
  const at = call.now
  const body = call.options.arrays ? [callback.body] : callback.body
  const outgoing: Outgoing = {
    method: 'POST',
    url: callback.endpoint,
    headers: {
      'User-Agent': userAgent,
      'Content-Type': 'application/json',
      ...callback.headers,
    },
    body,
    text: JSON.stringify(body),
    timeoutMs,
    at,
  }
  const deliverOnce = async () => {
    const sent = await send(ctx, call, outgoing)
    const failed = sent.response === null || sent.response.status >= 300
    const result = sent.response?.status ?? sent.error
    note(call, {
      kind: 'event',
      at,
      happened: failed ? `${callback.happened} (refused: ${result})` : callback.happened,
      request: sent.request,
      response: sent.response,
    })
  }
  for (let copy = 0; copy <= call.options.duplicates; copy += 1) {
    if (call.options.reorder === null) await deliverOnce()
    else call.held.push(deliverOnce)
  }
}

function shuffle<T>(items: T[], seed: number): void {
  const random = randomFrom(seed)
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1))
    const [item] = items.splice(other, 1)
    if (item !== undefined) items.splice(last, 0, item)
  }
}

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
