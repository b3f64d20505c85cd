import type { Deps } from '../context.ts'
import { createPoller } from '../jobs/poller.ts'
import { deliver } from './deliver.ts'
import { claimDue, putBackLeft, removeOld, sourceKey } from './delivery-store.ts'
import type { Receiver } from './receivers.ts'
import type { DeliveryRow } from './table.ts'

/** Sends what waits in the table, each thing until it arrived or its attempts are used up. */
export interface DeliveryWorker {
  /** Looks each second from now on. */
  start(): void
  /** Looks now, because something was kept. */
  wake(): void
  /** Sends what is due by the clock, and what that makes due. Returns how many attempts that were. */
  runDue(): Promise<number>
  /** Takes no more and waits for what is under way. */
  close(): Promise<void>
}

/** A receiver that hangs has so many under way, and the rest of the room is for the others. */
const mostOfOneSource = 8
const mostAtOnce = 128
/** Longer than an attempt can last. */
const leaseMilliseconds = 60_000
const sweepMilliseconds = 600_000

export function createDeliveryWorker(
  deps: Deps,
  findReceiver: (row: DeliveryRow) => Promise<Receiver | null>,
): DeliveryWorker {
  const { db, clock, log } = deps
  /** Each with its source. */
  const running = new Map<Promise<void>, string>()
  let sweptAt = Number.NEGATIVE_INFINITY

  const claimAndStart = async (): Promise<number> => {
    const now = clock.now()
    const most = mostAtOnce - running.size
    if (most <= 0) return 0
    const claimed = await claimDue(db, {
      now,
      leaseUntil: new Date(now.getTime() + leaseMilliseconds),
      most,
      mostOfOneSource,
      busy: busyOf([...running.values()]),
    })
    for (const row of claimed) {
      const work = sendRow(row)
      running.set(work, sourceKey(row))
      void work.then(() => {
        running.delete(work)
        // What was due but found no room.
        poller.wake()
      })
    }
    return claimed.length
  }

  const sendRow = async (row: DeliveryRow): Promise<void> => {
    try {
      await deliver(deps, row, await findReceiver(row))
    } catch (error) {
      // Its lease ends, then it is sent again with the same id.
      log.warn({ err: error, deliveryId: row.id }, 'a webhook could not be sent')
    }
  }

  const takeTurn = async (): Promise<void> => {
    await putBackLeft(db, clock.now(), false)
    await claimAndStart()
    if (performance.now() - sweptAt < sweepMilliseconds) return
    sweptAt = performance.now()
    await removeOld(db, clock.now())
  }
  const poller = createPoller(takeTurn, log)

  return {
    start() {
      // Without Redis there is no second process: what is under way was left by one that died.
      if (deps.config.redisUrl !== undefined) return poller.start()
      void putBackLeft(db, clock.now(), true)
        .catch((error: unknown) => log.warn({ err: error }, 'Webhooks of the last process wait'))
        .finally(poller.start)
    },
    wake: poller.wake,
    async runDue() {
      await putBackLeft(db, clock.now(), false)
      let total = 0
      for (;;) {
        const count = await claimAndStart()
        await Promise.all(running.keys())
        if (count === 0) return total
        total += count
      }
    },
    async close() {
      await poller.close()
      await Promise.all(running.keys())
    },
  }
}

function busyOf(sources: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const source of sources) counts.set(source, (counts.get(source) ?? 0) + 1)
  return [...counts].flatMap(([source, count]) => (count >= mostOfOneSource ? [source] : []))
}
