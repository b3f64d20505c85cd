import { createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import type { Secrets } from '../db/secrets.ts'

/** 256 random bits in URL-safe characters: they pass through headers and URLs unchanged. */
export function newKey(): string {
  return randomBytes(32).toString('base64url')
}

/** The key in the address of the CDRs: derived, so that who sees a URL does not hold the HMAC secret. */
export function cdrKeyOf(webhookKey: string): string {
  return Buffer.from(hkdfSync('sha256', webhookKey, '', 'opbx cdr address', 24)).toString(
    'base64url',
  )
}

export function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** The answer to a round trip: only this installation can give it. */
export function signNonce(secrets: Secrets, nonce: string): string {
  return createHmac('sha256', secrets.derive('webhook round trip')).update(nonce).digest('hex')
}
