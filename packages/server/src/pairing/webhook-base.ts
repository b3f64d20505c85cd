import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { PairingCheck } from '@opbx/contract/pairing'
import ipaddr from 'ipaddr.js'
import type { Config } from '../config.ts'
import type { Deps } from '../context.ts'
import { fieldError } from '../errors.ts'
import { safeFetch } from '../outgoing-http/safe-fetch.ts'
import { SafeFetchError } from '../outgoing-http/safe-fetch-error.ts'
import { signNonce } from './keys.ts'
import { defaultWebhookBase, failed, type Platform, passed } from './rules.ts'

/** The base address of our webhooks: the organization's own, else the installation's. 422 if it cannot work. */
export function resolveWebhookBase(
  config: Config,
  platform: Platform,
  override: string | null,
): string {
  const base = (override ?? defaultWebhookBase(platform, config)).replace(/\/+$/, '')
  const problem = platform === 'cloudonix' ? publicProblem(base) : simulatorProblem(config, base)
  if (problem !== null) throw fieldError('webhookBaseUrl', problem)
  return base
}

function publicProblem(base: string): string | null {
  const url = URL.canParse(base) ? new URL(base) : null
  if (url?.protocol === 'https:' && isPublicHost(url.hostname) && isBare(url)) return null
  return `Cloudonix has to reach OPBX under a public https address, and ${base} is none. Set OPBX_APPLICATION_WEBHOOK_BASEURL or enter the address of your server or tunnel.`
}

/** The simulator runs on this machine; what is not loopback must be an address of this installation. */
function simulatorProblem(config: Config, base: string): string | null {
  const url = URL.canParse(base) ? new URL(base) : null
  if (url !== null && /^https?:$/.test(url.protocol) && isBare(url)) {
    const own = [config.appUrl, config.webhookBaseUrl].map((known) => new URL(known).hostname)
    if (isLoopback(url.hostname) || own.includes(url.hostname) || url.hostname === config.host) {
      return null
    }
  }
  return `The simulator runs beside OPBX and reaches it at ${defaultWebhookBase('simulator', config)}. Leave this empty.`
}

function isBare(url: URL): boolean {
  return url.search === '' && url.hash === '' && url.username === '' && url.password === ''
}

function isPublicHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (ipaddr.isValid(host)) return ipaddr.process(host).range() === 'unicast'
  return (
    host.includes('.') && !/\.(localhost|local|internal|lan|home|test|invalid|arpa)\.?$/.test(host)
  )
}

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  return ipaddr.isValid(host) && ipaddr.process(host).range() === 'loopback'
}

const roundTripSeconds = 10
const longestAnswer = 4_096

/** Whether the address leads to this very installation: a nonce comes back signed with its key. */
export async function checkWebhookBase(
  deps: Deps,
  platform: Platform,
  base: string,
): Promise<PairingCheck> {
  const nonce = randomBytes(16).toString('hex')
  const address = `${base}/api/voice/health?nonce=${nonce}`
  const problem = await roundTrip(deps, address, {
    nonce,
    own: ownOrigins(deps.config, platform, base),
  })
  if (problem === null) return passed('webhook_url', `${base} leads to this installation.`)
  return failed(
    'webhook_url',
    `Webhook URL unreachable: ${base} ${problem}`,
    'Check that the address leads to this server (tunnel running, port forwarded, certificate valid), then save again.',
  )
}

/** Addresses that may be private: what the installation was started with, and the simulator's loopback. */
function ownOrigins(config: Config, platform: Platform, base: string): string[] {
  const configured = [config.appUrl, config.webhookBaseUrl].map((url) => new URL(url).origin)
  return platform === 'simulator' ? [...configured, new URL(base).origin] : configured
}

async function roundTrip(
  deps: Deps,
  address: string,
  { nonce, own }: { nonce: string; own: string[] },
): Promise<string | null> {
  try {
    const { status, body } = await safeFetch(address, {
      headers: { accept: 'application/json' },
      timeoutSeconds: roundTripSeconds,
      mostBytes: longestAnswer,
      allowedOrigins: own,
      allowedPrivateNetworks: deps.config.allowedPrivateNetworks,
    })
    if (status !== 200) return `answers with status ${status}.`
    return isSigned(deps, body.toString('utf8'), nonce)
      ? null
      : 'answers, but it is not this installation: another server or a proxy took the request.'
  } catch (error) {
    if (error instanceof SafeFetchError) return `cannot be reached from here. ${error.message}.`
    throw error
  }
}

function isSigned(deps: Deps, answer: string, nonce: string): boolean {
  const signature = signatureIn(answer)
  if (signature === null) return false
  const given = Buffer.from(signature)
  const wanted = Buffer.from(signNonce(deps.secrets, nonce))
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function signatureIn(answer: string): string | null {
  try {
    const parsed: unknown = JSON.parse(answer)
    if (typeof parsed !== 'object' || parsed === null || !('signature' in parsed)) return null
    return typeof parsed.signature === 'string' ? parsed.signature : null
  } catch {
    return null
  }
}
