import type { PairingCheck } from '@opbx/contract/pairing'

export type Platform = 'cloudonix' | 'simulator'

const webhookPaths = {
  voiceRoute: '/api/voice/route',
  sessionUpdate: '/api/webhooks/cloudonix/session-update',
  cdr: '/api/webhooks/cloudonix/cdr',
} as const

export interface WebhookUrls {
  voiceRoute: string
  sessionUpdate: string
  cdr: string
}

/** The platform sends no authentication with CDRs, so their address carries a key of its own. */
export function webhookUrlsOf(base: string, cdrKey: string): WebhookUrls {
  return {
    voiceRoute: `${base}${webhookPaths.voiceRoute}`,
    sessionUpdate: `${base}${webhookPaths.sessionUpdate}`,
    cdr: `${base}${webhookPaths.cdr}?key=${cdrKey}`,
  }
}

/** `XI12********`: enough to recognize a key, nothing to use it. */
export function maskKey(key: string, shown: number): string {
  return `${key.slice(0, shown)}********`
}

/** A value that the API itself masked: whoever sends it back means the stored one. */
export function isMasked(value: string): boolean {
  return /^.{0,4}\*{8}$/.test(value) || /^\*+$/.test(value)
}

export function voiceApplicationName(organizationName: string): string {
  return `OPBX - ${organizationName}`
}

/** The five keys that are ours in the domain's profile. */
export function profileOf(settings: {
  noAnswerTimeoutSeconds: number
  recordingFormat: 'mp3' | 'wav'
  requestsApiKey: string
  urls: WebhookUrls
}): Record<string, string | number> {
  return {
    'call-timeout': settings.noAnswerTimeoutSeconds,
    'recording-media-type': settings.recordingFormat,
    'session-update-endpoint': settings.urls.sessionUpdate,
    'cdr-endpoint': settings.urls.cdr,
    'authorization-api-key': settings.requestsApiKey,
  }
}

export const emptyProfile = {
  'call-timeout': null,
  'recording-media-type': null,
  'session-update-endpoint': null,
  'cdr-endpoint': null,
  'authorization-api-key': null,
} as const

/** Keys that others had put into the profile and that our change has removed: it was no merge. */
export function lostKeys(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): string[] {
  return Object.keys(before).filter((key) => before[key] !== null && !(key in after))
}

/** Whether the platform has the addresses that we wrote. It may show the key masked. */
export function hasOurProfile(
  profile: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, string | number>>,
): boolean {
  return (
    profile['session-update-endpoint'] === wanted['session-update-endpoint'] &&
    profile['cdr-endpoint'] === wanted['cdr-endpoint']
  )
}

interface Application {
  id: number
  name: string
  type: string
  url: string
}

/** Our application in a domain: by the stored id, else by name, else by where it leads. */
export function findOwnApplication<T extends Application>(
  applications: readonly T[],
  ours: { id: number | null; name: string; url: string },
): T | null {
  const own = applications.filter((application) => application.type === 'cxml')
  return (
    own.find((application) => application.id === ours.id) ??
    own.find((application) => application.name === ours.name) ??
    own.find((application) => application.url === ours.url) ??
    null
  )
}

/** Built-in applications are what a new domain starts with: nobody misses them. */
export function isBuiltIn(application: { type: string }): boolean {
  return application.type !== 'cxml'
}

const clockToleranceMs = 30_000

/** The platform's clock against ours. It is a warning: calls work, times are wrong. */
export function checkClock(platformMs: number | null, nowMs: number): PairingCheck {
  if (platformMs === null) {
    return passed('clock', 'The platform did not say what time it is.')
  }
  const apartMs = nowMs - platformMs
  const seconds = Math.round(Math.abs(apartMs) / 1000)
  if (Math.abs(apartMs) < clockToleranceMs) {
    return passed('clock', 'This server and the platform agree on the time.')
  }
  const direction = apartMs > 0 ? 'ahead of' : 'behind'
  return failed(
    'clock',
    `The clock of this server is ${seconds} s ${direction} the platform's.`,
    'Switch on time synchronization (NTP) on this server: the times of calls would be wrong.',
  )
}

export function passed(step: PairingCheck['step'], message: string): PairingCheck {
  return { step, ok: true, message, remedy: null }
}

export function failed(step: PairingCheck['step'], message: string, remedy: string): PairingCheck {
  return { step, ok: false, message, remedy }
}

/** A clock that is wrong is worth a word, but calls work. */
export function statusOf(checks: readonly PairingCheck[]): 'configured' | 'attention' {
  return checks.every((check) => check.ok || check.step === 'clock') ? 'configured' : 'attention'
}

/** What one should know before going live. */
export function warningsOf(platform: Platform | null): string[] {
  if (platform !== 'cloudonix') return []
  return [
    'Emergency calls leave by whatever outbound trunk Cloudonix chooses. Make sure with your carrier that they arrive and with which address, and keep another way to call for help.',
    'Phones can call outside only where an outbound route permits it, and for now only in your own country.',
  ]
}

const loopbackOf = (host: string | undefined): string => {
  if (host === undefined || host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}

/** Where the platform reaches us when nothing else is said for this organization. */
export function defaultWebhookBase(
  platform: Platform,
  config: { webhookBaseUrl: string; host: string | undefined; port: number },
): string {
  return platform === 'simulator'
    ? `http://${loopbackOf(config.host)}:${config.port}`
    : config.webhookBaseUrl
}
