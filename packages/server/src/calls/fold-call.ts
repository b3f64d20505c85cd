import type { Direction, Disposition, TraceEntry } from '@opbx/contract/calls'
import { outsideCallsOf } from './outside-calls.ts'
import { queueVisitsOf } from './queue-visits.ts'
import {
  type CallEvent,
  type CallLeg,
  type CallRecord,
  type CdrEvent,
  type DecisionEvent,
  isoTime,
  type LostEvent,
  normalizeDisposition,
  type Party,
  type PickUp,
  type RecordingEvent,
  type RepeatEvent,
  type SessionUpdateEvent,
} from './rules.ts'
import { recordingEntry, recordingsOf } from './told-recordings.ts'

/**
 * Builds the record. The same events in any order and any number give the same record, because everything
 * below works on one total order of their contents.
 */
export function foldCall(events: readonly CallEvent[]): CallRecord {
  const story = sortEvents(events)
  const first = story.decisions[0] ?? null
  const told = story.cdrs[0] ?? story.updates.find((update) => update.from !== '') ?? null
  const connectedAt = firstConnect(story)
  const pickUp = story.decisions.length > 0 ? findPickUp(story, connectedAt) : null
  const startedAt = startOf(story)
  const endedAt = endOf(story)
  const raw = rawDispositionOf(story)
  const answeredAt = first === null ? wordOfPlatform(raw, connectedAt) : (pickUp?.at ?? null)
  const trace = traceOf(story)
  const labels = story.decisions.flatMap((decision) => decision.label ?? [])
  return {
    direction: first?.direction ?? story.direction ?? 'inbound',
    from: first?.from ?? told?.from ?? '',
    to: first?.to ?? told?.to ?? '',
    callerName: labels.at(-1)?.callerName ?? first?.callerName ?? null,
    caller: first?.caller ?? null,
    startedAt,
    connectedAt,
    answeredAt,
    endedAt,
    ...lengthsOf(story, { startedAt, connectedAt, endedAt }),
    disposition: endedAt === null ? null : dispositionOf(story, { raw, answeredAt, trace }),
    rawDisposition: raw,
    status: statusOf(endedAt, connectedAt ?? answeredAt),
    revision: first?.revision ?? null,
    rang: uniqueParties(story.decisions.flatMap((decision) => decision.dial?.rang ?? [])),
    answeredBy: pickUp?.by ?? null,
    node: lastNode(trace),
    cost: sumOf(story.cdrs.map((cdr) => cdr.cost)),
    tags: [...new Set(labels.flatMap((label) => label.tags))],
    queueVisits: queueVisitsOf(story.decisions, endedAt, (index) =>
      pickUpAt(story, index, connectedAt),
    ),
    trace,
    legs: story.cdrs.map(toLeg),
    messages: story.decisions.flatMap((decision) => decision.messages),
    recordings: recordingsOf(story.recordings, story.cdrs, story.decisions),
    webhooks: story.decisions.flatMap((decision) => decision.webhooks ?? []),
    outsideCalls: outsideCallsOf(story.decisions, endedAt, (index) =>
      pickUpAt(story, index, connectedAt),
    ),
  }
}

interface Story {
  decisions: DecisionEvent[]
  repeats: RepeatEvent[]
  updates: SessionUpdateEvent[]
  cdrs: CdrEvent[]
  lost: LostEvent[]
  recordings: RecordingEvent[]
  direction: Direction | null
}

const ranks = { decision: 0, repeat: 1, session_update: 2, cdr: 3, lost: 4, recording: 5 } as const

function sortEvents(events: readonly CallEvent[]): Story {
  const sorted = [...events].sort(
    (a, b) =>
      ranks[a.kind] - ranks[b.kind] ||
      a.at - b.at ||
      compare(a.key, b.key) ||
      // One event id with two contents is the sender's fault: which one counts must not depend on luck.
      (a === b ? 0 : compare(JSON.stringify(a), JSON.stringify(b))),
  )
  const story: Story = {
    decisions: [],
    repeats: [],
    updates: [],
    cdrs: [],
    lost: [],
    recordings: [],
    direction: null,
  }
  const seen = new Set<string>()
  for (const event of sorted) {
    // One call can have several records, one per leg; a leg is known by its Call-ID (protocol 5.4).
    const identity = event.kind === 'cdr' ? `cdr:${event.callId}` : `${event.kind}:${event.key}`
    if (seen.has(identity)) continue
    seen.add(identity)
    if (event.kind === 'decision') story.decisions.push(event)
    else if (event.kind === 'repeat') story.repeats.push(event)
    else if (event.kind === 'session_update') story.updates.push(event)
    else if (event.kind === 'cdr') story.cdrs.push(event)
    else if (event.kind === 'recording') story.recordings.push(event)
    else story.lost.push(event)
    if ('state' in event || 'callId' in event) story.direction ??= event.direction
  }
  story.decisions.sort((a, b) => a.step - b.step || compare(a.key, b.key))
  return story
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** When the platform first connected the caller, to whatever it was. */
function firstConnect(story: Story): number | null {
  const times = [
    ...story.updates.flatMap((update) => {
      if (update.answeredAt !== null) return [update.answeredAt]
      return update.state === 'connected' ? [update.at] : []
    }),
    ...story.cdrs.flatMap((cdr) => (cdr.answeredAt === null ? [] : [cdr.answeredAt])),
  ]
  return smallest(times)
}

/** The first Dial that a person picked up. */
function findPickUp(story: Story, connectedAt: number | null): PickUp | null {
  for (const index of story.decisions.keys()) {
    const found = pickUpAt(story, index, connectedAt)
    if (found !== null) return found
  }
  return null
}

/** Who picked up the Dial of a decision. */
function pickUpAt(story: Story, index: number, connectedAt: number | null): PickUp | null {
  const decision = story.decisions[index]
  if (!decision || decision.dial === null) return null
  const next = story.decisions[index + 1] ?? null
  return pickUpOf(story, { decision, dial: decision.dial, next, connectedAt })
}

interface SentDial {
  decision: DecisionEvent
  dial: NonNullable<DecisionEvent['dial']>
  next: DecisionEvent | null
  connectedAt: number | null
}

/**
 * The result of the Dial, told with the next request, is certain. Until it comes, and when the session ended
 * without it, there are two signs: the session connected for the first time and nothing but this Dial could
 * have done it; or a `connected` update names a subscriber that this Dial rang. A mere `connected` is none:
 * the platform repeats it, also while a caller who heard a menu waits for somebody to pick up.
 */
function pickUpOf(story: Story, { decision, dial, next, connectedAt }: SentDial): PickUp | null {
  const isCertain = next !== null && next.answered !== null
  if (next !== null && !isCertain && !next.ended) return null
  const connects = story.updates.filter((update) => update.state === 'connected')
  const named = connects.find((update) => dial.rang.some((party) => party.node === update.node))
  const firstConnectedAt = dial.connectedBefore ? null : connectedAt
  const by = whoPickedUp(dial, named?.node ?? null, next?.answered?.node ?? null)
  const at = firstConnectedAt ?? named?.at ?? null
  if (at !== null) return { at, by }
  if (!isCertain) return null
  const later = connects.find((update) => update.at > decision.at && update.at <= next.at)
  // Nothing tells when: the Dial itself is the earliest moment.
  return { at: later?.at ?? decision.at, by }
}

/**
 * Who answered: whom the platform names among those who rang, else the only one who rang, else nobody can
 * tell. The subscriber of an update may be the caller's own, so a name counts only for one that rang.
 */
function whoPickedUp(
  dial: SentDial['dial'],
  named: string | null,
  engineSays: string | null,
): Party | null {
  const find = (node: string) => dial.rang.find((party) => party.node === node) ?? null
  if (named !== null) return find(named)
  if (engineSays !== null) return find(engineSays)
  return dial.rang.length === 1 && !dial.outside ? (dial.rang[0] ?? null) : null
}

/** Without a decision of ours the platform's word counts. */
function wordOfPlatform(raw: string | null, connectedAt: number | null): number | null {
  if (connectedAt === null) return null
  return raw === null || normalizeDisposition(raw) === 'answered' ? connectedAt : null
}

function startOf(story: Story): number {
  const told = smallest(
    [...story.updates, ...story.cdrs].flatMap((event) =>
      event.startedAt === null ? [] : [event.startedAt],
    ),
  )
  const all = [
    ...story.decisions,
    ...story.repeats,
    ...story.updates,
    ...story.cdrs,
    ...story.lost,
    ...story.recordings,
  ].map((event) => event.at)
  return told ?? smallest(all) ?? 0
}

function endOf(story: Story): number | null {
  const ofCdrs = largest(story.cdrs.map((cdr) => cdr.endedAt ?? cdr.at))
  if (ofCdrs !== null) return ofCdrs
  const ended = story.updates.filter((update) => update.state === 'ended')
  const ofUpdates = largest(ended.map((update) => update.endedAt ?? update.at))
  const ofDecisions = smallest(
    story.decisions.flatMap((decision) => (decision.ended ? [decision.at] : [])),
  )
  return ofUpdates ?? ofDecisions ?? story.lost[0]?.at ?? null
}

function statusOf(endedAt: number | null, connectedAt: number | null): CallRecord['status'] {
  if (endedAt !== null) return 'ended'
  return connectedAt === null ? 'ringing' : 'in_progress'
}

function rawDispositionOf(story: Story): string | null {
  const answered = story.cdrs.find((cdr) => normalizeDisposition(cdr.rawDisposition) === 'answered')
  const cdr = answered ?? story.cdrs[0]
  if (cdr !== undefined) return cdr.rawDisposition
  return story.updates.find((update) => update.state === 'ended')?.status ?? null
}

interface Outcome {
  raw: string | null
  answeredAt: number | null
  trace: TraceEntry[]
}

function dispositionOf(story: Story, { raw, answeredAt, trace }: Outcome): Disposition {
  if (answeredAt !== null) return 'answered'
  const word = raw === null ? null : normalizeDisposition(raw)
  if (word !== null && word !== 'answered') return word
  // `answered` and nobody picked up: a menu did, or the simple payloads' `completed`, said of every end.
  // No node took the call: an unknown number, or nothing was applied yet.
  if (trace.length > 0 && trace.every((entry) => entry.node === null)) return 'failed'
  if (word === 'answered') return 'no_answer'
  return story.decisions.some((decision) => decision.ended) ? 'canceled' : 'failed'
}

function lengthsOf(
  story: Story,
  times: Pick<CallRecord, 'startedAt' | 'connectedAt' | 'endedAt'>,
): Pick<CallRecord, 'durationSeconds' | 'billableSeconds'> {
  if (times.endedAt === null) return { durationSeconds: null, billableSeconds: null }
  const only = story.cdrs.length === 1 ? story.cdrs[0] : undefined
  const billable = largest(story.cdrs.flatMap((cdr) => cdr.billableSeconds ?? []))
  const since = (from: number | null) =>
    from === null ? 0 : Math.max(0, Math.round(((times.endedAt ?? from) - from) / 1000))
  return {
    durationSeconds: only?.durationSeconds ?? since(times.startedAt),
    billableSeconds: billable ?? since(times.connectedAt),
  }
}

function traceOf(story: Story): TraceEntry[] {
  const entries = story.decisions.flatMap((decision) => decision.trace)
  const others = [
    ...story.repeats.map((repeat) => repeat.trace),
    ...story.updates.filter((update) => update.state === 'transferred').map(transferEntry),
    ...story.recordings.map(recordingEntry),
  ]
  for (const other of others) {
    const place = entries.findIndex((entry) => compare(entry.at, other.at) > 0)
    if (place === -1) entries.push(other)
    else entries.splice(place, 0, other)
  }
  return entries
}

function transferEntry(update: SessionUpdateEvent): TraceEntry {
  return {
    at: isoTime(update.at),
    step: 0,
    node: null,
    name: 'Call',
    type: 'call',
    happened: `The call was transferred to ${update.to}.`,
    exit: null,
    because: 'Because the platform reported a transfer.',
  }
}

function lastNode(trace: readonly TraceEntry[]): CallRecord['node'] {
  const entry = trace.findLast((one) => one.node !== null && one.type !== 'call')
  if (entry === undefined || entry.node === null || entry.type === 'call') return null
  return { id: entry.node, name: entry.name, type: entry.type }
}

function toLeg(cdr: CdrEvent): CallLeg {
  return {
    from: cdr.from,
    to: cdr.to,
    startedAt: cdr.startedAt,
    answeredAt: cdr.answeredAt,
    endedAt: cdr.endedAt,
    durationSeconds: cdr.durationSeconds,
    disposition: normalizeDisposition(cdr.rawDisposition),
    rawDisposition: cdr.rawDisposition,
  }
}

function uniqueParties(parties: readonly Party[]): Party[] {
  const seen = new Set<string>()
  return parties.filter((party) => !seen.has(party.node) && seen.add(party.node))
}

function sumOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null)
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0)
}

function smallest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.min(...values)
}

function largest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.max(...values)
}
