import { resolve } from 'node:path'
import { emailSchema } from '@opbx/contract/mail'
import ipaddr from 'ipaddr.js'

/** Everything the process can be told from outside, parsed and complete. */
export type Config = {
  port: number
  /** Undefined means every interface. */
  host: string | undefined
  appUrl: string
  /** Where the platform reaches us: the base of the addresses written into the voice application. */
  webhookBaseUrl: string
  dataDir: string
  databaseUrl: string | undefined
  redisUrl: string | undefined
  secretKey: string | undefined
  cloudonixApiUrl: string
  cloudonixTimeoutSeconds: number
  simulator: { mode: 'embedded' | 'off'; port: number }
  trustedProxies: string[]
  allowedPrivateNetworks: string[]
  /** The program that converts sounds, by name on the PATH or with its path. */
  ffmpeg: string
  /** Undefined: e-mail is not set up. */
  mail: MailConfig | undefined
  logLevel: LogLevel
}

/** `from` as it stands in the header: an address, perhaps with a name before it. */
export type MailConfig = { smtpUrl: string; from: string }

export type LogLevel = (typeof logLevels)[number]

export type ParsedConfig = { ok: true; config: Config } | { ok: false; problems: string[] }

/** One environment variable. `initial` is what it is when nothing is said; empty means unset. */
export type Setting = { name: string; initial: string; purpose: string; isSecret?: true }

/** Every variable that is read, in the order of .env.example. */
export const settings: readonly Setting[] = [
  { name: 'PORT', initial: '8080', purpose: 'Port of the console, the API and the voice webhooks' },
  { name: 'HOST', initial: '', purpose: 'Address to listen on; every interface when empty' },
  {
    name: 'APP_URL',
    initial: '',
    purpose: 'Address of the console as people open it; http://localhost:<PORT> when empty',
  },
  {
    name: 'OPBX_APPLICATION_WEBHOOK_BASEURL',
    initial: '',
    purpose: 'Address under which Cloudonix reaches this server; APP_URL when empty',
  },
  {
    name: 'OPBX_DATA_DIR',
    initial: './data',
    purpose: 'Directory of the embedded database, the files and the key',
  },
  {
    name: 'DATABASE_URL',
    initial: '',
    isSecret: true,
    purpose: 'postgres://user:password@host/database; the embedded database when empty',
  },
  {
    name: 'REDIS_URL',
    initial: '',
    isSecret: true,
    purpose: 'redis://host:6379, needed for more than one process; in process when empty',
  },
  {
    name: 'OPBX_SECRET_KEY',
    initial: '',
    isSecret: true,
    purpose: '32 bytes in hex or base64; a key file in the data directory when empty',
  },
  {
    name: 'CLOUDONIX_API_URL',
    initial: 'https://api.cloudonix.io',
    purpose: 'Base address of the Cloudonix REST API',
  },
  {
    name: 'CLOUDONIX_TIMEOUT_SECONDS',
    initial: '30',
    purpose: 'How long a request to Cloudonix may take',
  },
  {
    name: 'OPBX_SIMULATOR',
    initial: 'embedded',
    purpose: 'embedded: run the platform simulator beside the server; off: do not',
  },
  {
    name: 'OPBX_SIMULATOR_PORT',
    initial: '8081',
    purpose: 'Port of the simulator, on the loopback interface only',
  },
  {
    name: 'OPBX_TRUSTED_PROXIES',
    initial: '',
    purpose: 'Addresses or networks of reverse proxies whose X-Forwarded-For counts, with commas',
  },
  {
    name: 'OPBX_ALLOWED_PRIVATE_NETWORKS',
    initial: '',
    purpose: 'Private networks that outgoing requests may reach, with commas',
  },
  {
    name: 'OPBX_FFMPEG',
    initial: 'ffmpeg',
    purpose: 'Program that converts ogg; without it, prompts are mp3 and wav only',
  },
  {
    name: 'OPBX_SMTP_URL',
    initial: '',
    isSecret: true,
    purpose: 'smtp://user:password@host:587 or smtps://host:465; no e-mail is sent when empty',
  },
  {
    name: 'OPBX_MAIL_FROM',
    initial: '',
    purpose: 'Sender of e-mail, such as OPBX <pbx@acme.example>; needed with OPBX_SMTP_URL',
  },
  {
    name: 'LOG_LEVEL',
    initial: 'info',
    purpose: 'fatal, error, warn, info, debug, trace or silent',
  },
]

/** Reads the environment; every problem is reported at once, one line each, naming its variable. */
export function parseConfig(env: Record<string, string | undefined>): ParsedConfig {
  const read = createReader(env)
  const port = read.integer('PORT', 0, 65_535)
  const simulatorPort = read.integer('OPBX_SIMULATOR_PORT', 1, 65_535)
  const appUrl = read.url('APP_URL', ['http:', 'https:']) ?? `http://localhost:${port}`
  const config: Config = {
    port,
    host: read.text('HOST'),
    appUrl,
    webhookBaseUrl: read.url('OPBX_APPLICATION_WEBHOOK_BASEURL', ['http:', 'https:']) ?? appUrl,
    dataDir: resolve(read.text('OPBX_DATA_DIR') ?? './data'),
    databaseUrl: read.connectionUrl('DATABASE_URL', ['postgres:', 'postgresql:']),
    redisUrl: read.connectionUrl('REDIS_URL', ['redis:', 'rediss:']),
    secretKey: read.secretKey('OPBX_SECRET_KEY'),
    cloudonixApiUrl: read.url('CLOUDONIX_API_URL', ['http:', 'https:']) ?? '',
    cloudonixTimeoutSeconds: read.integer('CLOUDONIX_TIMEOUT_SECONDS', 1, 300),
    simulator: {
      mode: read.oneOf('OPBX_SIMULATOR', ['embedded', 'off']),
      port: simulatorPort,
    },
    trustedProxies: read.networks('OPBX_TRUSTED_PROXIES'),
    allowedPrivateNetworks: read.networks('OPBX_ALLOWED_PRIVATE_NETWORKS'),
    ffmpeg: read.text('OPBX_FFMPEG') ?? 'ffmpeg',
    mail: readMail(read),
    logLevel: read.oneOf('LOG_LEVEL', logLevels),
  }
  if (config.simulator.mode === 'embedded' && port === simulatorPort) {
    read.problems.push(`OPBX_SIMULATOR_PORT must differ from PORT (both are ${port})`)
  }
  return read.problems.length === 0 ? { ok: true, config } : { ok: false, problems: read.problems }
}

/** What this process was started with. The only place that looks at the environment. */
export function processEnvironment(): Record<string, string | undefined> {
  return process.env
}

/** The server and the sender belong together: one without the other is a mistake. */
function readMail(read: ReturnType<typeof createReader>): MailConfig | undefined {
  const smtpUrl = read.connectionUrl('OPBX_SMTP_URL', ['smtp:', 'smtps:'])
  const from = read.text('OPBX_MAIL_FROM')
  if (from !== undefined && !isSender(from)) {
    read.problems.push(
      `OPBX_MAIL_FROM must be a sender like OPBX <pbx@acme.example>, not "${from}"`,
    )
  }
  if (smtpUrl !== undefined && from === undefined) {
    read.problems.push('OPBX_MAIL_FROM must be set too: OPBX_SMTP_URL needs a sender')
  }
  return smtpUrl === undefined || from === undefined ? undefined : { smtpUrl, from }
}

function isSender(text: string): boolean {
  const address = /^[^<>\r\n]*<([^<>]+)>$/.exec(text)?.[1] ?? text
  return emailSchema.safeParse(address).success && !/[\r\n]/.test(text)
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

function createReader(env: Record<string, string | undefined>) {
  const problems: string[] = []

  const text = (name: string): string | undefined => {
    const initial = settings.find((setting) => setting.name === name)?.initial
    return env[name]?.trim() || initial || undefined
  }

  const integer = (name: string, least: number, most: number): number => {
    const value = text(name) ?? ''
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
    if (number >= least && number <= most) return number
    problems.push(`${name} must be a whole number from ${least} to ${most}, not "${value}"`)
    return least
  }

  const parseUrl = (name: string, protocols: string[], shown: (value: string) => string) => {
    const value = text(name)
    if (value === undefined) return undefined
    if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value
    const expected = protocols.map((protocol) => `${protocol}//…`).join(' or ')
    problems.push(`${name} must be an address like ${expected}${shown(value)}`)
    return undefined
  }

  return {
    problems,
    text,
    integer,
    /** An address under which paths are appended: no query, no trailing slash. */
    url: (name: string, protocols: string[]) =>
      parseUrl(name, protocols, (value) => `, not "${value}"`)?.replace(/\/+$/, ''),
    /** The value is never repeated: it may hold a password. */
    connectionUrl: (name: string, protocols: string[]) => parseUrl(name, protocols, () => ''),
    oneOf: <const T extends string>(name: string, allowed: readonly [T, ...T[]]): T => {
      const value = text(name)
      const found = allowed.find((candidate) => candidate === value)
      if (found === undefined) {
        problems.push(`${name} must be one of ${allowed.join(', ')}, not "${value}"`)
      }
      return found ?? allowed[0]
    },
    networks: (name: string): string[] => {
      const networks = (text(name) ?? '').split(/[\s,]+/).filter((part) => part !== '')
      for (const network of networks.filter((part) => !isNetwork(part))) {
        problems.push(`${name} must list addresses or networks like 10.0.0.0/8, not "${network}"`)
      }
      return networks
    },
    secretKey: (name: string): string | undefined => {
      const value = text(name)
      if (value !== undefined && decodeSecretKey(value) === null) {
        problems.push(`${name} must be 32 random bytes in hex or base64 (openssl rand -hex 32)`)
      }
      return value
    },
  }
}

/** The 32 bytes of a key written in hex or base64, or null. */
export function decodeSecretKey(text: string): Buffer | null {
  if (/^[0-9a-f]{64}$/i.test(text)) return Buffer.from(text, 'hex')
  if (!/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return null
  const bytes = Buffer.from(text, 'base64')
  return bytes.length === 32 ? bytes : null
}

function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text) || ipaddr.isValid(text)
}
