import { createHash } from 'node:crypto'
import type { RecordingEvent } from '../calls/rules.ts'
import { type Parameters, textOf } from '../http/parameters.ts'
import type { OrderedRecording } from '../recordings/service.ts'
import { UnreadableCallback } from './told.ts'

const longestUrl = 2_000

/** The same link is the same recording, whoever tells of it. */
export function recordingKeyOf(url: string): string {
  return `rec:${createHash('sha256').update(url).digest('base64url')}`
}

/**
 * What the platform tells of a recording that was asked for. The names of its fields are not published (protocol
 * 10.5), so all plausible ones are read, in any spelling. Null: it has only begun.
 */
export function parseRecording(
  payload: Parameters,
  { order, at }: { order: OrderedRecording['order']; at: number },
): RecordingEvent | null {
  const fields = plainNames(payload)
  const url = textOf(fields.recordingurl ?? fields.url, longestUrl)
  const status = textOf(
    fields.recordingstatus ?? fields.statuscallbackevent ?? fields.recordingevent ?? fields.status,
    40,
  )?.toLowerCase()
  if (url === null && status?.replace(/\W/g, '') === 'inprogress') return null
  const isMissing = url === null && (status === 'absent' || status === 'failed')
  if (url === null && !isMissing) {
    throw new UnreadableCallback('This names no recording: RecordingUrl is missing.')
  }
  const { step, node, name, retentionDays } = order
  return {
    kind: 'recording',
    key: url === null ? `rec:none:${step}` : recordingKeyOf(url),
    at,
    url,
    seconds: secondsOf(fields.recordingduration),
    askedBy: { node, name, retentionDays },
  }
}

/** `RecordingUrl`, `recording_url` and `recordingUrl` are one name. */
function plainNames(payload: Parameters): Parameters {
  return Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [
      name.toLowerCase().replace(/[^a-z]/g, ''),
      value,
    ]),
  )
}

function secondsOf(value: unknown): number | null {
  const seconds = Number(textOf(value, 12) ?? Number.NaN)
  return Number.isFinite(seconds) && seconds >= 0 && seconds <= 172_800 ? seconds : null
}
