import { promptUsesOf } from '../library-prompt.ts'
import { type LintContext, nodeError } from './lint-context.ts'

/** Steps that speak a prompt which the library does not have any more. */
export function lintPrompts(context: LintContext) {
  const known = new Set((context.flow.prompts ?? []).map(({ id }) => id))
  for (const node of context.active) {
    const missing = promptUsesOf(node.config).filter(({ prompt }) => !known.has(prompt))
    for (const { path } of missing) {
      const field = path.replace(/^config\./, '').replace(/\.promptId$/, '')
      nodeError(context, node, {
        code: 'prompt_missing',
        message: `${node.name} plays a prompt that does not exist any more (${field}).`,
        remedy: 'Choose another prompt, or write the text there.',
      })
    }
  }
}
