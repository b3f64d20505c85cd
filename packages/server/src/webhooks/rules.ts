import type { FoldedCall, SentWebhook } from '../calls/rules.ts'

/** What came of one attempt. */
export interface AttemptResult {
  /** Null: no answer came. */
  status: number | null
  /** Why there is no good answer, as a sentence; null for a good one. */
  reason: string | null
  /** The beginning of the answer's body. */
  answer: string
  /** As the receiver asks for. */
  retryAfterSeconds: number | null
}

/** Seconds between an attempt and the next: the example of Standard Webhooks 1.0.0, three days and a half. */
const waitSeconds = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]
const longestRetryAfterSeconds = 86_400
/** What failed together does not come back together. */
const mostJitter = 0.1

export type Verdict =
  | { state: 'delivered' | 'failed'; afterMilliseconds: null }
  | { state: 'retrying'; afterMilliseconds: number }

/**
 * What an attempt means: any answer of 2xx is good, 410 says that nobody will ever listen, all else is tried
 * again. `attempts`: of this round, this one included. `chance`: 0 to 1.
 */
export function judgeAttempt(
  { status, retryAfterSeconds }: Pick<AttemptResult, 'status' | 'retryAfterSeconds'>,
  { attempts, isTest, chance }: { attempts: number; isTest: boolean; chance: number },
): Verdict {
  if (status !== null && status >= 200 && status < 300) {
    return { state: 'delivered', afterMilliseconds: null }
  }
  const wait = waitSeconds[attempts - 1]
  if (isTest || status === 410 || wait === undefined) {
    return { state: 'failed', afterMilliseconds: null }
  }
  const asked = Math.min(retryAfterSeconds ?? 0, longestRetryAfterSeconds)
  const seconds = Math.max(wait, asked) * (1 + chance * mostJitter)
  return { state: 'retrying', afterMilliseconds: Math.round(seconds * 1000) }
}

/** `Retry-After`: seconds, or a date. Null: neither. */
export function readRetryAfter(
  text: string | undefined,
  now: { getTime(): number },
  parseDate: (text: string) => number,
): number | null {
  if (text === undefined) return null
  if (/^\d{1,9}$/.test(text)) return Number(text)
  if (!/^[A-Z][a-z]{2}, /.test(text)) return null
  const seconds = Math.ceil((parseDate(text) - now.getTime()) / 1000)
  return Number.isFinite(seconds) ? Math.max(0, seconds) : null
}

/** The event of a webhook node, with exactly the keys of the integration API. `user_…` is the caller. */
interface ComponentEvent {
  type: 'webhook_component_event'
  unique_call_id: string
  user_name: string | null
  user_number: string
  dest_number: string
  call_start_at: string
  component_name: string
}

export function componentEvent(call: FoldedCall, sent: SentWebhook, startedAt: string) {
  const event: ComponentEvent = {
    type: 'webhook_component_event',
    unique_call_id: call.uniqueCallId,
    user_name: sent.callerName,
    user_number: bare(call.record.from),
    dest_number: bare(call.record.to),
    call_start_at: startedAt,
    component_name: sent.name,
  }
  return event
}

/** For the test button: a caller whom everybody sees to be none. */
export function sampleEvent(name: string, now: { getTime(): number; toISOString(): string }) {
  const event: ComponentEvent = {
    type: 'webhook_component_event',
    unique_call_id: `${now.getTime()}0000000`,
    user_name: 'ACME PTY LTD',
    user_number: '12025550150',
    dest_number: '12025550100',
    call_start_at: now.toISOString(),
    component_name: name,
  }
  return event
}

/** Numbers of the integration API have no `+`. */
function bare(number: string): string {
  return number.replace(/^\+/, '')
}
