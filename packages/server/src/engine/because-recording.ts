import type { Story } from './because.ts'

export const recordingStories = {
  announces: (step: string): Story => ({
    happened: 'Said that the call is recorded',
    because: `Because ${step} tells callers before it records them.`,
  }),
  isOn: (step: string): Story => ({
    happened: 'Recording is on from here',
    because: `Because calls that come by ${step} are recorded from the moment somebody answers.`,
  }),
  isOff: (step: string): Story => ({
    happened: 'Recording is off from here',
    because: `Because ${step} switches it off for the rest of the call, whatever is set elsewhere.`,
  }),
  ofCallsTo: (extension: string): Story => ({
    happened: 'Recorded when somebody answers',
    because: `Because calls that ring ${extension} are recorded.`,
  }),
  ofCallsFrom: (extension: string): Story => ({
    happened: 'Recorded when somebody answers',
    because: `Because calls that the phones of ${extension} make are recorded.`,
  }),
  ofRoom: (room: string): Story => ({
    happened: 'Recorded',
    because: `Because ${room} records what is said in it.`,
  }),
} as const
