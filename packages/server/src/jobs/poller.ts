import type { Log } from '../log.ts'

export type Poller = { start(): void; wake(): void; close(): Promise<void> }

/** Takes a turn when woken and a second after the last one; never two at once. */
export function createPoller(takeTurn: () => Promise<void>, log: Log): Poller {
  let phase: 'stopped' | 'waiting' | 'busy' | 'woken while busy' | 'closed' = 'stopped'
  let timer: NodeJS.Timeout | undefined
  let turn = Promise.resolve()

  const take = async (): Promise<void> => {
    clearTimeout(timer)
    phase = 'busy'
    try {
      await takeTurn()
    } catch (error) {
      log.warn({ err: error }, 'Looking for jobs failed')
    }
    settle()
  }

  const settle = (): void => {
    if (phase === 'closed') return
    const delay = phase === 'woken while busy' ? 0 : pollMilliseconds
    phase = 'waiting'
    timer = setTimeout(begin, delay)
  }

  const begin = (): void => {
    turn = take()
  }

  return {
    start() {
      if (phase === 'stopped') begin()
    },
    wake() {
      if (phase === 'waiting') begin()
      else if (phase === 'busy') phase = 'woken while busy'
    },
    async close() {
      phase = 'closed'
      clearTimeout(timer)
      await turn
    },
  }
}

const pollMilliseconds = 1_000
