import { parseNumber } from '@opbx/contract/e164'
import { z } from 'zod'
import { seedOf } from '../engine/random.ts'
import type { RecordedCall, RecordedStep } from '../engine/replay.ts'
import type { CallInfo, UsedFacts } from '../engine/types.ts'
import type { DecisionEvent } from './rules.ts'

/** A decision as it is stored: what was decided, and the text with the request and the facts. */
export interface StoredDecision {
  event: DecisionEvent
  body: string
}

/** A call of before, so that it can be taken again; or why it cannot. */
export type Recorded =
  | {
      kind: 'recorded'
      recorded: RecordedCall
      decisions: DecisionEvent[]
      /** Key of the revision that the call went through. */
      revision: string | null
    }
  | { kind: 'unknown'; reason: string }

const person = z.record(z.string(), z.unknown())

// Parsed, not trusted: what an older server has written has fewer fields.
const bodySchema = z.object({
  asked: z.object({
    digits: z.string().nullable(),
    dialStatus: z.string().nullable(),
    via: z.enum(['action', 'fell_through', 'switched']).nullish(),
    recorded: z.boolean().optional(),
    recordingSeconds: z.number().nullish(),
  }),
  call: z.object({ origin: z.enum(['trunk', 'phone', 'api']), dialed: z.string() }).optional(),
  revision: z.string().nullable(),
  facts: z.looseObject({ now: z.string(), personal: person.optional() }),
  cxml: z.string(),
})
type Body = z.infer<typeof bodySchema>

/** `decisions` in the order of their steps. `country`: the organization's. */
export function readRecorded(
  { session, isTrial, country }: { session: string; isTrial: boolean; country: string },
  decisions: readonly StoredDecision[],
): Recorded {
  const bodies: Body[] = []
  for (const { body } of decisions) {
    const parsed = parseBody(body)
    if (parsed === null) return unknown('what OPBX knew then was not kept')
    // A PIN is not kept, so what came of it cannot be taken again.
    if (parsed.asked.digits === '…') return unknown('the caller entered a PIN, which is not kept')
    bodies.push(parsed)
  }
  const first = decisions[0]?.event
  const body = bodies[0]
  if (first === undefined || body === undefined || first.step !== 0) {
    return unknown('its beginning was not kept')
  }
  const origin = body.call?.origin ?? originOf(first)
  if (origin === null) return unknown('which phone called was not kept')
  const call: CallInfo = {
    session,
    origin,
    isTrial,
    direction: first.direction,
    from: parseNumber(first.from, country),
    to: parseNumber(first.to, country),
    dialed: body.call?.dialed ?? first.to,
    callerName: first.callerName,
    callerNode: first.caller?.node ?? null,
  }
  const steps = decisions.flatMap(({ event }, index) => toStep(event, bodies[index]))
  return {
    kind: 'recorded',
    recorded: { call, steps, seed: seedOf(session) },
    decisions: decisions.map(({ event }) => event),
    revision: body.revision,
  }
}

function unknown(reason: string): Recorded {
  return { kind: 'unknown', reason }
}

function parseBody(body: string): Body | null {
  try {
    return bodySchema.safeParse(JSON.parse(body)).data ?? null
  } catch {
    return null
  }
}

/** Before the origin was kept: only phones and trunks called, and a phone is known by its extension. */
function originOf({ direction, caller }: DecisionEvent): CallInfo['origin'] | null {
  if (direction === 'inbound') return 'trunk'
  return caller === null ? null : 'phone'
}

function toStep(event: DecisionEvent, body: Body | undefined): RecordedStep[] {
  if (body === undefined) return []
  const { asked, cxml } = body
  // Foreign boundary: the facts are what the engine itself has noted, as JSON.
  const facts = body.facts as unknown as UsedFacts
  const message = event.messages[0]
  const wasRecorded = asked.recorded ?? message !== undefined
  return [
    {
      at: facts.now,
      via: asked.via ?? (facts.connectedSinceDial === undefined ? 'action' : 'fell_through'),
      result: {
        digits: asked.digits,
        dialStatus: asked.dialStatus,
        recordingUrl: wasRecorded ? 'https://recordings.example/kept' : null,
        recordingSeconds: asked.recordingSeconds ?? message?.seconds ?? null,
      },
      ended: event.ended,
      facts,
      trace: event.trace,
      cxml,
    },
  ]
}
