import { createHash, randomBytes } from 'node:crypto'

/** 32 random bytes, safe in a URL, a cookie and a header. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a token: SHA-256 in hex. Enough, because a token cannot be guessed. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
