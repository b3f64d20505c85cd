import type { TraceEntry } from '@opbx/contract/calls'
import { inSeconds } from '../engine/because.ts'
import {
  type CdrEvent,
  type DecisionEvent,
  isoTime,
  type RecordingEvent,
  type ToldRecording,
} from './rules.ts'

/**
 * The recordings of a call, each once: those that the platform told of as we asked it to, then those that only a call
 * detail record names. The link of a voicemail message is no recording of the call.
 */
export function recordingsOf(
  told: readonly RecordingEvent[],
  cdrs: readonly CdrEvent[],
  decisions: readonly DecisionEvent[],
): ToldRecording[] {
  const known = new Set(
    decisions.flatMap(({ messages }) => messages.map(({ recordingUrl }) => recordingUrl)),
  )
  const recordings: ToldRecording[] = []
  for (const { url, key, at, seconds, askedBy } of told) {
    if (url !== null) known.add(url)
    recordings.push({ url, key, at, seconds, askedBy })
  }
  for (const { at, recording } of cdrs) {
    if (recording === undefined || known.has(recording.url)) continue
    known.add(recording.url)
    recordings.push({ ...recording, at, seconds: null, askedBy: null })
  }
  return recordings
}

/** What the story says of it. */
export function recordingEntry({ at, url, seconds, askedBy }: RecordingEvent): TraceEntry {
  const what = seconds === null ? 'The call was recorded' : `Recorded ${inSeconds(seconds)}`
  return {
    at: isoTime(at),
    step: 0,
    node: null,
    name: 'Call',
    type: 'call',
    happened: url === null ? 'Nothing was recorded' : what,
    exit: null,
    because:
      url === null
        ? `Because the platform reported that the recording which ${askedBy.name} asked for does not exist.`
        : `Because the platform reported the recording that ${askedBy.name} asked for.`,
  }
}
