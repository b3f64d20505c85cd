import http from 'node:http'
import https from 'node:https'

type HttpRequest = {
  method: string
  url: string
  headers: Record<string, string>
  text: string | null
  timeoutMs: number
  mostBytes: number
}

type HttpAnswer = { status: number; contentType: string; bytes: Buffer }

export type HttpClient = {
  request(wanted: HttpRequest): Promise<HttpAnswer>
  close(): void
}

/** Plain requests over kept connections, no redirects. `fetch` costs several times as much. */
export function createHttpClient(): HttpClient {
  const plain = new http.Agent({ keepAlive: true, maxSockets: 500 })
  const secure = new https.Agent({ keepAlive: true, maxSockets: 500 })
  const attempt = (wanted: HttpRequest, again: boolean): Promise<HttpAnswer> =>
    new Promise((resolve, reject) => {
      const url = new URL(wanted.url)
      const { request } = url.protocol === 'https:' ? https : http
      const agent = url.protocol === 'https:' ? secure : plain
      const sent = request(url, { method: wanted.method, headers: headersOf(wanted), agent })
      const timer = setTimeout(
        () => sent.destroy(new Error(`No answer within ${wanted.timeoutMs / 1000} s`)),
        wanted.timeoutMs,
      )
      sent.on('close', () => clearTimeout(timer))
      sent.on('error', (error) => {
        // The other side closed a kept connection while this request was on its way.
        const stale = sent.reusedSocket && 'code' in error && error.code === 'ECONNRESET'
        if (stale && again) attempt(wanted, false).then(resolve, reject)
        else reject(error)
      })
      sent.on('response', (response) => read(response, wanted.mostBytes).then(resolve, reject))
      sent.end(wanted.text ?? undefined)
    })
  return {
    request: (wanted) => attempt(wanted, true),
    close() {
      plain.destroy()
      secure.destroy()
    },
  }
}

function headersOf({ headers, text }: HttpRequest): Record<string, string | number> {
  return text === null ? headers : { ...headers, 'Content-Length': Buffer.byteLength(text) }
}

async function read(response: http.IncomingMessage, mostBytes: number): Promise<HttpAnswer> {
  const parts: Buffer[] = []
  let length = 0
  for await (const part of response) {
    const bytes = Buffer.from(part)
    length += bytes.length
    if (length > mostBytes) {
      response.destroy()
      throw new Error('The answer is too long')
    }
    parts.push(bytes)
  }
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    bytes: Buffer.concat(parts),
  }
}
