import { sql } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import { foldBatch, type KeepBeside } from './fold-calls.ts'
import type { FoldedCall } from './rules.ts'
import { storeEvents } from './store-events.ts'

/** Builds the calls of new events, at most a second behind. */
export interface FoldWorker {
  /** Looks soon, because events were stored; at once when somebody waits for what they bring. */
  wake(urgency?: 'soon' | 'at_once'): void
  /** Folds everything that is stored so far. */
  settled(): Promise<void>
  close(): Promise<void>
}

const batchSize = 100
// The events of a moment are folded together: a batch of one costs nearly as much as one of twenty.
const gatherMilliseconds = 60
const pollMilliseconds = 1_000
const retryMilliseconds = 1_000
const sweepMilliseconds = 600_000
// No Dial lasts longer than 12 h, and a continuation is good for 24 h.
const lostAfterMilliseconds = 25 * 3_600_000
// A pretend call ends with the simulator that played it, which tells nobody.
const trialLostAfterMilliseconds = 3_600_000

export function createFoldWorker(
  deps: Deps,
  on: { keepBeside: KeepBeside; folded(calls: FoldedCall[]): Promise<void> },
): FoldWorker {
  let isClosed = false
  let turn: Promise<void> | null = null
  let isAsked = false
  let sweptAt = Number.NEGATIVE_INFINITY

  const foldAll = async (): Promise<void> => {
    while (!isClosed) {
      const folded = await foldBatch(deps, { most: batchSize, keepBeside: on.keepBeside })
      if (folded.length > 0) await on.folded(folded)
      if (folded.length < batchSize) return
    }
  }

  const look = async (): Promise<void> => {
    do {
      isAsked = false
      await foldAll()
    } while (isAsked && !isClosed)
  }

  const lookNow = (): void => {
    isAsked = true
    if (isClosed || turn !== null) return
    turn = look()
      .catch((error: unknown) => {
        deps.log.warn({ err: error }, 'calls could not be folded; tried again')
        clearTimeout(timer)
        timer = later(retryMilliseconds)
      })
      .finally(() => {
        turn = null
      })
  }

  let gathering: NodeJS.Timeout | undefined
  const wake = (urgency: 'soon' | 'at_once' = 'soon'): void => {
    if (urgency === 'at_once') {
      lookNow()
      return
    }
    gathering ??= setTimeout(() => {
      gathering = undefined
      lookNow()
    }, gatherMilliseconds)
    gathering.unref()
  }

  const tick = async (): Promise<void> => {
    lookNow()
    if (performance.now() - sweptAt > sweepMilliseconds) {
      sweptAt = performance.now()
      await closeLostCalls(deps).catch((error: unknown) => {
        deps.log.warn({ err: error }, 'lost calls could not be closed')
      })
    }
    await turn
    if (!isClosed) timer = later(pollMilliseconds)
  }
  const later = (milliseconds: number): NodeJS.Timeout => {
    clearTimeout(timer)
    const next = setTimeout(() => void tick(), milliseconds)
    next.unref()
    return next
  }
  let timer: NodeJS.Timeout | undefined
  timer = later(pollMilliseconds)

  return {
    wake,
    async settled() {
      do {
        lookNow()
        await turn
      } while (turn !== null)
    },
    async close() {
      isClosed = true
      clearTimeout(timer)
      clearTimeout(gathering)
      await turn
    },
  }
}

const mostLostAtOnce = 100

/** A call whose end the platform never told must not stay live for ever. */
export async function closeLostCalls(deps: Deps): Promise<void> {
  const now = deps.clock.now()
  const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString()
  for (;;) {
    const { rows } = await deps.db.query.execute<{
      organization_id: string
      session: string
      is_trial: boolean
      last_at: Date
    }>(sql`
      select calls.organization_id, calls.session, calls.is_trial, max(event.at) as last_at
      from calls join call_events event
        on event.organization_id = calls.organization_id and event.session = calls.session collate "C"
      where calls.status <> 'ended' and calls.heard_at < case when calls.is_trial
        then ${ago(trialLostAfterMilliseconds)}::timestamptz
        else ${ago(lostAfterMilliseconds)}::timestamptz end
      group by 1, 2, 3 having count(*) filter (where event.kind = 'lost') = 0
      limit ${mostLostAtOnce}`)
    await storeEvents(
      deps.db.pool,
      rows.map((row) => ({
        organizationId: row.organization_id,
        session: row.session,
        receivedAt: now.getTime(),
        isTrial: row.is_trial,
        body: '',
        event: { kind: 'lost', key: 'lost', at: new Date(row.last_at).getTime() },
      })),
    )
    if (rows.length < mostLostAtOnce) return
  }
}
