import type { Exits, FlowNode, FlowPhoneNumber } from '@opbx/contract/call-flow/flow'

/** Steps for the tests of the canvas. */
const plain = (id: string) => ({ id, name: id, extension: null, enabled: true })

export const hangUp = (id: string): FlowNode => ({
  ...plain(id),
  type: 'hang_up',
  config: { reason: 'normal', message: null },
  exits: {},
})

export const announcement = (id: string, next: string | null = null): FlowNode => ({
  ...plain(id),
  type: 'announcement',
  config: { prompt: { text: 'Hello.' }, skippable: false },
  exits: { next },
})

/** A menu with an option for each key among its exits. */
export const menu = (id: string, exits: Exits): FlowNode => ({
  ...plain(id),
  type: 'ivr_menu',
  config: {
    prompt: { text: 'Press a key.' },
    invalidPrompt: null,
    timeoutPrompt: null,
    options: Object.keys(exits)
      .filter((exit) => /^\d$/.test(exit))
      .map((digits) => ({ digits, label: `Choice ${digits}` })),
    speech: false,
    directDial: false,
    firstDigitSeconds: 8,
    interDigitSeconds: 3,
    attempts: 3,
  },
  exits,
})

export const phoneNumber = (id: string, entry: string | null): FlowPhoneNumber => ({
  id,
  number: '+12025550100',
  label: 'Main',
  entry,
  callerNamePrefix: '',
})
