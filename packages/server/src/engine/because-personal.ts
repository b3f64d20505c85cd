import type { Story } from './because.ts'

export type ForwardReason = 'always' | 'busy' | 'no_answer' | 'unreachable'

const when: Readonly<Record<ForwardReason, string>> = {
  always: 'always',
  busy: 'when busy',
  no_answer: 'when nobody answers',
  unreachable: 'when no phone can be reached',
}

const joins = {
  listen: 'Listens to the call of',
  whisper: 'Speaks to one side in the call of',
  barge: 'Joins the call of',
} as const

/** Sentences about what people set for themselves. */
export const personalStories = {
  doNotDisturb: (name: string, ownBox: boolean): Story => ({
    happened: `${name} was not rung`,
    because: `Because ${name} has do-not-disturb on${
      ownBox ? ", and with nothing connected to exit busy the person's own voicemail answers" : ''
    }.`,
  }),
  forwards: (name: string, target: string, reason: ForwardReason): Story => ({
    happened: `Forwarded to ${target}`,
    because: `Because ${name} forwards calls to ${target} ${when[reason]}.`,
  }),
  forwardedBefore: (name: string, target: string): Story => ({
    happened: `Not forwarded to ${target}`,
    because: `Because ${name}, or too many others before it, have forwarded this call already.`,
  }),
  forwardLoop: (name: string, target: string): Story => ({
    happened: `Not forwarded to ${target}`,
    because: `Because the call came from ${target}, so ${name} would send it in a circle.`,
  }),
  forwardTargetMissing: (name: string, target: string): Story => ({
    happened: `Not forwarded to ${target}`,
    because: `Because ${name} forwards calls to ${target}, which is not the number of any step that is in use.`,
  }),
  forwardRefused: (name: string, target: string): Story => ({
    happened: `Not forwarded to ${target}`,
    because: `Because ${name} forwards calls to ${target}, and no outbound route permits that.`,
  }),
  changed: (what: string): Story => ({
    happened: what,
    because: 'Because the phone dialed the feature code for it.',
  }),
  notInTrial: (): Story => ({
    happened: 'The feature code changed nothing',
    because: 'Because this is a pretend call, and the settings are real.',
  }),
  noAgent: (name: string): Story => ({
    happened: 'The feature code changed nothing',
    because: `Because ${name} is no agent of a queue that is live.`,
  }),
  notChanged: (): Story => ({
    happened: 'The feature code changed nothing',
    because: 'Because the settings could not be stored in time.',
  }),
  codeUnclear: (dialed: string): Story => ({
    happened: 'The feature code changed nothing',
    because: `Because ${dialed} names no number to forward to.`,
  }),
  supervises: (name: string, how: 'listen' | 'whisper' | 'barge'): Story => ({
    happened: `${joins[how]} ${name}`,
    because: 'Because the phone dialed the feature code for it, and its person is a supervisor.',
  }),
  superviseUnclear: (dialed: string): Story => ({
    happened: 'Nobody was listened to',
    because: `Because ${dialed} names no extension.`,
  }),
  nobodyTalks: (name: string): Story => ({
    happened: 'Nobody was listened to',
    because: `Because ${name} is in no call that is known to be answered.`,
  }),
  notSupervisor: (name: string): Story => ({
    happened: 'Nobody was listened to',
    because: `Because ${name} is not the extension of an owner or PBX admin.`,
  }),
  codeWithoutExtension: (dialed: string): Story => ({
    happened: 'The feature code changed nothing',
    because: `Because the phone that dialed ${dialed} belongs to no extension that is switched on.`,
  }),
} as const
