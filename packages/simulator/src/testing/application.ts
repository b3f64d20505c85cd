import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import { z } from 'zod'

export type Received = {
  method: string
  path: string
  headers: Record<string, string | string[] | undefined>
  contentType: string
  query: Record<string, string>
  body: Record<string, unknown>
}

export type Reply = string | { status?: number; type?: string; body: string }

/** The application under test: answers voice requests by a function and keeps all that it was told. */
export async function startApplication(answer: (request: Received) => Reply) {
  const app = Fastify({ forceCloseConnections: true })
  await app.register(formbody)
  const voice: Received[] = []
  const updates: Received[] = []
  const cdrs: Received[] = []
  const order: string[] = []
  const now: { answer: (request: Received) => Reply; status: number } = { answer, status: 200 }
  app.all('/*', (request, reply) => {
    const received: Received = {
      method: request.method,
      path: request.url.split('?')[0] ?? '',
      headers: request.headers,
      contentType: request.headers['content-type'] ?? '',
      query: z.record(z.string(), z.string()).parse(request.query),
      body: unwrap(request.body),
    }
    if (received.path === '/session-update') {
      updates.push(received)
      order.push(String(received.body.status ?? received.body.state))
      return reply.code(now.status).send({ message: 'Session record updated successfully' })
    }
    if (received.path === '/cdr') {
      cdrs.push(received)
      order.push('cdr')
      return reply.code(now.status).send({ message: 'CDR Inserted successfully' })
    }
    if (received.path.endsWith('.mp3')) {
      return reply.type('audio/mpeg').send(Buffer.alloc(64_000))
    }
    voice.push(received)
    const replied = now.answer(received)
    const whole = typeof replied === 'string' ? { body: replied } : replied
    return reply
      .code(whole.status ?? 200)
      .type(whole.type ?? 'application/xml')
      .send(whole.body)
  })
  const url = (await app.listen({ port: 0, host: '127.0.0.1' })).replace(/\/$/, '')
  const forget = () => {
    for (const list of [voice, updates, cdrs, order]) list.length = 0
    now.answer = answer
    now.status = 200
  }
  return { url, voice, updates, cdrs, order, now, forget, close: () => app.close() }
}

export type Application = Awaited<ReturnType<typeof startApplication>>

const anyRecord = z.record(z.string(), z.unknown())

/** A notification may be an array with one element. */
function unwrap(body: unknown): Record<string, unknown> {
  const parsed = anyRecord.safeParse(Array.isArray(body) ? body[0] : body)
  return parsed.success ? parsed.data : {}
}
