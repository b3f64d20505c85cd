import type { Flow, FlowNode, FlowPhoneNumber } from '@opbx/contract/call-flow/flow'
import { type HolidayBook, noHolidays } from '@opbx/contract/call-flow/holidays'
import type { FlowPrompt } from '@opbx/contract/call-flow/library-prompt'

/** A flow with its indexes, built once per revision. */
export interface CompiledFlow {
  flow: Flow
  nodes: ReadonlyMap<string, FlowNode>
  /** Place of each node in the flow: short enough for a continuation, stable in a revision. */
  indexes: ReadonlyMap<string, number>
  byExtension: ReadonlyMap<string, FlowNode>
  byPhoneNumber: ReadonlyMap<string, FlowPhoneNumber>
  prompts: ReadonlyMap<string, FlowPrompt>
  /** Digits of the longest extension number of an enabled node; 0: there is none. */
  longestExtension: number
  /** Knows the days of the holiday calendars that its business hours name. */
  holidays: HolidayBook
}

/** Builds the indexes of a flow. Where two claim the same number the first one has it. */
export function compileFlow(flow: Flow, holidays: HolidayBook = noHolidays): CompiledFlow {
  const nodes = new Map<string, FlowNode>()
  const indexes = new Map<string, number>()
  const byExtension = new Map<string, FlowNode>()
  const byPhoneNumber = new Map<string, FlowPhoneNumber>()
  let longestExtension = 0
  flow.nodes.forEach((node, index) => {
    nodes.set(node.id, node)
    indexes.set(node.id, index)
    if (node.extension === null) return
    if (!byExtension.has(node.extension)) byExtension.set(node.extension, node)
    if (node.enabled) longestExtension = Math.max(longestExtension, node.extension.length)
  })
  for (const phoneNumber of flow.phoneNumbers) {
    if (!byPhoneNumber.has(phoneNumber.number)) byPhoneNumber.set(phoneNumber.number, phoneNumber)
  }
  const prompts = new Map((flow.prompts ?? []).map((prompt) => [prompt.id, prompt]))
  return { flow, nodes, indexes, byExtension, byPhoneNumber, prompts, longestExtension, holidays }
}
