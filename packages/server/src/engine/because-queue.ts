import type { AgentActivity } from '@opbx/contract/agents'
import type { FlowNode } from '@opbx/contract/call-flow/flow'
import type { QueueStrategy } from '@opbx/contract/call-flow/nodes/queue'
import { inSeconds, listed, type Story } from './because.ts'
import { type LeftOut, leftOutNames } from './because-ringing.ts'
import type { DialResult } from './types.ts'

export const queueStories = {
  welcomes: (queue: FlowNode): Story => ({
    happened: 'Came into line and heard the welcome',
    because: `Because ${queue.name} greets its callers before anybody is rung.`,
  }),
  waits: (queue: FlowNode, line: Line): Story => ({
    happened: line.position === null ? 'Waits in line' : `Waits in line, number ${line.position}`,
    because: `Because ${whyWaiting(queue.name, line)}.`,
  }),
  offers: (queue: FlowNode, offer: Offer): Story => ({
    happened: `Rang ${listed(offer.names)} for up to ${inSeconds(offer.seconds)}${
      offer.waited === 0 ? '' : ` after ${inSeconds(offer.waited)} in line`
    }`,
    because: `Because ${queue.name} ${strategyWords[offer.strategy]}, and ${listed(offer.names)} ${
      offer.names.length === 1 ? 'was' : 'were'
    } free.`,
  }),
  soon: (): Story => ({
    happened: 'Waits two seconds more',
    because: 'Because an agent is just being connected with this call.',
  }),
  missed: (names: readonly string[], result: DialResult, seconds: number): Story => ({
    happened: `${listed(names)} did not take the call`,
    because: `Because ${missedWords(listed(names), result, seconds)}. The caller keeps the place in line.`,
  }),
  answered: (names: readonly string[], waited: number): Story => ({
    happened: names.length === 1 ? `${names[0]} answered` : `One of ${listed(names)} answered`,
    because: `Because ${listed(names, 'or')} picked up after the caller had been in line for ${inSeconds(waited)}.`,
  }),
  hungUp: (waited: number): Story => ({
    happened: 'The caller hung up',
    because: `Because the caller did not want to wait longer than ${inSeconds(waited)}.`,
  }),
  timeout: (queue: FlowNode, waited: number, most: number): Story => ({
    happened: `Left the line after ${inSeconds(waited)}`,
    because: `Because callers wait in ${queue.name} for ${inSeconds(most)} at most.`,
  }),
  keyPressed: (key: string, waited: number): Story => ({
    happened: `Pressed ${key} and left the line`,
    because: `Because key ${key} leads out of the queue; the caller had waited for ${inSeconds(waited)}.`,
  }),
  full: (queue: FlowNode, waiting: number, most: number): Story => ({
    happened: 'Did not come into line',
    because: `Because ${waiting} ${waiting === 1 ? 'caller waits' : 'callers wait'} in ${queue.name} already, and ${most} is the most.`,
  }),
  noAgents: (queue: FlowNode, policy: 'signed_in' | 'working', hadWaited: boolean): Story => ({
    happened: hadWaited ? 'Left the line' : 'Did not come into line',
    because: `Because no agent of ${queue.name} is signed in${
      policy === 'working' ? ' and working' : ''
    }, and callers do not wait for nobody there.`,
  }),
} as const

interface Line {
  position: number | null
  agents: readonly { name: string; activity: AgentActivity }[]
  leftOut: readonly LeftOut[]
  retrySeconds?: number | undefined
}

interface Offer {
  names: readonly string[]
  strategy: QueueStrategy
  seconds: number
  waited: number
}

const strategyWords: Readonly<Record<QueueStrategy, string>> = {
  ring_all: 'rings all free agents at once',
  least_recent: 'rings the free agent first who has not answered for longest',
  fewest_calls: 'rings the free agent first who answered the fewest calls today',
  random: 'rings a free agent drawn for this call',
  round_robin: 'rings its free agents in turn',
  linear: 'rings its free agents in their listed order',
}

const activityWords: Readonly<Record<AgentActivity, string>> = {
  signed_out: 'is signed out',
  paused: 'is paused',
  available: 'is free',
  ringing: 'is being rung',
  on_call: 'is on a call',
  wrap_up: 'is finishing the last call',
  busy: 'is on another call',
}

function whyWaiting(queue: string, line: Line): string {
  const { position, agents, leftOut, retrySeconds } = line
  if (retrySeconds !== undefined) {
    return `${queue} pauses for ${inSeconds(retrySeconds)} before it rings somebody again`
  }
  const before =
    position !== null && position > 1
      ? `${position - 1} ${position === 2 ? 'caller is' : 'callers are'} before this one in ${queue}`
      : null
  const left = leftOut.length === 0 ? null : leftOutNames(leftOut)
  const states = agents.map(({ name, activity }) => `${name} ${activityWords[activity]}`)
  const parts = [before, states.length === 0 ? null : listed(states), left]
  const said = parts.filter((part) => part !== null)
  return said.length === 0 ? `nobody of ${queue} is free` : said.join('; ')
}

function missedWords(name: string, result: DialResult, seconds: number): string {
  if (result === 'busy') return `the line of ${name} was busy`
  if (result === 'unreachable') return `the platform could not reach the phone of ${name}`
  return `the phone of ${name} rang ${inSeconds(seconds)} and nobody picked up`
}
