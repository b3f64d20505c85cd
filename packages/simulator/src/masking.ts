const secretKeys = new Set([
  'sippassword',
  'sip-password',
  'password',
  'authorization-api-key',
  'apikey',
  'keyid',
  'secret',
])
const secretInUrl = /([?&](?:key|token|secret|signature)=)[^&#\s"]+/gi

/** Headers as they may be shown: keys keep four characters at most. */
export function maskHeaders(headers: Record<string, unknown>): Record<string, string> {
  const shown: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    const lower = name.toLowerCase()
    if (lower === 'authorization') shown[name] = 'Bearer ********'
    else if (lower === 'x-cx-apikey') shown[name] = `${String(value).slice(0, 4)}********`
    else if (value !== undefined) shown[name] = String(value)
  }
  return shown
}

/** A copy of a JSON value without passwords and keys. */
export function maskBody(value: unknown): unknown {
  if (typeof value === 'string') return maskUrl(value)
  if (Array.isArray(value)) return value.map(maskBody)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) =>
    secretKeys.has(key.toLowerCase()) && inner !== null
      ? [key, '********']
      : [key, maskBody(inner)],
  )
  return Object.fromEntries(entries)
}

export function maskUrl(text: string): string {
  return text.replace(secretInUrl, '$1********')
}
