import type { FlowNode } from '@opbx/contract/call-flow/flow'
import type { Need } from './types.ts'
import { answerTo, type Walk } from './walk.ts'

type Asked = { kind: 'need'; need: Need } | { kind: 'busy'; nodes: readonly string[] }

/**
 * Those of these extensions who take no further call: at their limit of calls, or with `skipBusy` in any other call.
 * `asker`: id of the node that wants to ring them. Without a limit nobody is asked.
 */
export function findBusy(
  walk: Walk,
  asker: string,
  { nodes, skipBusy = false }: { nodes: readonly (FlowNode | undefined)[]; skipBusy?: boolean },
): Asked {
  const most = new Map<string, number>()
  for (const node of nodes) {
    if (node?.type !== 'extension') continue
    const limit = skipBusy ? 1 : node.config.concurrentCalls
    if (limit !== null) most.set(node.id, limit)
  }
  if (most.size === 0) return { kind: 'busy', nodes: [] }
  const need: Need = { kind: 'busy', key: `busy:${asker}`, nodes: [...most.keys()], fallback: [] }
  const answer = answerTo(walk, need)
  if (answer === undefined) return { kind: 'need', need }
  const full = [...most].filter(([id, limit]) => callsIn(answer, id) >= limit)
  return { kind: 'busy', nodes: full.map(([id]) => id) }
}

function callsIn(answer: readonly string[], id: string): number {
  return answer.filter((node) => node === id).length
}
