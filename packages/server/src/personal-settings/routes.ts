import { personalSettingsSchema } from '@opbx/contract/call-flow/personal-settings'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import type { HttpScope } from '../http/types.ts'
import { changePersonalSettings, getPersonalSettings } from './service.ts'

const path = '/api/v1/extensions/:id/personal-settings'
const tags = ['Call flow']

export function registerPersonalSettings(scope: HttpScope, deps: Deps): void {
  scope.get(
    path,
    {
      config: { permission: 'flow.read' },
      schema: {
        tags,
        summary: 'Do-not-disturb and forwarding of an extension',
        params: idParamsSchema,
        response: { 200: personalSettingsSchema },
      },
    },
    (request) => getPersonalSettings(ctxOf(deps, request), request.params.id),
  )
  scope.put(
    path,
    {
      config: { permission: 'flow.read' },
      schema: {
        tags,
        summary:
          'Set do-not-disturb and forwarding: of the own extension, or of any with flow.write',
        description: 'Acts at once. It is no part of the draft, and no Apply changes it.',
        params: idParamsSchema,
        body: personalSettingsSchema,
        response: { 200: personalSettingsSchema },
      },
    },
    (request) => changePersonalSettings(ctxOf(deps, request), request.params.id, request.body),
  )
}
