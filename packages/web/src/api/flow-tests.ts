import {
  type FlowTestCreate,
  type FlowTestRunResult,
  flowTestRunResultSchema,
} from '@opbx/contract/call-flow/flow-tests'
import { queryOptions } from '@tanstack/react-query'
import { api } from './client.ts'

/** How all tests of the draft do now. Running them is quick, so that nothing old is ever shown. */
export const flowTestRunQuery = queryOptions({
  queryKey: ['flow', 'flow_test', 'run'],
  queryFn: ({ signal }) => runFlowTests({ trace: false }, signal),
})

export function runFlowTests(
  body: { ids?: string[]; test?: FlowTestCreate; trace?: boolean },
  signal?: AbortSignal,
): Promise<FlowTestRunResult> {
  return api.post('/flow-tests/run', { body, signal, schema: flowTestRunResultSchema })
}
