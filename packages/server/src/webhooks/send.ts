import type { Config } from '../config.ts'
import { safeFetch } from '../outgoing-http/safe-fetch.ts'
import { SafeFetchError } from '../outgoing-http/safe-fetch-error.ts'
import type { Receiver } from './receivers.ts'
import { type AttemptResult, readRetryAfter } from './rules.ts'
import type { DeliveryRow } from './table.ts'

const connectSeconds = 3
const timeoutSeconds = 10
/** What people get to see of an answer. */
const mostBytes = 4_000

/** Sends it once. Never throws for what the other side does. */
export async function sendOnce(
  config: Pick<Config, 'allowedPrivateNetworks'>,
  { row, receiver, now }: { row: DeliveryRow; receiver: Receiver; now: Date },
): Promise<AttemptResult> {
  try {
    const response = await safeFetch(receiver.url, {
      method: 'POST',
      headers: { ...receiver.headers, ...headersOf(row, now) },
      body: row.body,
      connectSeconds,
      timeoutSeconds,
      mostBytes,
      cutsBody: true,
      allowedPrivateNetworks: config.allowedPrivateNetworks,
    })
    const { status } = response
    const isGood = status >= 200 && status < 300
    return {
      status,
      reason: isGood ? null : `The receiver answered ${status}.`,
      answer: response.body.toString('utf8'),
      retryAfterSeconds: readRetryAfter(response.headers['retry-after'], now, Date.parse),
    }
  } catch (error) {
    if (!(error instanceof SafeFetchError)) throw error
    return { status: null, reason: `${error.message}.`, answer: '', retryAfterSeconds: null }
  }
}

/** The names that receivers know (integration API), and those of Standard Webhooks 1.0.0. */
function headersOf(row: DeliveryRow, now: Date): Record<string, string> {
  return {
    'content-type': 'application/json',
    'user-agent': 'OPBX-Webhooks/1',
    'webhook-id': row.id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'x-pbx-event': row.event,
    'x-pbx-attempt': String(row.attempts),
    ...(row.isTest && { 'x-pbx-test': '1' }),
  }
}
