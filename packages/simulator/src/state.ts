import { randomBytes, randomInt, randomUUID } from 'node:crypto'

export type Profile = Record<string, unknown>

export type Application = {
  id: number
  domainId: number
  name: string
  uuid: string
  type: 'cxml' | 'Cloudonix:built-in'
  url: string
  method: 'GET' | 'POST'
  active: boolean
  profile: Profile
  /** Sent as X-Cx-Apikey with the application's requests; opens nothing here. */
  apiKey: string
  createdAt: string
  modifiedAt: string
}

export type Subscriber = {
  id: number
  domainId: number
  msisdn: string
  uuid: string
  active: boolean
  sipPassword: string | null
  profile: Profile
  createdAt: string
  modifiedAt: string
}

export type Trunk = {
  id: number
  name: string
  uuid: string
  ip: string
  direction: 'inbound' | 'outbound'
  active: boolean
  createdAt: string
}

export type Domain = {
  id: number
  tenantId: number
  tenantUuid: string
  domain: string
  uuid: string
  apiKey: string
  active: boolean
  defaultApplication: number | null
  registrationFree: boolean
  profile: Profile
  applications: Application[]
  subscribers: Subscriber[]
  trunks: Trunk[]
  createdAt: string
  modifiedAt: string
}

export type State = {
  version: 1
  /** Signs the links of recordings, so that they need no list. */
  recordingSecret: string
  nextId: {
    domain: number
    application: number
    subscriber: number
    trunk: number
    session: number
  }
  domains: Domain[]
}

export function emptyState(): State {
  return {
    version: 1,
    recordingSecret: randomBytes(32).toString('hex'),
    nextId: {
      domain: 1700,
      application: 4500,
      subscriber: 240_001,
      trunk: 380,
      session: 22_000_001,
    },
    domains: [],
  }
}

/** A domain as the platform hands it out: two built-in applications and its trunks. */
export function newDomain(
  state: State,
  wanted: { name?: string; uuid?: string },
  now: string,
): Domain {
  const id = state.nextId.domain++
  const stamp = { createdAt: now, modifiedAt: now }
  const builtIn = (name: string): Application => ({
    id: state.nextId.application++,
    domainId: id,
    name,
    uuid: randomUUID(),
    type: 'Cloudonix:built-in',
    url: '',
    method: 'POST',
    active: true,
    profile: {},
    apiKey: newApiKey(),
    ...stamp,
  })
  const callRouting = builtIn('Call-Routing')
  return {
    id,
    tenantId: id + 1000,
    tenantUuid: randomUUID(),
    domain: wanted.name ?? `sim-${randomBytes(4).toString('hex')}.cloudonix.net`,
    uuid: wanted.uuid ?? randomUUID(),
    apiKey: newApiKey(),
    active: true,
    defaultApplication: callRouting.id,
    registrationFree: false,
    profile: {},
    applications: [callRouting, builtIn('Blackhole')],
    subscribers: [],
    trunks: [newTrunk(state, 'outbound', now), newTrunk(state, 'inbound', now)],
    ...stamp,
  }
}

/** `XI` and 32 letters or digits, the form of every key of the platform. */
export function newApiKey(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  const random = () => letters.charAt(randomInt(letters.length))
  return `XI${Array.from({ length: 32 }, random).join('')}`
}

function newTrunk(state: State, direction: 'inbound' | 'outbound', now: string): Trunk {
  const ip = direction === 'inbound' ? '192.0.2.16' : '192.0.2.32'
  return {
    id: state.nextId.trunk++,
    name: `${direction}-carrier`,
    uuid: randomUUID(),
    ip,
    direction,
    active: true,
    createdAt: now,
  }
}
