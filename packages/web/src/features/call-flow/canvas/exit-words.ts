import { exitName, type FlowNode } from '@opbx/contract/call-flow/flow'
import { en } from '../../../texts/en.ts'
import type { Text } from '../../../texts/i18n.ts'

export interface ExitWords {
  /** Keys that the caller presses, shown as a key. */
  keys: string | null
  label: string
}

/** An exit as people call it: the key with its name, the rule's name, or the word for what happened. */
export function exitWords(node: FlowNode, exit: string, t: Text): ExitWords {
  // Who leaves a queue by its time-out has waited, and was asked for no key.
  const word = node.type === 'queue' && exit === 'timeout' ? 'waited' : exit
  const known = knownExits.find((one) => one === word)
  if (known) return { keys: null, label: t(`callFlow.exit.${known}`) }
  if (!/^[0-9*#]+$/.test(exit)) return { keys: null, label: exitName(node, exit) }
  const options = 'options' in node.config ? node.config.options : []
  return { keys: exit, label: options.find(({ digits }) => digits === exit)?.label ?? '' }
}

/** The same in one text: "2 Support". */
export function exitText(node: FlowNode, exit: string, t: Text): string {
  const { keys, label } = exitWords(node, exit, t)
  return keys === null ? label : `${keys} ${label}`.trim()
}

// Object.keys is typed as string[]; of a constant object the keys are known.
const knownExits = Object.keys(en.callFlow.exit) as (keyof typeof en.callFlow.exit)[]
