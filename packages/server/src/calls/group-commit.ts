import type { EventRecord } from './rules.ts'

/** Writes what came while the write before was under way in one statement: many callbacks, few commits. */
export interface GroupCommit {
  /** Resolves when the record is durable. Rejects when the database is away or takes too long. */
  add(record: EventRecord): Promise<void>
}

const longestGroup = 500
const longestWaitMilliseconds = 1_500

interface Waiting {
  record: EventRecord
  isGone: boolean
  settle(error: unknown): void
}

export function createGroupCommit(store: (records: EventRecord[]) => Promise<void>): GroupCommit {
  let waiting: Waiting[] = []
  let isWriting = false

  const writeAll = async (): Promise<void> => {
    isWriting = true
    while (waiting.length > 0) {
      // Who waited too long went to the spool instead.
      waiting = waiting.filter(({ isGone }) => !isGone)
      const group = waiting.slice(0, longestGroup)
      waiting = waiting.slice(longestGroup)
      const error = await store(group.map(({ record }) => record)).then(
        () => null,
        (reason: unknown) => reason ?? new Error('not stored'),
      )
      for (const { settle } of group) settle(error)
    }
    isWriting = false
  }

  return {
    add: (record) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          one.isGone = true
          reject(new Error('The database took too long.'))
        }, longestWaitMilliseconds)
        const one: Waiting = {
          record,
          isGone: false,
          settle(error) {
            clearTimeout(timer)
            if (error === null) resolve()
            else reject(error)
          },
        }
        waiting.push(one)
        // The requests of this turn of the event loop go together.
        if (!isWriting) setImmediate(() => (isWriting ? undefined : void writeAll()))
      }),
  }
}
