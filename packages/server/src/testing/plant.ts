import { type NodeType, nodeTypeNames } from '@opbx/contract/call-flow/node-types'
import { expect } from 'vitest'
import { calls } from '../calls/table.ts'
import { idPrefixes, newId } from '../ids.ts'
import { callRecordings } from '../recordings/table.ts'
import { voicemailMessages } from '../voicemail/table.ts'
import { webhookDeliveries } from '../webhooks/table.ts'
import type { TestApp } from './app.ts'
import { as, type TestOrganization } from './factories.ts'
import { pathOf, sampleNodes } from './sample-nodes.ts'

/** What was planted: for each list of the API, the id of one object in it. */
export type Planted = Map<string, string>

type Creation = (marker: string, idOf: (path: string) => string) => Record<string, unknown>

/**
 * A good body for each `POST` that makes an object of a list, in the order in which they are made. `marker`
 * stands in each text, so that it would be seen where it does not belong; `idOf` gives what was made before.
 */
export const creations: Record<string, Creation> = {
  '/api/v1/invitations': (marker) => ({
    name: `${marker} guest`,
    email: `${newId('guest', new Date()).toLowerCase()}@${marker.toLowerCase()}.example`,
    role: 'reporter',
  }),
  '/api/v1/api-keys': (marker) => ({ name: `${marker} key` }),
  ...Object.fromEntries(nodeTypeNames.map((type) => [pathOf(type), nodeCreation(type)])),
  '/api/v1/phone-numbers': (marker, idOf) => ({
    number: '+12025550199',
    label: `${marker} main`,
    entry: idOf(pathOf('announcement')),
  }),
  '/api/v1/block-list': (marker) => ({ number: '+12025550198', note: `${marker} caller` }),
  '/api/v1/flow-tests': (marker) => ({
    name: `${marker} test`,
    from: '+12025550105',
    to: '+12025550199',
    at: '2026-11-17T10:42',
    expect: { says: [`${marker}`] },
    // A red test would stop the Apply of others.
    enabled: false,
  }),
  '/api/v1/prompts': (marker) => ({
    name: `${marker} prompt`,
    variants: [{ kind: 'text', language: 'en-US', text: `${marker} welcomes you.` }],
  }),
  '/api/v1/outbound-routes': (marker) => ({ name: `${marker} home`, countries: ['US'] }),
}

function nodeCreation(type: NodeType): Creation {
  return (marker, idOf) => ({
    ...sampleNodes[type](idOf(pathOf('extension'))),
    name: `${marker} ${type}`,
    // The extension has nothing before it that it could lead to.
    ...(type === 'extension' ? { exits: {} } : {}),
  })
}

/** Objects that no request of a person makes, and those of the organization that exist from the start. */
const others: Record<
  string,
  (test: TestApp, organization: TestOrganization, marker: string) => Promise<string>
> = {
  '/api/v1/users': async (_test, { user }) => user.id,
  '/api/v1/organizations': async (_test, { organizationId }) => organizationId,
  '/api/v1/revisions': plantRevisions,
  '/api/v1/calls': plantCall,
  '/api/v1/voicemail-messages': plantMessage,
  '/api/v1/recordings': plantRecording,
  // The agent of the planted queue, live since the revisions were applied.
  '/api/v1/agents': async (test, { owner }) => {
    const { items } = (await as(test, owner).get('/api/v1/agents')).json()
    return items[0].id
  },
  '/api/v1/webhook-deliveries': plantDelivery,
  // Lives in the simulator, not here: whoever asks for it is told that there is none.
  '/api/v1/trial/calls': async () => 'call_00000000000000000000000000',
}

export function canPlant(path: string): boolean {
  return path in creations || path in others
}

/** One object of every list, in this organization. */
export async function plantEverything(
  test: TestApp,
  organization: TestOrganization,
  marker: string,
): Promise<Planted> {
  const planted: Planted = new Map()
  const idOf = (path: string): string => planted.get(path) ?? `nothing was planted at ${path}`
  for (const [path, bodyOf] of Object.entries(creations)) {
    const made = await as(test, organization.owner).post(path, bodyOf(marker, idOf))
    expect(made.statusCode, `POST ${path}: ${made.body}`).toBe(201)
    planted.set(path, made.json().id)
  }
  for (const [path, plant] of Object.entries(others))
    planted.set(path, await plant(test, organization, marker))
  return planted
}

/** Several, so that its newest number is one that the other organization does not have. */
async function plantRevisions(
  test: TestApp,
  { owner }: TestOrganization,
  marker: string,
): Promise<string> {
  let number = 0
  for (let round = 1; round <= 5; round++) {
    await as(test, owner).post('/api/v1/hang-ups', { name: `${marker} ${round}`, config: {} })
    const applied = await as(test, owner).post('/api/v1/flow/apply', { note: marker })
    expect(applied.statusCode, applied.body).toBe(200)
    number = applied.json().revision.number
  }
  return String(number)
}

async function plantCall(
  { deps }: TestApp,
  { organizationId }: TestOrganization,
  marker: string,
): Promise<string> {
  const now = deps.clock.now()
  const id = newId(idPrefixes.call, now)
  const party = {
    direction: 'inbound',
    from: '+12025550150',
    to: '+12025550199',
    status: 'ended',
    disposition: 'no_answer',
  } as const
  await deps.db.query.insert(calls).values({
    organizationId,
    id,
    session: `session of ${id}`,
    uniqueCallId: '1',
    startedAt: now,
    heardAt: now,
    endedAt: now,
    direction: party.direction,
    status: party.status,
    disposition: party.disposition,
    fromNumber: party.from,
    toNumber: party.to,
    isTrial: false,
    nodes: [],
    users: [],
    hasMessage: true,
    hasRecording: false,
    record: {
      ...party,
      callerName: marker,
      caller: null,
      startedAt: now.getTime(),
      connectedAt: null,
      answeredAt: null,
      endedAt: now.getTime(),
      durationSeconds: 0,
      billableSeconds: 0,
      rawDisposition: null,
      revision: null,
      rang: [],
      answeredBy: null,
      node: null,
      cost: null,
      tags: [],
      queueVisits: [],
    },
  })
  return id
}

async function plantDelivery(
  { deps }: TestApp,
  { organizationId }: TestOrganization,
  marker: string,
): Promise<string> {
  const now = deps.clock.now()
  const id = newId(idPrefixes.webhookDelivery, now)
  await deps.db.query.insert(webhookDeliveries).values({
    organizationId,
    id,
    sourceKind: 'node',
    sourceId: 'wh_00000000000000000000000000',
    sourceName: `${marker} webhook`,
    event: 'webhook_component_event',
    body: JSON.stringify({ component_name: marker }),
    isTest: false,
    state: 'failed',
    attempts: 10,
    retriesFrom: 0,
    lastReason: marker,
    createdAt: now,
    finishedAt: now,
  })
  return id
}

async function plantMessage(
  { deps }: TestApp,
  { organizationId }: TestOrganization,
  marker: string,
): Promise<string> {
  const now = deps.clock.now()
  const id = newId(idPrefixes.voicemailMessage, now)
  await deps.db.query.insert(voicemailMessages).values({
    organizationId,
    id,
    session: `session of ${id}`,
    step: 1,
    index: 0,
    callId: 'call_00000000000000000000000000',
    boxId: 'vm_00000000000000000000000000',
    boxName: `${marker} box`,
    fromNumber: '+12025550150',
    callerName: marker,
    receivedAt: now,
    sourceUrl: 'https://platform.example/recording',
    isTrial: false,
    status: 'failed',
    reason: marker,
  })
  return id
}

async function plantRecording(
  { deps }: TestApp,
  { organizationId }: TestOrganization,
  marker: string,
): Promise<string> {
  const now = deps.clock.now()
  const id = newId(idPrefixes.callRecording, now)
  await deps.db.query.insert(callRecordings).values({
    organizationId,
    id,
    session: `session of ${id}`,
    key: id,
    callId: 'call_00000000000000000000000000',
    nodeId: 'rec_00000000000000000000000000',
    nodeName: `${marker} rule`,
    fromNumber: '+12025550150',
    toNumber: '+12025550199',
    recordedAt: now,
    sourceUrl: 'https://platform.example/recording',
    isTrial: false,
    status: 'failed',
    reason: marker,
  })
  return id
}
