import {
  templateListSchema,
  templateUsedSchema,
  templateUseSchema,
} from '@opbx/contract/call-flow/templates'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import type { HttpScope } from '../http/types.ts'
import { listTemplates } from './catalogue.ts'
import { useTemplate } from './use-template.ts'

const tags = ['Templates']

export function registerTemplates(scope: HttpScope, deps: Deps): void {
  scope.get(
    '/api/v1/templates',
    {
      config: { permission: 'flow.read' },
      schema: {
        tags,
        summary: 'Ready flows with their tests',
        response: { 200: templateListSchema },
      },
    },
    () => ({ items: listTemplates() }),
  )
  scope.post(
    '/api/v1/templates/use',
    {
      config: { permission: 'flow.write' },
      schema: {
        tags,
        summary: 'Add a ready flow to the draft, with its tests',
        description:
          'All of it or nothing. Names that are taken get a number behind them. Where no outbound route permits a number outside, the draft gets one for just that number.',
        body: templateUseSchema,
        response: { 201: templateUsedSchema },
      },
    },
    async (request, reply) =>
      reply.code(201).send(await useTemplate(ctxOf(deps, request), request.body)),
  )
}
