import { mailStateSchema, mailTestSchema } from '@opbx/contract/mail'
import type { Deps } from '../context.ts'
import { ctxOf, personOf } from '../http/access.ts'
import { takeAttempt } from '../http/attempts.ts'
import type { HttpScope } from '../http/types.ts'
import { idPrefixes, newId } from '../ids.ts'
import { isMailSetUp, sendTestEmail } from './service.ts'

const tags = ['E-mail']
const limit = { most: 5, seconds: 300 }

export function registerMail(scope: HttpScope, deps: Deps): void {
  scope.get(
    '/api/v1/mail',
    {
      config: { permission: 'flow.read' },
      schema: {
        tags,
        summary: 'Whether this installation can send e-mail',
        response: { 200: mailStateSchema },
      },
    },
    async () => ({ isSetUp: isMailSetUp(deps), from: deps.config.mail?.from ?? null }),
  )
  scope.post(
    '/api/v1/mail/test',
    {
      config: { permission: 'organization.manage' },
      schema: {
        tags,
        summary: 'Send a test e-mail to oneself, at once',
        response: { 200: mailTestSchema },
      },
    },
    async (request) => {
      const person = personOf(request)
      await takeAttempt(deps.cache, `test e-mail ${ctxOf(deps, request).organizationId}`, limit)
      await sendTestEmail(deps, person.email, newId(idPrefixes.request, deps.clock.now()))
      return { to: person.email }
    },
  )
}
