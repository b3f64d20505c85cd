import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'

interface Received {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** Somebody else's server on this machine, which remembers what it got. */
export interface Receiver {
  url: string
  received: Received[]
  /** How it answers from now on; 200 without a body until told. */
  answer: (response: ServerResponse, received: Received) => void
  close(): Promise<void>
}

export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    const { method = '', url = '', headers } = request
    const one = { method, path: url, headers, body }
    received.push(one)
    receiver.answer(response, one)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const receiver: Receiver = {
    url: `http://127.0.0.1:${port}`,
    received,
    answer: (response) => response.end(),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
  return receiver
}
