import { pageOf } from '@opbx/contract/pagination'
import {
  webhookDeliveryDetailSchema,
  webhookDeliveryQuerySchema,
  webhookDeliverySchema,
} from '@opbx/contract/webhooks'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import { idParamsSchema } from '../http/params.ts'
import type { HttpScope } from '../http/types.ts'
import { listDeliveries } from './list-deliveries.ts'
import { getDelivery, resendDelivery, testNode, type Webhooks } from './service.ts'

/** What receivers were told, and what came of it. */
export function registerWebhooks(scope: HttpScope, deps: Deps, webhooks: Webhooks): void {
  const path = '/api/v1/webhook-deliveries'
  const tags = ['Webhook deliveries']
  const config = { permission: 'integration.manage' } as const
  scope.get(
    path,
    {
      config,
      schema: {
        tags,
        summary: 'List: deliveries of the last 30 days, newest first',
        querystring: webhookDeliveryQuerySchema,
        response: { 200: pageOf(webhookDeliverySchema) },
      },
    },
    (request) => listDeliveries(ctxOf(deps, request), request.query),
  )
  scope.get(
    `${path}/:id`,
    {
      config,
      schema: {
        tags,
        summary: 'One delivery, with its body and each attempt',
        params: idParamsSchema,
        response: { 200: webhookDeliveryDetailSchema },
      },
    },
    (request) => getDelivery(ctxOf(deps, request), request.params.id),
  )
  scope.post(
    `${path}/:id/resend`,
    {
      config,
      schema: {
        tags,
        summary: 'Send it again, with the same webhook-id',
        params: idParamsSchema,
        response: { 200: webhookDeliverySchema },
      },
    },
    async (request) => {
      const delivery = await resendDelivery(ctxOf(deps, request), request.params.id)
      webhooks.wake()
      return delivery
    },
  )
  scope.post(
    '/api/v1/webhook-nodes/:id/test',
    {
      config: { permission: 'flow.write' },
      schema: {
        tags,
        summary: 'Send a sample to the address of the draft, once',
        params: idParamsSchema,
        response: { 200: webhookDeliveryDetailSchema },
      },
    },
    (request) => testNode(ctxOf(deps, request), request.params.id),
  )
}
