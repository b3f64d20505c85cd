import { meSchema, setupSchema, setupStateSchema } from '@opbx/contract/identity'
import type { FastifyRequest } from 'fastify'
import type { Deps } from '../context.ts'
import { AppError } from '../errors.ts'
import { networkOf, takeAttempt } from '../http/attempts.ts'
import { setKnownBrowser, setSignInToken } from '../http/sign-in-cookie.ts'
import type { HttpScope } from '../http/types.ts'
import { describePerson, proveBrowser } from '../sign-in/service.ts'
import { isDirectFromThisComputer } from './direct-request.ts'
import { alreadySetUp, isSetUp, isSetupCode, makeSetupCode, setUp } from './service.ts'

const limit = { most: 20, seconds: 300 }

export function registerSetup(scope: HttpScope, deps: Deps): void {
  const tags = ['Set-up']
  const config = { permission: 'public' } as const
  scope.get(
    '/api/v1/setup',
    {
      config,
      schema: {
        tags,
        summary: 'Whether this installation waits for its first owner',
        response: { 200: setupStateSchema },
      },
    },
    async (request) => {
      const needed = !(await isSetUp(deps))
      return { needed, codeRequired: needed && !isDirectFromThisComputer(request) }
    },
  )
  scope.post(
    '/api/v1/setup',
    {
      config,
      schema: {
        tags,
        summary: 'Make the first organization and its owner, and sign her in',
        body: setupSchema,
        response: { 201: meSchema },
      },
    },
    async (request, reply) => {
      await takeAttempt(deps.cache, `setup ${networkOf(request.ip)}`, limit)
      if (await isSetUp(deps)) throw alreadySetUp()
      await requireRight(deps, request, request.body.setupCode)
      const { token, userId, organizationId } = await setUp(deps, request.body)
      setSignInToken(reply, token)
      setKnownBrowser(reply, proveBrowser(deps, request.body.email))
      return reply.code(201).send(await describePerson(deps, userId, organizationId))
    },
  )
  scope.addHook('onReady', () => announceSetup(deps))
}

/** The code is for whoever can read the log of this process. */
async function announceSetup(deps: Deps): Promise<void> {
  try {
    if (await isSetUp(deps)) return
    const code = await makeSetupCode(deps)
    deps.log.warn(
      `No owner yet: open ${deps.config.appUrl}/ui on this computer. From elsewhere the set-up asks for this code: ${code}`,
    )
  } catch (error) {
    deps.log.error({ err: error }, 'no set-up code could be made: the database does not answer')
  }
}

async function requireRight(
  deps: Deps,
  request: FastifyRequest,
  code: string | undefined,
): Promise<void> {
  if (isDirectFromThisComputer(request)) return
  if (code !== undefined && (await isSetupCode(deps, code))) return
  const message = 'Enter the set-up code that OPBX wrote into its log when it started.'
  throw new AppError('not_allowed', message, { fields: [{ path: 'setupCode', message }] })
}
