import { exitName, type FlowNode, type FlowPhoneNumber } from '@opbx/contract/call-flow/flow'

/**
 * One entry of the story: what happened, and why in one plain sentence that names the deciding fact. All
 * sentences of the engine stand here and in the other files `because-….ts`.
 */
export interface Story {
  happened: string
  because: string
}

export const callStories = {
  entersByPhoneNumber: (phoneNumber: FlowPhoneNumber, node: FlowNode): Story => ({
    happened: `Called ${labelOf(phoneNumber)}`,
    because: `Because calls to ${labelOf(phoneNumber)} enter ${node.name}.`,
  }),
  entersByExtension: (number: string, node: FlowNode): Story => ({
    happened: `Dialed ${number}`,
    because: `Because ${number} is the extension number of ${node.name}.`,
  }),
  numberUnknown: (number: string): Story => ({
    happened: 'Said that the number is not in service',
    because: `Because ${number || 'the called number'} is not a phone number of this organization.`,
  }),
  numberWithoutEntry: (phoneNumber: FlowPhoneNumber): Story => ({
    happened: 'Said that the number is not in service',
    because: `Because ${labelOf(phoneNumber)} leads to no step.`,
  }),
  extensionUnknown: (number: string): Story => ({
    happened: 'Said that the extension does not exist',
    because: `Because ${number} is not the extension number of any step.`,
  }),
  startedByApi: (): Story => ({
    happened: 'Refused the call in words',
    because: 'Because calls that the API starts have no destination in the call flow yet.',
  }),
  ended: (): Story => ({
    happened: 'The call was over',
    because: 'Because the caller had hung up before the platform asked what to do next.',
  }),
  exitNotConnected: (exit: string, node: FlowNode): Story => ({
    happened: 'Hung up',
    because: `Because nothing is connected to exit ${exitName(node, exit)} of ${node.name}.`,
  }),
  targetMissing: (exit: string, node: FlowNode): Story => ({
    happened: 'Apologized and hung up',
    because: `Because exit ${exitName(node, exit)} of ${node.name} leads to a step that does not exist any more.`,
  }),
  entryMissing: (phoneNumber: FlowPhoneNumber): Story => ({
    happened: 'Apologized and hung up',
    because: `Because ${labelOf(phoneNumber)} leads to a step that does not exist any more.`,
  }),
  switchedOff: (node: FlowNode): Story => ({
    happened: 'Apologized and hung up',
    because: `Because ${node.name} is switched off.`,
  }),
  placeLost: (): Story => ({
    happened: 'Apologized and hung up',
    because: 'Because the step at which the call waited does not exist any more.',
  }),
  loop: (node: FlowNode): Story => ({
    happened: 'Apologized and hung up',
    because: `Because the call came back to ${node.name} without anybody acting.`,
  }),
  tooLong: (limit: number): Story => ({
    happened: 'Apologized and hung up',
    because: `Because the call entered more than ${limit} steps without anybody acting.`,
  }),
  tooManySteps: (limit: number): Story => ({
    happened: 'Apologized and hung up',
    because: `Because this call has had ${limit} answers already, which no caller needs.`,
  }),
} as const

export const menuStories = {
  plays: (node: FlowNode, attempts: number): Story => ({
    happened: `Played the menu, attempt 1 of ${attempts}`,
    because: `Because callers choose at ${node.name} with a key.`,
  }),
  playsAgain: (failure: MenuFailure, attempt: number, attempts: number): Story => ({
    happened: `Played the menu again, attempt ${attempt} of ${attempts}`,
    because: `Because ${menuFailure(failure)}.`,
  }),
  chosen: (digits: string, label: string, target: FlowNode | undefined): Story => ({
    happened: `Pressed ${digits}`,
    because: `Because ${keys(digits)}${label === '' ? '' : ` (${label})`} ${
      target ? `leads to ${target.name}` : 'is an option of this menu'
    }.`,
  }),
  said: (
    speech: string,
    { digits, words }: { digits: string; words: string },
    target: FlowNode | undefined,
  ): Story => ({
    happened: `Said “${speech}”`,
    because: `Because “${words}” is ${keys(digits)}, which ${
      target ? `leads to ${target.name}` : 'is an option of this menu'
    }.`,
  }),
  dialed: (digits: string, target: FlowNode): Story => ({
    happened: `Dialed ${digits}`,
    because: `Because ${digits} is the extension number of ${target.name}, and this menu takes extension numbers.`,
  }),
  givesUp: (failure: MenuFailure, attempts: number): Story => ({
    happened: failureHappened(failure),
    because: `Because ${menuFailure(failure)}, and ${
      attempts === 1 ? 'there is one attempt only' : `this was attempt ${attempts} of ${attempts}`
    }.`,
  }),
} as const

export type MenuFailure =
  | { kind: 'timeout'; seconds: number }
  | { kind: 'invalid'; digits: string; options: readonly string[] }
  | { kind: 'invalid'; speech: string; options: readonly string[] }

export const announcementStories = {
  plays: (node: FlowNode): Story => ({
    happened: 'Played the announcement',
    because: `Because every call that comes to ${node.name} hears it.`,
  }),
  played: (): Story => ({
    happened: 'The announcement ended',
    because: 'Because it was played to its end.',
  }),
  skipped: (digits: string): Story => ({
    happened: 'Skipped the announcement',
    because: `Because the caller pressed ${digits}, and any key ends it.`,
  }),
} as const

export const voicemailStories = {
  asks: (boxName: string, maxSeconds: number): Story => ({
    happened: 'Asked for a message',
    because: `Because ${boxName} takes messages of up to ${maxSeconds} seconds.`,
  }),
  saved: (boxName: string, seconds: number | null): Story => ({
    happened: 'Left a message',
    because:
      seconds === null
        ? `Because the caller spoke after the tone of ${boxName}.`
        : `Because the caller spoke for ${inSeconds(seconds)} after the tone of ${boxName}.`,
  }),
  empty: (boxName: string): Story => ({
    happened: 'Left no message',
    because: `Because nothing was recorded after the tone of ${boxName}.`,
  }),
} as const

export const hangUpStories = {
  hangsUp: (node: FlowNode): Story => ({
    happened: 'Hung up',
    because: `Because ${node.name} ends the call.`,
  }),
  saysAndHangsUp: (node: FlowNode): Story => ({
    happened: 'Said a message and hung up',
    because: `Because ${node.name} ends the call with a message.`,
  }),
  rejects: (node: FlowNode, reason: string): Story => ({
    happened: `Rejected the call: ${reason}`,
    because: `Because ${node.name} ends calls as ${reason}, and nothing had connected this one yet.`,
  }),
  tooLateToReject: (node: FlowNode, reason: string): Story => ({
    happened: 'Hung up',
    because: `Because ${node.name} ends calls as ${reason}, and this one was connected already.`,
  }),
} as const

export function inSeconds(seconds: number): string {
  return seconds === 1 ? '1 second' : `${seconds} seconds`
}

/** `Ann, Tom and Priya`; a long list is cut. */
export function listed(names: readonly string[], word: 'and' | 'or' = 'and'): string {
  if (names.length <= 1) return names[0] ?? ''
  if (names.length > 8) return `${names.slice(0, 7).join(', ')} ${word} ${names.length - 7} more`
  return `${names.slice(0, -1).join(', ')} ${word} ${names[names.length - 1]}`
}

function labelOf(phoneNumber: FlowPhoneNumber): string {
  return phoneNumber.label === ''
    ? phoneNumber.number
    : `${phoneNumber.label} (${phoneNumber.number})`
}

function keys(digits: string): string {
  return digits.length === 1 ? `key ${digits}` : `keys ${digits}`
}

function failureHappened(failure: MenuFailure): string {
  if (failure.kind === 'timeout') return 'Pressed nothing'
  return 'digits' in failure ? `Pressed ${failure.digits}` : `Said “${failure.speech}”`
}

function menuFailure(failure: MenuFailure): string {
  if (failure.kind === 'timeout') {
    return `the caller pressed nothing for ${inSeconds(failure.seconds)}`
  }
  if ('digits' in failure) {
    return `${failure.digits} is none of the options ${listed(failure.options)}`
  }
  return `“${failure.speech}” names none of the options, or more than one: ${listed(failure.options)}`
}
