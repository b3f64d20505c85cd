import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ReplayResult, replaySchema } from '@opbx/contract/call-flow/replay'
import type { z } from 'zod'
import { flowOf } from '../call-flow/service.ts'
import { findRecorded, listLastCalls, type Recorded } from '../calls/service.ts'
import type { Ctx } from '../context.ts'
import { compileFlow } from '../engine/compile-flow.ts'
import { createReplay, type Replayed } from '../engine/replay.ts'
import { AppError } from '../errors.ts'
import { holidayBook } from '../holidays/service.ts'

/** So many are read at once: the rest of the calls is not in memory meanwhile. */
const callsAtOnce = 25
/** Calls are answered between two stretches of work, so none may be long. */
const mostMillisecondsAtOnce = 10

type Call = Awaited<ReturnType<typeof listLastCalls>>[number]

/** Takes the last calls through the draft, with what was known then. Nothing is stored and nothing rings. */
export async function replayCalls(
  ctx: Ctx,
  order: z.infer<typeof replaySchema>,
): Promise<ReplayResult> {
  if (!ctx.permissions.has('calls.read')) {
    throw new AppError('not_allowed', 'A replay shows calls. Use a key that may read them too.')
  }
  const flow = await flowOf(ctx.db.query, ctx.organizationId)
  const { country } = flow.organization
  const replay = createReplay(compileFlow(flow, holidayBook))
  const calls = await listLastCalls(ctx, { most: order.calls, trials: order.trials })
  const tally = createTally()
  let since = performance.now()
  for (let start = 0; start < calls.length; start += callsAtOnce) {
    const batch = calls.slice(start, start + callsAtOnce)
    const found = await findRecorded(ctx, batch, country)
    for (const call of batch) {
      const recorded = found.get(call.session)
      tally.add(call, recorded, replayOne(recorded, replay))
      if (performance.now() - since < mostMillisecondsAtOnce) continue
      await nextTurn()
      since = performance.now()
    }
  }
  return tally.result()
}

function replayOne(known: Recorded | undefined, replay: ReturnType<typeof createReplay>): Replayed {
  if (known?.kind === 'recorded') return replay(known.recorded)
  return { kind: 'cannot_tell', reason: known?.reason ?? 'what happened was not kept' }
}

function createTally() {
  const result: ReplayResult = {
    examined: 0,
    same: 0,
    different: [],
    cannotTell: { calls: 0, reasons: [] },
  }
  return {
    result: () => result,
    add(call: Call, known: Recorded | undefined, replayed: Replayed): void {
      result.examined += 1
      if (replayed.kind === 'same') result.same += 1
      if (replayed.kind === 'cannot_tell') addReason(result.cannotTell, replayed.reason)
      if (replayed.kind !== 'different' || known?.kind !== 'recorded') return
      const { from, to } = known.recorded.call
      const { was, now } = replayed
      const at = call.startedAt.toISOString()
      result.different.push({ call: call.id, from: from.number, to: to.number, at, was, now })
    },
  }
}

function addReason(cannotTell: ReplayResult['cannotTell'], reason: string): void {
  cannotTell.calls += 1
  const known = cannotTell.reasons.find((one) => one.reason === reason)
  if (known === undefined) cannotTell.reasons.push({ reason, calls: 1 })
  else known.calls += 1
}
