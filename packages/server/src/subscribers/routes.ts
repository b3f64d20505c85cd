import { subscriberSyncSchema } from '@opbx/contract/pairing'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import type { HttpScope } from '../http/types.ts'
import { getSubscriberSync, repairSubscribers } from './service.ts'

const path = '/api/v1/subscribers/sync'
const tags = ['subscribers']

export function registerSubscribers(scope: HttpScope, deps: Deps): void {
  scope.get(
    path,
    {
      config: { permission: 'flow.read' },
      schema: {
        tags,
        summary: 'How many devices the platform has',
        response: { 200: subscriberSyncSchema },
      },
    },
    (request) => getSubscriberSync(ctxOf(deps, request)),
  )
  scope.post(
    path,
    {
      config: { permission: 'flow.write' },
      schema: {
        tags,
        summary: 'Try again what failed or waits',
        response: { 200: subscriberSyncSchema },
      },
    },
    (request) => repairSubscribers(ctxOf(deps, request)),
  )
}
