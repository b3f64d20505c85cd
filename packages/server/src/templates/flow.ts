import type { FlowTestAction, FlowTestEnd } from '@opbx/contract/call-flow/flow-tests'
import type { NodeType } from '@opbx/contract/call-flow/node-types'
import type { TimeRange } from '@opbx/contract/call-flow/nodes/business-hours'
import type { TemplateUse } from '@opbx/contract/call-flow/templates'
import type { ImportedNode, ImportedTest } from '../call-flow/service.ts'

/** What a template is made from. */
export interface TemplateInput extends Pick<TemplateUse, 'phoneNumber' | 'outsideNumbers'> {
  /** Who is rung: key or id of the extension, and its number. */
  people: readonly { node: string; number: string }[]
  systemUrl: string
  assistantUrl: string
  applicationUrl: string
  /** A holiday of the organization's country on a working day, `2027-01-01`; null: it has no calendar. */
  holiday: string | null
  country: string
}

/** A flow that is ready to be tried, with its tests. References to nodes are their keys. */
export interface TemplateFlow {
  /** The first is where the phone number leads to. */
  nodes: readonly [ImportedNode, ...ImportedNode[]]
  tests: readonly ImportedTest[]
}

const columnWidth = 320
const rowHeight = 260

/** A node of a template, placed on the canvas by column and row. */
export function step<T extends NodeType>(
  key: string,
  type: T,
  name: string,
  node: {
    at: readonly [column: number, row: number]
    config: object
    exits?: Record<string, string>
  },
): ImportedNode {
  const [column, row] = node.at
  const position = { x: column * columnWidth, y: row * rowHeight }
  return { key, type, name, config: node.config, exits: node.exits ?? {}, position }
}

const open: TimeRange[] = [{ from: '09:00', to: '17:00' }]

/** Monday to Friday, 9 to 5, closed on the holidays of the country. */
export function officeHours({ country, holiday }: TemplateInput): object {
  return {
    weekly: { monday: open, tuesday: open, wednesday: open, thursday: open, friday: open },
    holidays: holiday === null ? [] : [{ country }],
  }
}

/** A Tuesday morning and a Saturday, on the organization's clock. */
const workday = '2026-11-17T10:42'
export const weekend = '2026-11-21T10:42'

/** A number kept for fiction: nobody has it. */
const caller = '+12025550150'

/** A call from outside to the template's number, and what must come of it. */
export function testCall(
  name: string,
  { phoneNumber }: TemplateInput,
  call: {
    at?: string
    actions?: FlowTestAction[]
    answers?: Record<string, unknown[]>
    /** Steps that the call goes through, among others. */
    steps?: string[]
    rings?: string[]
    ends: FlowTestEnd
  },
): ImportedTest {
  return {
    name,
    from: caller,
    to: phoneNumber,
    at: call.at ?? workday,
    actions: call.actions ?? [],
    facts: call.answers === undefined ? {} : { answers: call.answers },
    expect: {
      path: call.steps ? { mode: 'contains', steps: call.steps.map((node) => ({ node })) } : null,
      rings: call.rings ? { mode: 'exact', who: call.rings } : null,
      ends: call.ends,
    },
  }
}
