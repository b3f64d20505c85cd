import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { beforeAll, expect, test, vi } from 'vitest'
import { guardRoutes } from '../http/access.ts'
import { sendError } from '../http/error-handler.ts'
import { createRevocations, type Revocations } from '../http/revocations.ts'
import { testApp } from '../testing/app.ts'
import { as, makeOrganization, type Sender } from '../testing/factories.ts'
import { createPrincipals } from './principals.ts'

beforeAll(testApp)

/** What another process on the same database and cache answers; `revocations` is what it hears. */
async function openOtherProcess(revocations?: Revocations) {
  const { deps } = await testApp()
  const heard = revocations ?? (await createRevocations(deps.cache))
  const app = Fastify().withTypeProvider<ZodTypeProvider>()
  app.setErrorHandler(sendError)
  app.decorateRequest('principal', null)
  await app.register(cookie)
  guardRoutes(app, createPrincipals({ ...deps, revocations: heard }).authenticate)
  app.get('/', { config: { permission: 'flow.read' } }, async () => 'hello')
  return async ({ headers }: Sender) => (await app.inject({ url: '/', headers })).statusCode
}

test('who is removed, demoted or revoked here is refused by other processes too', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const statusElsewhere = await openOtherProcess()
  const people = [acme.user, acme.reporter, acme.apiKey]
  for (const person of people) expect(await statusElsewhere(person)).toBe(200)
  const owner = as(server, acme.owner)
  await owner.del(`/api/v1/users/${acme.user.id}`, { version: 1 })
  await owner.patch(`/api/v1/users/${acme.reporter.id}`, { role: 'pbx_user' }, { version: 1 })
  await owner.del(`/api/v1/api-keys/${acme.apiKey.id}`)
  for (const person of people)
    await vi.waitFor(async () => expect(await statusElsewhere(person)).toBe(401))
})

test('who signs out here is signed out in other processes, and nobody else is', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const statusElsewhere = await openOtherProcess()
  expect(await statusElsewhere(acme.user)).toBe(200)
  await as(server, acme.user).post('/api/auth/sign-out', {})
  await vi.waitFor(async () => expect(await statusElsewhere(acme.user)).toBe(401))
  expect(await statusElsewhere(acme.admin)).toBe(200)
})

test('a message that was lost between processes is made up for within half a minute', async () => {
  const server = await testApp()
  const acme = await makeOrganization(server)
  const deaf = { announce: () => undefined, watch: () => () => true }
  const statusElsewhere = await openOtherProcess(deaf)
  expect(await statusElsewhere(acme.user)).toBe(200)
  await as(server, acme.user).post('/api/auth/sign-out', {})
  const now = server.deps.clock.now()
  try {
    server.setNow(new Date(now.getTime() + 30_000))
    expect(await statusElsewhere(acme.user)).toBe(401)
  } finally {
    server.setNow(now)
  }
})
