import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { hostOf } from '@opbx/contract/call-flow/nodes/application'
import { applicationStories } from '../because-application.ts'
import { sayAndHangUp, spoken } from '../say.ts'
import type { Move, NodeRunner, Walk } from '../walk.ts'

/** Hands the call over for good: from here on another application answers the platform. */
export const applicationRunner: NodeRunner<'application'> = { enter: handOver }

function handOver(walk: Walk, node: NodeOf<'application'>): Move {
  const { url, sendVariables } = node.config
  const host = hostOf(url)
  if (walk.call.isTrial) {
    const story = applicationStories.trialStays(node.name, host)
    return { kind: 'end', verbs: sayAndHangUp(spoken.applicationInTrial), story }
  }
  const variables = sendVariables ? Object.entries(walk.carried?.variables ?? {}) : []
  return {
    kind: 'end',
    verbs: [{ kind: 'Redirect', url: withVariables(url, variables) }],
    story: applicationStories.handsOver(node.name, host, variables.length),
  }
}

function withVariables(url: string, variables: readonly [string, string][]): string {
  if (variables.length === 0) return url
  const query = variables.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')
  return `${url}${url.includes('?') ? '&' : '?'}${query}`
}
