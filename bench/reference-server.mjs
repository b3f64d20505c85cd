import { createHash, timingSafeEqual } from 'node:crypto'
import Fastify from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'

// The reference of the voice route: the least that any application would do with the same request.
const body = z.object({
  ApiVersion: z.string(),
  CallStatus: z.string(),
  From: z.string(),
  To: z.string(),
  CallSid: z.string(),
  Session: z.string(),
  Domain: z.string(),
  Direction: z.string(),
  AccountSid: z.string(),
  SessionData: z.looseObject({ id: z.number(), token: z.string(), status: z.string() }),
})
const document =
  '<?xml version="1.0" encoding="UTF-8"?><Response><Gather action="https://pbx.acme.example/api/voice/next/x" timeout="3"><Say>Welcome. For sales press 1.</Say></Gather><Hangup/></Response>'

const keyHash = createHash('sha256')
  .update(`Bearer ${process.env.REFERENCE_KEY ?? ''}`)
  .digest()
const app = Fastify()
app.setValidatorCompiler(validatorCompiler)
app.setSerializerCompiler(serializerCompiler)
app.addHook('onRequest', async (request, reply) => {
  const given = createHash('sha256')
    .update(request.headers.authorization ?? '')
    .digest()
  if (!timingSafeEqual(given, keyHash)) return reply.code(401).send()
})
app.post('/api/voice/route', { schema: { body } }, (_request, reply) =>
  reply.type('application/xml').send(document),
)
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' })
process.send?.({ ready: true })
