import type { z } from 'zod'
import { ApiProblem, problemOf } from './problem.ts'

interface RequestOptions {
  body?: unknown
  /** The object's `version`: the change is refused (412) when somebody was faster. */
  ifMatch?: number | undefined
  query?: Record<string, string | number | boolean | null | undefined> | undefined
  signal?: AbortSignal | undefined
}
interface ReadOptions<T> extends RequestOptions {
  /** The contract's schema of the answer: what it does not know is dropped, what it misses is an error. */
  schema: z.ZodType<T>
}

let signedOut: () => void = () => {}
/** Called when the server says that nobody is signed in (any more). */
export function onSignedOut(handler: () => void): void {
  signedOut = handler
}

async function send(method: string, path: string, options: RequestOptions): Promise<unknown> {
  const headers: Record<string, string> = { accept: 'application/json' }
  if (options.body !== undefined) headers['content-type'] = 'application/json'
  if (options.ifMatch !== undefined) headers['if-match'] = `"${options.ifMatch}"`
  const response = await fetch(addressOf(path, options.query), {
    method,
    headers,
    credentials: 'same-origin',
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.signal ? { signal: options.signal } : {}),
  }).catch((error: unknown) => {
    if (options.signal?.aborted) throw error
    throw new ApiProblem(0, 'offline')
  })
  const body: unknown = await readJson(response)
  if (response.ok) return body
  const problem = problemOf(response.status, body)
  if (problem.code === 'not_signed_in' && !path.startsWith('/api/auth')) signedOut()
  throw problem
}

/** Paths are those of `/api/v1`; one that begins with `/api/` is taken as it is. */
export function addressOf(path: string, query?: RequestOptions['query']): string {
  const full = path.startsWith('/api/') ? path : `/api/v1${path}`
  const given = Object.entries(query ?? {}).flatMap(([key, value]) =>
    value === undefined || value === null || value === '' ? [] : [[key, String(value)]],
  )
  return given.length === 0 ? full : `${full}?${new URLSearchParams(given)}`
}

async function readJson(response: Response): Promise<unknown> {
  const text = await response.text()
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

async function read<T>(method: string, path: string, options: ReadOptions<T>): Promise<T> {
  const body = await send(method, path, options)
  const parsed = options.schema.safeParse(body)
  if (parsed.success) return parsed.data
  throw new ApiProblem(200, 'unreadable', { detail: firstIssue(parsed.error) })
}

/** For the log of whoever looks: where the answer and the contract differ. */
function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0]
  return issue ? `${issue.path.join('.')}: ${issue.message}` : ''
}

function get<T>(path: string, options: ReadOptions<T>): Promise<T> {
  return read('GET', path, options)
}

/** A method that changes something: with `schema` it gives the parsed answer, without one nothing. */
function writer(method: string) {
  function write<T>(path: string, options: ReadOptions<T>): Promise<T>
  function write(path: string, options?: RequestOptions): Promise<void>
  async function write<T>(
    path: string,
    options: RequestOptions | ReadOptions<T> = {},
  ): Promise<T | undefined> {
    if ('schema' in options) return await read(method, path, options)
    await send(method, path, options)
    return undefined
  }
  return write
}

/** The server's API. Every call throws `ApiProblem` when it does not succeed. */
export const api = {
  get,
  post: writer('POST'),
  put: writer('PUT'),
  patch: writer('PATCH'),
  delete: writer('DELETE'),
}
