import type { Deps } from '../context.ts'

const channel = 'revision'
const lookMilliseconds = 1_000

export interface NewRevision {
  organizationId: string
  number: number
}

/** Tells all processes, this one too, that calls are to be answered with another revision. */
export function ringLiveBell(deps: Pick<Deps, 'cache'>, revision: NewRevision): void {
  deps.cache.publish(channel, JSON.stringify(revision))
}

/** Hears of new revisions; the look each second finds what a lost message missed. */
export function hearLiveBell(
  { cache, log }: Deps,
  on: { look(): Promise<void>; hear(revision: NewRevision): Promise<void> },
): { close(): Promise<void> } {
  let looking: Promise<void> | null = null
  const look = async (): Promise<void> => {
    try {
      await on.look()
    } catch (error) {
      log.debug({ err: error }, 'The live revisions could not be compared')
    } finally {
      looking = null
    }
  }
  const timer = setInterval(() => {
    looking ??= look()
  }, lookMilliseconds)
  timer.unref()
  const subscribed = cache.subscribe(channel, (message) => {
    const revision: NewRevision = JSON.parse(message)
    on.hear(revision).catch((error: unknown) => {
      log.warn({ err: error }, 'A new revision could not be loaded')
    })
  })
  return {
    async close() {
      clearInterval(timer)
      const stop = await subscribed
      stop()
      await looking
    },
  }
}
