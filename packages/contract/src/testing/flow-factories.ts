import type { Flow, FlowOutboundRoute, FlowPhoneNumber, NodeOf } from '../call-flow/flow.ts'
import type { NodeConfig, NodeType } from '../call-flow/node-types.ts'
import type { BusinessHoursConfig } from '../call-flow/nodes/business-hours.ts'
import type { CallerRule } from '../call-flow/nodes/caller-filter.ts'

/** A flow of an organization in New York. */
export function makeFlow(parts: Partial<Flow> = {}): Flow {
  return {
    schemaVersion: 1,
    organization: { name: 'Acme', timeZone: 'America/New_York', country: 'US' },
    nodes: [],
    phoneNumbers: [],
    outboundRoutes: [],
    ...parts,
  }
}

type Settings<T extends NodeType> = Partial<Omit<NodeOf<T>, 'config' | 'type'>> & {
  config?: Partial<NodeConfig<T>>
}

function base(idPrefix: string, name: string) {
  const id = `${idPrefix}_${name.replace(/[^0-9A-Za-z]/g, '').padEnd(6, '0')}`
  return { id, name, extension: null, enabled: true, exits: {} }
}

/** An extension with one device `dev_<number>`. */
export function makeExtension(
  number: string,
  name: string,
  { config, ...settings }: Settings<'extension'> = {},
): NodeOf<'extension'> {
  const devices = [{ id: `dev_${number}`, name: 'Phone' }]
  const whole = {
    userId: null,
    devices,
    ringSeconds: 30,
    concurrentCalls: null,
    outboundCallerId: null,
    permissionClass: '',
    voicemail: false as const,
    ...config,
  }
  return { ...base('ext', name), extension: number, type: 'extension', ...settings, config: whole }
}

export function makeRingGroup(
  name: string,
  members: readonly { id: string }[],
  { config, ...settings }: Settings<'ring_group'> = {},
): NodeOf<'ring_group'> {
  const whole = {
    strategy: 'simultaneous',
    members: members.map((member) => ({ node: member.id, priority: 1, ringSeconds: null })),
    ringSeconds: 20,
    rounds: 1,
    skipBusy: false,
    callerNamePrefix: '',
    ...config,
  } as const
  return { ...base('rg', name), type: 'ring_group', ...settings, config: whole }
}

export function makeQueue(
  name: string,
  agents: readonly { id: string }[],
  { config, ...settings }: Settings<'queue'> = {},
): NodeOf<'queue'> {
  const whole = {
    strategy: 'ring_all',
    agents: agents.map((agent) => ({ node: agent.id, penalty: 0 })),
    maxWaitSeconds: 600,
    maxCallers: 50,
    agentRingSeconds: 15,
    retrySeconds: 5,
    wrapUpSeconds: 10,
    holdMusic: 'music',
    welcome: null,
    announcePosition: false,
    periodic: null,
    exitKey: null,
    joinEmpty: 'signed_in',
    serviceLevelSeconds: 20,
    autoPauseAfter: 0,
    ...config,
  } as const
  return { ...base('que', name), type: 'queue', ...settings, config: whole }
}

export function makeMenu(
  name: string,
  options: readonly string[],
  { config, ...settings }: Settings<'ivr_menu'> = {},
): NodeOf<'ivr_menu'> {
  const whole = {
    prompt: { text: `Welcome to ${name}` },
    invalidPrompt: null,
    timeoutPrompt: null,
    options: options.map((digits) => ({ digits, label: '' })),
    speech: false,
    directDial: false,
    firstDigitSeconds: 8,
    interDigitSeconds: 3,
    attempts: 3,
    ...config,
  }
  return { ...base('ivr', name), type: 'ivr_menu', ...settings, config: whole }
}

/** Monday to Friday 8:30 to 17:30 unless told. */
export function makeHours(
  name: string,
  { config, ...settings }: Settings<'business_hours'> = {},
): NodeOf<'business_hours'> {
  const whole = { timeZone: null, weekly: officeWeek(), exceptions: [], holidays: [], ...config }
  return { ...base('bh', name), type: 'business_hours', ...settings, config: whole }
}

export function emptyWeek(): BusinessHoursConfig['weekly'] {
  return {
    monday: [],
    tuesday: [],
    wednesday: [],
    thursday: [],
    friday: [],
    saturday: [],
    sunday: [],
  }
}

export function officeWeek(): BusinessHoursConfig['weekly'] {
  const day = [{ from: '08:30', to: '17:30' }]
  return { ...emptyWeek(), monday: day, tuesday: day, wednesday: day, thursday: day, friday: day }
}

export function makeCallerFilter(
  name: string,
  rules: readonly CallerRule[],
  settings: Omit<Settings<'caller_filter'>, 'config'> = {},
): NodeOf<'caller_filter'> {
  const config = { rules: [...rules] }
  return { ...base('cf', name), type: 'caller_filter', ...settings, config }
}

export function makeCallerId(
  name: string,
  { config, ...settings }: Settings<'caller_id'> = {},
): NodeOf<'caller_id'> {
  const whole = { callerName: null, tags: [], variables: [], ...config }
  return { ...base('cid', name), type: 'caller_id', ...settings, config: whole }
}

export function makeAnnouncement(
  name: string,
  { config, ...settings }: Settings<'announcement'> = {},
): NodeOf<'announcement'> {
  const whole = { prompt: { text: `This is ${name}` }, skippable: false, ...config }
  return { ...base('ann', name), type: 'announcement', ...settings, config: whole }
}

export const voicemailDefaults: NodeConfig<'voicemail'> = {
  greeting: { text: 'Leave a message after the tone.' },
  maxSeconds: 120,
  beep: true,
}

export function makeVoicemail(
  name: string,
  { config, ...settings }: Settings<'voicemail'> = {},
): NodeOf<'voicemail'> {
  const whole = { ...voicemailDefaults, ...config }
  return { ...base('vm', name), type: 'voicemail', ...settings, config: whole }
}

export function makeExternal(
  name: string,
  { config, ...settings }: Settings<'external'> = {},
): NodeOf<'external'> {
  const whole = { number: '+12025550190', ringSeconds: 40, callerId: null, ...config }
  return { ...base('out', name), type: 'external', ...settings, config: whole }
}

export function makeConference(
  name: string,
  { config, ...settings }: Settings<'conference'> = {},
): NodeOf<'conference'> {
  const whole = {
    pin: null,
    hostPin: null,
    pinPrompt: { text: 'Enter your PIN.' },
    maxParticipants: 50,
    waitForHost: false,
    joinMuted: false,
    tone: 'both',
    announce: false,
    holdMusic: true,
    ...config,
  } as const
  return { ...base('conf', name), type: 'conference', ...settings, config: whole }
}

export function makeAiAssistant(
  name: string,
  { config, ...settings }: Settings<'ai_assistant'> = {},
): NodeOf<'ai_assistant'> {
  const whole = {
    connection: 'provider' as const,
    provider: 'ultravox',
    number: '+12025550170',
    username: '',
    password: '',
    url: '',
    parameters: [],
    ...config,
  }
  return { ...base('ai', name), type: 'ai_assistant', ...settings, config: whole }
}

export function makeApplication(
  name: string,
  { config, ...settings }: Settings<'application'> = {},
): NodeOf<'application'> {
  const url = 'https://voice.acme.example/start'
  const whole = { url, allowedHost: 'voice.acme.example', sendVariables: false, ...config }
  return { ...base('app', name), type: 'application', ...settings, config: whole }
}

export function makeWebhook(
  name: string,
  { config, ...settings }: Settings<'webhook'> = {},
): NodeOf<'webhook'> {
  const whole = { url: 'https://hooks.acme.example/calls', secretToken: '', headers: [], ...config }
  return { ...base('wh', name), type: 'webhook', ...settings, config: whole }
}

export function makeHttpRequest(
  name: string,
  { config, ...settings }: Settings<'http_request'> = {},
): NodeOf<'http_request'> {
  const whole: NodeConfig<'http_request'> = {
    method: 'GET',
    url: 'https://crm.acme.example/callers?number={{from}}',
    headers: [],
    bodyType: 'json',
    body: '',
    timeoutSeconds: 5,
    namedExits: [],
    variables: [],
    filler: { text: 'One moment.' },
    askInTrial: null,
    ...config,
  }
  return { ...base('http', name), type: 'http_request', ...settings, config: whole }
}

export function makeHangUp(
  name: string,
  { config, ...settings }: Settings<'hang_up'> = {},
): NodeOf<'hang_up'> {
  const whole = { reason: 'normal', message: null, ...config } as const
  return { ...base('hup', name), type: 'hang_up', ...settings, config: whole }
}

export function makePhoneNumber(
  number: string,
  entry: { id: string } | null,
  settings: Partial<FlowPhoneNumber> = {},
): FlowPhoneNumber {
  const id = `pn_${number.slice(1)}`
  return { id, number, label: '', entry: entry?.id ?? null, callerNamePrefix: '', ...settings }
}

export function makeOutboundRoute(
  name: string,
  settings: Partial<FlowOutboundRoute> = {},
): FlowOutboundRoute {
  return {
    id: `or_${name}`,
    name,
    enabled: true,
    countries: [],
    prefixes: [],
    sipDomains: [],
    trunks: [],
    accessDigits: '',
    strip: 0,
    prepend: '',
    callerId: null,
    permissionClasses: [],
    hours: null,
    position: 1,
    ...settings,
  }
}
