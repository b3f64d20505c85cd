import type { FlowNode } from '../flow.ts'
import { nodeTypes } from '../node-types.ts'
import { type LintContext, nodeError } from './lint-context.ts'

/** Settings that are missing or that their form would refuse. */
export function lintSettings(context: LintContext) {
  for (const node of context.active) {
    lintConfig(context, node)
    if (node.type === 'extension' && node.extension === null) {
      nodeError(context, node, {
        code: 'extension_number_missing',
        message: `${node.name} has no extension number, so nobody can dial it and its devices get no account.`,
        remedy: 'Give it a number of 2 to 6 digits.',
      })
    }
  }
}

// A configuration never changes once it is in a flow, so a sound one is read once while one edits the others.
const sound = new WeakSet<FlowNode['config']>()

function lintConfig(context: LintContext, node: FlowNode) {
  if (sound.has(node.config)) return
  const parsed = nodeTypes[node.type].config.safeParse(node.config)
  if (parsed.success) {
    sound.add(node.config)
    return
  }
  for (const issue of parsed.error.issues.slice(0, 5)) {
    nodeError(context, node, {
      code: 'setting_missing',
      message: `The setting ${issue.path.join('.') || 'config'} of ${node.name} is missing or wrong.`,
      remedy: issue.message,
    })
  }
}
