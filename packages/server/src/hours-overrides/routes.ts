import {
  hoursOverrideChangeSchema,
  hoursOverrideSchema,
  hoursOverridesSchema,
} from '@opbx/contract/call-flow/hours-override'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import type { HttpScope } from '../http/types.ts'
import { changeHoursOverride, getHoursOverride, listHoursOverrides } from './service.ts'

const path = '/api/v1/business-hours/:id/override'
const tags = ['Business hours']

export function registerHoursOverrides(scope: HttpScope, deps: Deps): void {
  scope.get(
    '/api/v1/flow/hours-overrides',
    {
      config: { permission: 'flow.read' },
      schema: {
        tags,
        summary: 'Which business hours are set open or closed by hand now',
        response: { 200: hoursOverridesSchema },
      },
    },
    (request) => listHoursOverrides(ctxOf(deps, request)),
  )
  scope.get(
    path,
    {
      config: { permission: 'flow.read' },
      schema: {
        tags,
        summary: 'Whether business hours are set open or closed by hand',
        params: idParamsSchema,
        response: { 200: hoursOverrideSchema },
      },
    },
    (request) => getHoursOverride(ctxOf(deps, request), request.params.id),
  )
  scope.put(
    path,
    {
      config: { permission: 'flow.write' },
      schema: {
        tags,
        summary: 'Open or close now, whatever the hours say',
        description:
          'Acts at once. It is no part of the draft, and no Apply changes it. Trial calls meet it too.',
        params: idParamsSchema,
        body: hoursOverrideChangeSchema,
        response: { 200: hoursOverrideSchema },
      },
    },
    (request) => changeHoursOverride(ctxOf(deps, request), request.params.id, request.body),
  )
}
