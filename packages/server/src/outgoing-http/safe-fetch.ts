import { Agent, request } from 'undici'
import { createGuardedConnector } from './connector.ts'
import { SafeFetchError } from './safe-fetch-error.ts'

export type SafeFetchOptions = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers?: Record<string, string>
  body?: string | Uint8Array
  /** For the whole exchange, the look-up of the name included. */
  timeoutSeconds: number
  /** For the connection alone; 10 when absent. */
  connectSeconds?: number
  mostBytes: number
  /** Takes the beginning of an answer that is too large, instead of refusing it. */
  cutsBody?: boolean
  /** Origins (`http://127.0.0.1:8081`) that may be at a private address, for this request. */
  allowedOrigins?: readonly string[]
  /** OPBX_ALLOWED_PRIVATE_NETWORKS. */
  allowedPrivateNetworks: readonly string[]
}

export type SafeFetchResponse = {
  status: number
  /** Names in lower case; the first of several values. */
  headers: Record<string, string>
  body: Buffer
}

/**
 * Requests an address that somebody else chose. Reaches the public internet only, follows no redirect, and
 * ends in time. Throws a SafeFetchError for everything but an answer (of any status below 300 or from 400).
 */
export async function safeFetch(
  address: string,
  options: SafeFetchOptions,
): Promise<SafeFetchResponse> {
  const url = parseAddress(address)
  // A connection is never kept for another request: its permission to be at a private address is not theirs.
  const agent = new Agent({
    connect: createGuardedConnector({
      allowedPrivateNetworks: options.allowedPrivateNetworks,
      connectSeconds: options.connectSeconds ?? usualConnectSeconds,
      isAllowedOrigin: options.allowedOrigins?.includes(url.origin) ?? false,
    }),
  })
  const signal = AbortSignal.timeout(options.timeoutSeconds * 1000)
  try {
    const response = await request(url, {
      dispatcher: agent,
      signal,
      method: options.method ?? 'GET',
      headers: { 'user-agent': 'OPBX', ...options.headers },
      body: options.body ?? null,
    })
    const status = response.statusCode
    if (status >= 300 && status < 400) {
      throw new SafeFetchError('redirected', `${url.host} answered with a redirect (${status})`)
    }
    const body = await readBody(response.body, options)
    return { status, headers: flatten(response.headers), body }
  } catch (error) {
    throw explain(error, signal, options.timeoutSeconds)
  } finally {
    void agent.destroy()
  }
}

const usualConnectSeconds = 10

function parseAddress(address: string): URL {
  if (!URL.canParse(address)) throw new SafeFetchError('bad_address', 'This is not a web address')
  const url = new URL(address)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new SafeFetchError('bad_address', 'Only http and https addresses are fetched')
  }
  if (url.username !== '' || url.password !== '') {
    throw new SafeFetchError(
      'bad_address',
      'An address with a user name or password is not fetched',
    )
  }
  return url
}

async function readBody(
  chunks: AsyncIterable<Buffer>,
  { mostBytes, cutsBody = false }: Pick<SafeFetchOptions, 'mostBytes' | 'cutsBody'>,
): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > mostBytes && cutsBody) {
      parts.push(chunk)
      return Buffer.concat(parts).subarray(0, mostBytes)
    }
    if (size > mostBytes) {
      throw new SafeFetchError('too_large', `The answer has more than ${mostBytes} bytes`)
    }
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}

function flatten(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value
      return first === undefined ? [] : [[name.toLowerCase(), first]]
    }),
  )
}

function explain(error: unknown, signal: AbortSignal, timeoutSeconds: number): SafeFetchError {
  if (error instanceof SafeFetchError) return error
  if (signal.aborted) {
    return new SafeFetchError('timed_out', `No complete answer within ${timeoutSeconds} s`, error)
  }
  const reason = error instanceof Error ? error.message : String(error)
  return new SafeFetchError('unreachable', `The server cannot be reached: ${reason}`, error)
}
