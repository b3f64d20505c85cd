import { exitName, exitsOf, type FlowNode, type FlowPhoneNumber, membersOf } from '../flow.ts'
import { otherwiseExit } from '../nodes/caller-filter.ts'
import {
  type LintContext,
  listed,
  nodeError,
  nodeWarning,
  phoneNumberError,
} from './lint-context.ts'

/** Exits, members and phone numbers: where they lead, and where they lead nowhere. */
export function lintExits(context: LintContext) {
  for (const node of context.active) {
    for (const exit of exitsOf(node)) lintExit(context, node, exit)
    for (const member of membersOf(node)) lintMember(context, node, member.node)
    lintOpenExits(context, node)
  }
  for (const phoneNumber of context.flow.phoneNumbers) lintEntry(context, phoneNumber)
}

/** The node that an exit leads to, connected or not, there or not. */
export function exitTarget(node: FlowNode, exit: string): string | null {
  return Object.hasOwn(node.exits, exit) ? (node.exits[exit] ?? null) : null
}

function lintExit(context: LintContext, node: FlowNode, exit: string) {
  const id = exitTarget(node, exit)
  if (id === null) return
  const target = context.nodes.get(id)
  if (target?.enabled) return
  const name = exitName(node, exit)
  nodeError(context, node, {
    code: target ? 'exit_to_disabled' : 'exit_to_deleted',
    message: target
      ? `Exit ${name} of ${node.name} leads to ${target.name}, which is switched off.`
      : `Exit ${name} of ${node.name} leads to a step that was deleted.`,
    remedy: target
      ? `Switch ${target.name} on, or choose another step for ${name}.`
      : `Choose another step for ${name}, or none to hang up.`,
  })
}

function lintMember(context: LintContext, node: FlowNode, id: string) {
  const member = context.nodes.get(id)
  if (member?.enabled && member.type === 'extension') return
  if (!member) {
    nodeError(context, node, {
      code: 'member_deleted',
      message: `A member of ${node.name} was deleted.`,
      remedy: 'Remove it from the members.',
    })
  } else if (member.type === 'extension') {
    nodeError(context, node, {
      code: 'member_disabled',
      message: `${member.name}, a member of ${node.name}, is switched off.`,
      remedy: `Switch ${member.name} on, or remove it from the members.`,
    })
  } else {
    nodeError(context, node, {
      code: 'member_not_extension',
      message: `${member.name}, a member of ${node.name}, is no extension and cannot ring.`,
      remedy: 'Choose an extension instead.',
    })
  }
}

function lintEntry(context: LintContext, phoneNumber: FlowPhoneNumber) {
  const { number, entry } = phoneNumber
  const target = entry === null ? undefined : context.nodes.get(entry)
  if (target?.enabled) return
  if (entry === null) {
    phoneNumberError(context, phoneNumber, {
      code: 'entry_missing',
      message: `${number} leads nowhere: its callers would hear that it is not in service.`,
      remedy: 'Choose the step that its calls enter.',
    })
  } else if (target) {
    phoneNumberError(context, phoneNumber, {
      code: 'entry_disabled',
      message: `${number} leads to ${target.name}, which is switched off.`,
      remedy: `Switch ${target.name} on, or choose another step.`,
    })
  } else {
    phoneNumberError(context, phoneNumber, {
      code: 'entry_deleted',
      message: `${number} leads to a step that was deleted.`,
      remedy: 'Choose another step for its calls.',
    })
  }
}

const exitWords: Record<string, string> = {
  no_answer: 'nobody answers',
  busy: 'the line is busy',
  unreachable: 'the phone is off',
  failed: 'the number cannot be reached',
  timeout: 'no key is pressed',
  invalid: 'a wrong key is pressed',
  open: 'it is open',
  closed: 'it is closed',
  holiday: 'it is a holiday',
  next: 'it has been heard',
  otherwise: 'no rule fits',
  refused: 'somebody is not let in',
  full: 'too many wait already',
  no_agents: 'no agent is there',
  key_pressed: 'the exit key is pressed',
}

const requestWords: Record<string, string> = {
  success: 'the answer names no exit',
  failed: 'the request fails',
}

function inWords(node: FlowNode, exit: string): string {
  if (node.type === 'caller_filter' && exit !== otherwiseExit)
    return `rule ${exitName(node, exit)} fits`
  if (['caller_id', 'call_recording', 'webhook'].includes(node.type)) return 'it is done'
  if (node.type === 'http_request') return requestWords[exit] ?? `the answer names ${exit}`
  if (node.type === 'ai_assistant' && exit === 'failed') return 'it cannot be reached'
  if (node.type === 'queue' && exit === 'timeout') return 'somebody has waited too long'
  return exitWords[exit] ?? `key ${exit} is pressed`
}

function lintOpenExits(context: LintContext, node: FlowNode) {
  const open = exitsOf(node).filter(
    (exit) => exitTarget(node, exit) === null && hangsUp(node, exit),
  )
  if (node.type === 'ivr_menu' && open.includes('timeout')) {
    nodeWarning(context, node, {
      code: 'menu_without_timeout',
      message: `A caller who presses nothing at ${node.name} is hung up without a word.`,
      remedy: 'Choose a step for callers who press nothing, such as the reception.',
    })
  }
  const others = node.type === 'ivr_menu' ? open.filter((exit) => exit !== 'timeout') : open
  if (others.length === 0) return
  nodeWarning(context, node, {
    code: 'exit_hangs_up',
    message: `${node.name} hangs up without a word when ${listed(others.map((exit) => inWords(node, exit)))}.`,
    remedy: 'Choose a step for each, such as a voicemail box or a hang-up with a message.',
  })
}

function hangsUp(node: FlowNode, exit: string): boolean {
  if (node.type === 'extension') return node.config.voicemail === false
  // Who was in a conference, or talked with a machine, knows that it is over.
  if (node.type === 'conference' || node.type === 'ai_assistant') return exit !== 'ended'
  if (node.type === 'queue' && exit === 'key_pressed') return node.config.exitKey !== null
  if (node.type === 'queue' && exit === 'no_agents') return node.config.joinEmpty !== 'always'
  // A holiday without its own step is treated as closed.
  return !(node.type === 'business_hours' && exit === 'holiday')
}
