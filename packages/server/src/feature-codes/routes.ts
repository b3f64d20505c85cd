import {
  featureCodesResourceSchema,
  featureCodesSchema,
} from '@opbx/contract/call-flow/feature-codes'
import type { Deps } from '../context.ts'
import { ctxOf, versionOf } from '../http/access.ts'
import type { HttpScope } from '../http/types.ts'
import type { RevisionStore } from '../revisions/rules.ts'
import { changeFeatureCodes } from './change-feature-codes.ts'
import { readFeatureCodes } from './service.ts'

const path = '/api/v1/feature-codes'
const tags = ['Feature codes']
const response = { 200: featureCodesResourceSchema }

export function registerFeatureCodes(scope: HttpScope, deps: Deps, store: RevisionStore): void {
  scope.get(
    path,
    {
      config: { permission: 'flow.read' },
      schema: {
        tags,
        summary: 'What phones dial to change something, as the draft has it',
        response,
      },
    },
    (request) => readFeatureCodes(ctxOf(deps, request), store),
  )
  scope.put(
    path,
    {
      config: { permission: 'flow.write' },
      schema: {
        tags,
        summary: 'Set the feature codes of the draft; phones follow with the next Apply',
        description: 'A code that is left out is the usual one again. Null switches one off.',
        body: featureCodesSchema,
        response,
      },
    },
    async (request) => {
      const ctx = ctxOf(deps, request)
      await changeFeatureCodes(ctx, versionOf(request), request.body)
      return readFeatureCodes(ctx, store)
    },
  )
}
