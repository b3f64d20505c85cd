import type { Deps } from '../context.ts'
import { readHttpAnswer } from '../engine/http-answer.ts'
import type { HttpAnswer, HttpRequest } from '../engine/types.ts'
import { openHeaders } from '../node-secrets/service.ts'
import { safeFetch } from '../outgoing-http/safe-fetch.ts'
import { SafeFetchError } from '../outgoing-http/safe-fetch-error.ts'

/** A request of a call: sent once, in this step, for this node. */
interface HttpAsk {
  organizationId: string
  session: string
  node: string
  step: number
  /** Null: it was sent before, perhaps by another process. */
  request: HttpRequest | null
}

/** Sends what HTTP request nodes ask, and keeps the answers until the call comes for them. */
export interface HttpRequests {
  /** The answer, or `pending` when it takes longer than `waitMilliseconds`. Never throws. */
  ask(ask: HttpAsk, waitMilliseconds: number): Promise<HttpAnswer>
  close(): void
}

const mostBytes = 64_000
/** Longer than any call keeps asking for one. */
const keptSeconds = 120
const underWay = 'under way'
/** No request lasts longer: after that the process that sent it is taken for dead. */
const underWaySeconds = 8
const channel = 'http answers'

export async function createHttpRequests(deps: Deps): Promise<HttpRequests> {
  const { cache } = deps
  /** Those of this process, for as long as the cache keeps theirs: it may be away. */
  const own = new Map<string, Promise<HttpAnswer>>()
  const waiting = new Map<string, Set<() => void>>()
  const unsubscribe = await cache.subscribe(channel, (name) => {
    for (const ring of waiting.get(name) ?? []) ring()
  })

  const send = (name: string, ask: HttpAsk, request: HttpRequest): Promise<HttpAnswer> => {
    const work = exchange(deps, ask.organizationId, request).then(async (answer) => {
      await cache.set(name, JSON.stringify(answer), keptSeconds)
      cache.publish(channel, name)
      setTimeout(() => own.delete(name), keptSeconds * 1000).unref()
      return answer
    })
    own.set(name, work)
    return work
  }

  /** Resolves when another process says that it has the answer. */
  const bell = (name: string): { rung: Promise<void>; stop(): void } => {
    let ring = (): void => undefined
    const rung = new Promise<void>((resolve) => {
      ring = resolve
    })
    const rings = waiting.get(name) ?? new Set()
    waiting.set(name, rings.add(ring))
    const stop = (): void => {
      rings.delete(ring)
      if (rings.size === 0) waiting.delete(name)
    }
    return { rung, stop }
  }

  const find = async (name: string): Promise<HttpAnswer> => {
    const text = await cache.get(name)
    if (text === underWay) return { kind: 'pending' }
    if (text === null) return { kind: 'failed', reason: 'its answer was lost on our side' }
    const answer: HttpAnswer = JSON.parse(text)
    return answer
  }

  const findElsewhere = async (name: string, milliseconds: number): Promise<HttpAnswer> => {
    const { rung, stop } = bell(name)
    try {
      const now = await find(name)
      if (now.kind !== 'pending') return now
      await within(rung, milliseconds, undefined)
      return await find(name)
    } finally {
      stop()
    }
  }

  return {
    async ask(ask, milliseconds) {
      const { organizationId, session, node, step, request } = ask
      const name = `http:${organizationId}\n${session}:${node}:${step}`
      const sent = own.get(name)
      if (sent !== undefined) return within(sent, milliseconds, { kind: 'pending' })
      if (request === null) return findElsewhere(name, milliseconds)
      // Of two processes that get the same question one asks.
      const isFirst = await cache.setIfAbsent(name, underWay, underWaySeconds)
      if (!isFirst) return findElsewhere(name, milliseconds)
      return within(send(name, ask, request), milliseconds, { kind: 'pending' })
    },
    close: unsubscribe,
  }
}

async function exchange(
  deps: Deps,
  organizationId: string,
  request: HttpRequest,
): Promise<HttpAnswer> {
  const { method, url, body, timeoutSeconds } = request
  try {
    const headers = await openHeaders(deps, organizationId, request.headers)
    const response = await safeFetch(url, {
      method,
      headers: {
        accept: 'application/json',
        ...headers,
        ...(body !== null && { 'content-type': body.type }),
      },
      ...(body !== null && { body: body.text }),
      timeoutSeconds,
      mostBytes,
      allowedPrivateNetworks: deps.config.allowedPrivateNetworks,
    })
    return readHttpAnswer(response.status, response.body.toString('utf8'))
  } catch (error) {
    if (error instanceof SafeFetchError) return { kind: 'failed', reason: error.message }
    deps.log.warn({ err: error, organizationId }, 'an HTTP request of a call could not be sent')
    return { kind: 'failed', reason: 'it could not be sent; the log of the server says why' }
  }
}

async function within<T>(work: Promise<T>, milliseconds: number, late: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const limit = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late), milliseconds)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}
