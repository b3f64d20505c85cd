/** Why the platform did not do what was asked. */
export type FailureKind =
  | 'invalid_credentials'
  | 'forbidden'
  | 'not_found'
  | 'proxy_authentication'
  | 'rate_limited'
  | 'platform_fault'
  | 'timeout'
  | 'network'
  | 'unreadable'
  | 'refused'

/** A failure in words: what happened, and what to do about it. */
export interface PlatformFailure {
  kind: FailureKind
  /** HTTP status, where there was an answer. */
  status: number | null
  message: string
  remedy: string
}

/** An answer of the platform, or why there is none. `date` is the platform's clock (`Date` header). */
export type PlatformResult<T> =
  | { ok: true; value: T; date: Date | null }
  | { ok: false; failure: PlatformFailure }

const words = {
  invalid_credentials: {
    message: 'Invalid credentials: the platform does not accept the domain API key.',
    remedy:
      'Copy an active domain API key (XI…) of this very domain from the Cloudonix portal and enter it again.',
  },
  forbidden: {
    message: 'The platform knows the key but does not permit this (403).',
    remedy: 'Use an API key with the scope of the domain, not of an application or a subscriber.',
  },
  not_found: {
    message: 'The platform does not find this (404).',
    remedy: 'Compare the domain UUID with the one that the Cloudonix portal shows.',
  },
  proxy_authentication: {
    message:
      'Invalid credentials: the platform, or a proxy on the way, wants authentication (407).',
    remedy:
      'Check the domain API key, and that no proxy with a password stands between this server and the platform.',
  },
  rate_limited: {
    message: 'The platform takes no more requests for the moment (429).',
    remedy:
      'Wait a minute and try again. If it stays so, something else uses up the limit of 10 requests in 10 seconds.',
  },
  platform_fault: {
    message: 'The platform reports a fault of its own.',
    remedy: 'Try again in some minutes. If it stays so, tell the support of Cloudonix.',
  },
  timeout: {
    message: 'The platform did not answer in time.',
    remedy:
      'Try again. If it stays so, check the way to the platform, or allow more time with CLOUDONIX_TIMEOUT_SECONDS.',
  },
  network: {
    message: 'Network error: the platform cannot be reached.',
    remedy:
      'Check the internet connection, name resolution and firewall of this server, and CLOUDONIX_API_URL.',
  },
  unreadable: {
    message: 'The platform answered something that is not the expected JSON.',
    remedy:
      'Check that CLOUDONIX_API_URL is the address of the platform and that no proxy answers in its place.',
  },
  refused: {
    message: 'The platform refused the request.',
    remedy: 'Read what the platform says. If it makes no sense, tell the support of Cloudonix.',
  },
} as const satisfies Record<FailureKind, { message: string; remedy: string }>

/** `detail` is the platform's or the operating system's own word, added in brackets. */
export function failureOf(
  kind: FailureKind,
  status: number | null = null,
  detail: string | null = null,
): PlatformFailure {
  const { message, remedy } = words[kind]
  return { kind, status, message: withDetail(message, detail), remedy }
}

export function kindOfStatus(status: number): FailureKind {
  if (status === 401) return 'invalid_credentials'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'not_found'
  if (status === 407) return 'proxy_authentication'
  if (status === 429) return 'rate_limited'
  return status >= 500 ? 'platform_fault' : 'refused'
}

/** Whether asking again later can help without anybody changing anything. */
export function mayPass(failure: PlatformFailure): boolean {
  return ['rate_limited', 'platform_fault', 'timeout', 'network', 'unreadable'].includes(
    failure.kind,
  )
}

function withDetail(message: string, detail: string | null): string {
  const shown = detail?.replace(/\s+/g, ' ').trim().slice(0, 200)
  return shown ? `${message.replace(/\.$/, '')}: ${shown.replace(/\.$/, '')}.` : message
}
