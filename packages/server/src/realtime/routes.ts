import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { z } from 'zod'
import { listLiveCalls } from '../calls/list-calls.ts'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import { concerns } from '../http/revocations.ts'
import type { HttpScope, Principal } from '../http/types.ts'
import type { LiveHub } from './live-hub.ts'

const heartbeatMilliseconds = 15_000
// Then the browser comes back, without a gap, and has to show that it is still signed in.
const longestMilliseconds = 3_600_000
// Who is so far behind does not read; the stream is dropped and may come back.
const mostBehindBytes = 1_000_000

/** `GET /api/v1/live`: server-sent events; see `liveEventSchemas` of the contract. */
export function registerLive(scope: HttpScope, deps: Deps, hub: LiveHub): void {
  /** Each with the time at which it has to end. */
  const streams = new Map<ServerResponse, number>()
  const heartbeat = setInterval(() => beat(streams, performance.now()), heartbeatMilliseconds)
  heartbeat.unref()
  scope.addHook('preClose', async () => {
    clearInterval(heartbeat)
    for (const stream of streams.keys()) stream.end()
  })
  scope.get(
    '/api/v1/live',
    {
      config: { permission: 'calls.read' },
      schema: {
        tags: ['Calls'],
        summary: 'Calls and changes as they happen, as server-sent events',
        querystring: z.object({ lastEventId: z.string().max(100).optional() }),
        produces: ['text/event-stream'],
      },
    },
    async (request, reply) => {
      const ctx = ctxOf(deps, request)
      const stream = reply.raw
      const opened = await hub.open(
        { ctx, write: (text) => writeTo(stream, text) },
        {
          lastEventId: lastEventIdOf(request.headers) ?? request.query.lastEventId ?? null,
          snapshot: () => listLiveCalls(ctx),
        },
      )
      const unwatch = endWithSignIn(deps, request.principal, stream)
      stream.on('close', () => {
        streams.delete(stream)
        unwatch()
        opened.close()
      })
      reply.hijack()
      stream.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-cache, no-transform',
        'x-accel-buffering': 'no',
        // Nothing follows on this connection; kept alive it would hold up the end of the process.
        connection: 'close',
        'x-content-type-options': 'nosniff',
      })
      streams.set(stream, performance.now() + longestMilliseconds)
      writeTo(stream, `retry: 1000\n\n${opened.first}`)
      opened.start()
      return reply
    },
  )
}

/** Shows every viewer that the stream is alive, and ends those that have lasted their time. */
export function beat(streams: ReadonlyMap<ServerResponse, number>, now: number): void {
  for (const [stream, endsAt] of streams) {
    if (now >= endsAt) stream.end()
    else writeTo(stream, ': still here\n\n')
  }
}

function writeTo(stream: ServerResponse, text: string): void {
  if (stream.destroyed || stream.writableEnded) return
  if (stream.writableLength > mostBehindBytes) {
    stream.destroy()
    return
  }
  stream.write(text)
}

/** A browser sends the header when it reconnects by itself; who opens a new stream may ask in the query. */
function lastEventIdOf(headers: IncomingHttpHeaders): string | null {
  const header = headers['last-event-id']
  return typeof header === 'string' ? header : null
}

/** The stream ends with the sign-in or the key; a changed role opens a new one with its new rights. */
function endWithSignIn(
  deps: Deps,
  principal: Principal | null,
  stream: ServerResponse,
): () => void {
  return deps.revocations.watch((revocation) => {
    if (principal !== null && concerns(revocation, principal)) stream.end()
  })
}
