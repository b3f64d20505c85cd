import { inSeconds, type Story } from './because.ts'
import type { DialResult } from './types.ts'

export const assistantStories = {
  connects: (name: string, to: string): Story => ({
    happened: `Handed over to ${name}`,
    because: `Because callers of ${name} talk with a machine at ${to}.`,
  }),
  ended: (name: string, seconds: number): Story => ({
    happened: `${name} ended the talk`,
    because: `Because the caller had talked with ${name} for ${inSeconds(seconds)}, then the other side ended it.`,
  }),
  failed: (name: string, result: DialResult): Story => ({
    happened: `${name} did not take the call`,
    because: `Because the platform ${failures[result]} ${name}.`,
  }),
  streamFailed: (name: string, seconds: number): Story => ({
    happened: `${name} did not take the call`,
    because: `Because the connection with ${name} ended after ${inSeconds(seconds)}, sooner than any talk.`,
  }),
  hungUp: (name: string, seconds: number): Story => ({
    happened: 'The caller hung up',
    because: `Because the caller left the talk with ${name} after ${inSeconds(seconds)}.`,
  }),
} as const

const failures: Readonly<Record<DialResult, string>> = {
  answered: 'connected the caller with',
  no_answer: 'got no answer from',
  busy: 'found the line busy at',
  unreachable: 'could not reach',
  canceled: 'stopped calling',
}
