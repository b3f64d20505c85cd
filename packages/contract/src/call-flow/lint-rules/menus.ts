import type { NodeOf } from '../flow.ts'
import { type LintContext, nodeError, nodeWarning } from './lint-context.ts'

/** Options that another option or an extension number hides. */
export function lintMenus(context: LintContext) {
  let numbers: ReadonlyMap<string, string> | undefined
  for (const node of context.active) {
    if (node.type !== 'ivr_menu') continue
    lintOptions(context, node)
    if (!node.config.directDial) continue
    numbers ??= extensionBeginnings(context)
    lintDirectDial(context, node, numbers)
  }
}

function lintOptions(context: LintContext, menu: NodeOf<'ivr_menu'>) {
  const seen = new Set<string>()
  for (const { digits } of menu.config.options) {
    if (seen.has(digits)) {
      nodeError(context, menu, {
        code: 'option_repeated',
        message: `${menu.name} has the option ${digits} twice, and only the first can be reached.`,
        remedy: 'Give one of the two other digits.',
      })
    }
    seen.add(digits)
  }
  for (const digits of seen) {
    for (let length = 1; length < digits.length; length += 1) {
      const shorter = digits.slice(0, length)
      if (!seen.has(shorter)) continue
      nodeError(context, menu, {
        code: 'option_shadowed',
        message: `Option ${digits} of ${menu.name} begins with option ${shorter}: a slow caller who wants ${digits} gets ${shorter}.`,
        remedy: `Choose digits for one of the two so that neither begins with the other.`,
      })
    }
  }
}

function lintDirectDial(
  context: LintContext,
  menu: NodeOf<'ivr_menu'>,
  numbers: ReadonlyMap<string, string>,
) {
  for (const { digits } of menu.config.options) {
    const extension = numbers.get(digits)
    if (extension === undefined) continue
    nodeWarning(context, menu, {
      code: 'extension_shadows_option',
      message:
        extension === digits
          ? `Option ${digits} of ${menu.name} is also an extension number, which callers cannot dial there.`
          : `Extension ${extension} begins with option ${digits} of ${menu.name}, so callers who press ${digits} wait ${menu.config.interDigitSeconds} seconds for more digits.`,
      remedy: 'Choose another digit for the option, or turn direct dialing off.',
    })
  }
}

/** Every beginning of an extension number, with the first number that begins so. */
function extensionBeginnings(context: LintContext): ReadonlyMap<string, string> {
  const beginnings = new Map<string, string>()
  for (const { extension } of context.active) {
    if (extension === null) continue
    for (let length = 1; length <= extension.length; length += 1) {
      const beginning = extension.slice(0, length)
      if (!beginnings.has(beginning)) beginnings.set(beginning, extension)
    }
  }
  return beginnings
}
