import { auditEntrySchema, auditLogQuerySchema } from '@opbx/contract/identity'
import { pageOf } from '@opbx/contract/pagination'
import type { Deps } from '../context.ts'
import { ctxOf } from '../http/access.ts'
import type { HttpScope } from '../http/types.ts'
import { listAuditEntries } from './service.ts'

export function registerAuditLog(scope: HttpScope, deps: Deps): void {
  scope.get(
    '/api/v1/audit-log',
    {
      config: { permission: 'audit.read' },
      schema: {
        tags: ['Audit log'],
        summary: 'Who changed what, newest first',
        querystring: auditLogQuerySchema,
        response: { 200: pageOf(auditEntrySchema) },
      },
    },
    (request) => listAuditEntries(ctxOf(deps, request), request.query),
  )
}
