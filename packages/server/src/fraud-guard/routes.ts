import { fraudGuardSchema, fraudGuardSettingsSchema } from '@opbx/contract/fraud-guard'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import type { HttpScope } from '../http/types.ts'
import type { RevisionStore } from '../revisions/rules.ts'
import { changeFraudGuard, getFraudGuard, releaseOutside } from './service.ts'

const path = '/api/v1/fraud-guard'
const tags = ['Fraud guard']

export function registerFraudGuard(scope: HttpScope, deps: Deps, revisions: RevisionStore): void {
  scope.get(
    path,
    {
      config: { permission: 'flow.read' },
      schema: {
        tags,
        summary: 'Caps of calls to the outside, what is used of them, and what was refused',
        description:
          'Who sees only the own calls sees neither people nor refusals. Pretend calls are not counted.',
        response: { 200: fraudGuardSchema },
      },
    },
    (request) => getFraudGuard(ctxOf(deps, request), revisions),
  )
  scope.put(
    path,
    {
      config: { permission: 'organization.manage' },
      schema: {
        tags,
        summary: 'Set the caps of calls to the outside',
        description: 'Acts at once. It is no part of the draft, and no Apply changes it.',
        body: fraudGuardSettingsSchema,
        response: { 200: fraudGuardSchema },
      },
    },
    async (request) => {
      const ctx = ctxOf(deps, request)
      await changeFraudGuard(ctx, request.body)
      return getFraudGuard(ctx, revisions)
    },
  )
  scope.post(
    `${path}/release`,
    {
      config: { permission: 'organization.manage' },
      schema: {
        tags,
        summary: 'Let calls to the outside go on after they were stopped',
        description: 'What was used stays used: raise a cap where it is still reached.',
        response: { 200: fraudGuardSchema },
      },
    },
    async (request) => {
      const ctx = ctxOf(deps, request)
      await releaseOutside(ctx)
      return getFraudGuard(ctx, revisions)
    },
  )
}
