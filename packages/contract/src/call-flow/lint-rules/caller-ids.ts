import { type LintContext, nodeWarning } from './lint-context.ts'

/** Caller ID rules that change nothing. */
export function lintCallerIds(context: LintContext) {
  for (const node of context.active) {
    if (node.type !== 'caller_id') continue
    const { callerName, tags, variables } = node.config
    if (callerName !== null || tags.length > 0 || variables.length > 0) continue
    nodeWarning(context, node, {
      code: 'caller_id_changes_nothing',
      message: `${node.name} changes nothing: it has no name, no tag and no variable.`,
      remedy: 'Set one of them, or delete it.',
    })
  }
}
