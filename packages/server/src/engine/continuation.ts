import { z } from 'zod'

/** A caller's time in a queue. */
const queueVisitSchema = z.object({
  /** Step at which it began. */
  step: z.int(),
  since: z.string(),
  /** Parts of the music that were played. */
  stretch: z.int(),
  /** Place in line that was known last. */
  position: z.int().nullable(),
  /** Seconds in line when the periodic words were said last. */
  toldSeconds: z.int(),
})

/** Under what the fraud guard counts a call to the outside. */
const countedSchema = z.object({
  /** Step in which it was granted: trying the next trunk is no new call. */
  step: z.int(),
  /** The extension whose person calls; null: the call flow itself. */
  node: z.string().nullable(),
  outsideHours: z.boolean(),
})
export type Counted = z.infer<typeof countedSchema>

/** Where a ring group stands. `order`: one character per member, see `encodeOrder`. */
const huntSchema = z.object({ order: z.string(), index: z.int(), round: z.int() })
export type Hunt = z.infer<typeof huntSchema>

/** What a node remembers while the platform acts. Small: a continuation is part of a URL. */
const waitStateSchema = z.discriminatedUnion('kind', [
  /** A Dial of an extension's devices. */
  z.object({ kind: z.literal('ring') }),
  /**
   * A Dial of a number outside; `trunk`: place in its route's list. `counted`: under what it is counted, see `Counted`.
   * `hunt`: of the ring group whose member it is.
   */
  z.object({
    kind: z.literal('outside'),
    number: z.string(),
    trunk: z.int(),
    counted: countedSchema.optional(),
    hunt: huntSchema.optional(),
  }),
  /** A Dial of an emergency number; `trunk`: the organization's emergency trunk, where it leaves by that. */
  z.object({ kind: z.literal('emergency'), number: z.string(), trunk: z.string().optional() }),
  /** A Dial of extensions by a ring group. */
  huntSchema.extend({ kind: z.literal('hunt') }),
  /** A stretch of music in a queue. */
  z.object({ kind: z.literal('hold'), visit: queueVisitSchema }),
  /** A Dial of agents; `agents`: one character per place, see `encodeOrder`. */
  z.object({ kind: z.literal('offer'), visit: queueVisitSchema, agents: z.string() }),
  /** A menu's Gather; `attempt` counts from 1. */
  z.object({ kind: z.literal('menu'), attempt: z.int() }),
  /** An announcement that plays. */
  z.object({ kind: z.literal('announcement') }),
  /** A Gather for the PIN of a conference room. */
  z.object({ kind: z.literal('pin') }),
  /** Words that say why a conference room lets nobody in now. */
  z.object({ kind: z.literal('room_closed') }),
  /** A Dial into a conference room. */
  z.object({ kind: z.literal('room') }),
  /** Words or a pause while an HTTP request is answered that was sent `rounds` steps before. */
  z.object({ kind: z.literal('http'), rounds: z.int() }),
  /** A Dial of an assistant's provider, or a stream to it. */
  z.object({ kind: z.literal('assistant') }),
  /** A Gather for the number of a voicemail box; `attempt` counts from 1. */
  z.object({ kind: z.literal('box_number'), attempt: z.int() }),
  /** A Gather for the PIN of a voicemail box. */
  z.object({ kind: z.literal('box_pin'), box: z.string() }),
  /** A message that plays, and the Gather for what becomes of it. Null: behind the last one. */
  z.object({
    kind: z.literal('box'),
    box: z.string(),
    since: z.string(),
    index: z.int(),
    message: z.string().nullable(),
    silences: z.int(),
  }),
  /** A Record of a voicemail box: of a voicemail node or of the extension's own. */
  z.object({ kind: z.literal('message') }),
])
export type WaitState = z.infer<typeof waitStateSchema>

/**
 * Where a call goes on when the platform asks again. Plain data; the edge adds organization, revision and
 * session, signs it, and binds it to the session.
 */
export const continuationSchema = z.object({
  /** Id of the node that waits; empty: the call itself does, for a number that a phone dialed. */
  node: z.string(),
  /** 1 in the first answer, grows by one with every answer. A step is taken once, whichever way it comes. */
  step: z.int(),
  /**
   * `fell_through`: by the Redirect behind the verb, because the platform skipped its action. `switched`: because the
   * platform was told to ask now, although the verb had not ended.
   */
  via: z.enum(['action', 'fell_through', 'switched']),
  /** When the answer was made (`facts.now`). */
  sentAt: z.string(),
  /** Something that connects the caller (Say, Gather, Record) was sent, so Reject is too late. */
  connected: z.boolean(),
  state: waitStateSchema,
  /** Indexes of the nodes entered since a caller or a callee could last act. */
  visited: z.array(z.int()),
  /** Indexes of the extensions that have forwarded this call; absent: none. */
  forwarded: z.array(z.int()).optional(),
  /** Index of the recording step that the call met last; absent: none. */
  recording: z.int().optional(),
  /** Wrong PINs of this call so far. */
  pinTries: z.int(),
  /** Null: no caller ID rule was met yet. */
  carried: z
    .object({
      callerName: z.string().nullable(),
      tags: z.array(z.string()),
      variables: z.record(z.string(), z.string()),
    })
    .nullable(),
})
export type Continuation = z.infer<typeof continuationSchema>
