import { listed, type Story } from './because.ts'

export const webhookStories = {
  tells: (name: string, host: string): Story => ({
    happened: `Sent word to ${host}`,
    because: `Because ${name} tells ${host} of every call that comes by, and nobody waits for it.`,
  }),
  trialTells: (name: string, host: string): Story => ({
    happened: `Would have sent word to ${host}`,
    because: `Because ${name} tells ${host} of every call, and a trial call must reach nobody.`,
  }),
} as const

export const requestStories = {
  waits: (name: string, host: string): Story => ({
    happened: 'Said the words for waiting',
    because: `Because ${host} had not answered ${name} within a second.`,
  }),
  waitsOn: (host: string): Story => ({
    happened: 'Waited a second more',
    because: `Because ${host} had still not answered.`,
  }),
  answered: (host: string, answer: Answered): Story => ({
    happened: `${host} answered ${answer.status}`,
    because: `Because the answer ${
      answer.exit === null ? 'names no exit' : `names exit ${answer.exit}`
    }${variablesIn(answer)}.`,
  }),
  failed: (name: string, host: string, reason: string): Story => ({
    happened: `No good answer of ${host}`,
    because: `Because ${name} got none: ${reason}.`,
  }),
  notSent: (name: string, host: string, isTrial: boolean): Story => ({
    happened: `Would have asked ${host}`,
    because: `Because ${isTrial ? `${name} is not asked in trial calls` : 'a preview asks nobody'}; it goes on as if the answer were empty.`,
  }),
} as const

interface Answered {
  status: number
  exit: string | null
  set: readonly string[]
  ignored: readonly string[]
}

function variablesIn({ set, ignored }: Answered): string {
  const sets = set.length === 0 ? '' : ` and sets ${listed(set)}`
  return ignored.length === 0
    ? sets
    : `${sets}; ${listed(ignored)} was left out, for it is not listed`
}
