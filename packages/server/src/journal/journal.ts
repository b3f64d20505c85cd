import { closeSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../log.ts'
import {
  findSegments,
  nextSegmentPath,
  openSegment,
  readSegment,
  removeSegment,
  type Segment,
  writeAll,
} from './segment-files.ts'

/**
 * The spool: what must survive kill -9 before we answer, but must not wait for the database. Appended to a
 * local file with one write per turn of the event loop, without fsync, and drained in groups; drained again
 * at the next start, so the store must take a record twice without harm.
 */
export interface Journal<T> {
  /** Resolves once the record is in the file, or, when the disk refuses, in memory only. */
  append(record: T): Promise<void>
  /** Resolves when everything appended so far is in the store. */
  drained(): Promise<void>
  /** What is wrong, in words, or null. */
  probe(): Promise<string | null>
  /** Drains what can be drained at once; the rest stays in the files. */
  close(): Promise<void>
}

export interface JournalOptions<T> {
  directory: string
  /** Writes a group for good. Throws when the store is away. */
  store(records: T[]): Promise<void>
  /** The error says that a record can never be stored. It is put aside, not tried for ever. */
  isRefusal(error: unknown): boolean
  log: Log
  limits?: Partial<Limits>
}

interface Limits {
  segmentBytes: number
  totalBytes: number
  groupRecords: number
  groupBytes: number
  retryMilliseconds: number
  /** What comes within this time goes into the store together. */
  gatherMilliseconds: number
}

const usualLimits: Limits = {
  segmentBytes: 4_000_000,
  totalBytes: 2_000_000_000,
  groupRecords: 500,
  groupBytes: 1_000_000,
  retryMilliseconds: 500,
  gatherMilliseconds: 25,
}

interface Entry<T> {
  record: T
  sizeBytes: number
  isOnDisk: boolean
}

/** A closed file. `rest`: what of it is not in the store yet, while that is little; else it is read again. */
interface Closed<T> extends Segment {
  rest: T[] | null
}

const mostInMemory = 20_000

export function createJournal<T>(options: JournalOptions<T>): Journal<T> {
  const { directory, log } = options
  const limits = { ...usualLimits, ...options.limits }
  const old: Closed<T>[] = findSegments(directory).map((found) => ({ ...found, rest: null }))
  let oldBytes = old.reduce((sum, segment) => sum + segment.sizeBytes, 0)
  let path = nextSegmentPath(directory)
  let file: number | null = openSegment(path)
  let fileBytes = 0
  /** In the present file and not yet in the store. */
  let pending: Entry<T>[] = []
  let waiting: { line: string; record: T; resolve: () => void }[] = []
  let problem: string | null = null
  let isClosing = false
  let isDraining = false
  let watchers: (() => void)[] = []
  const closing = new AbortController()

  const append = (record: T): Promise<void> =>
    new Promise((resolve) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ line: `${JSON.stringify(record)}\n`, record, resolve })
    })

  const flush = (): void => {
    const group = waiting
    waiting = []
    const isOnDisk = writeGroup(group.map(({ line }) => line).join(''))
    for (const { line, record, resolve } of group) {
      pending.push({ record, sizeBytes: line.length, isOnDisk })
      resolve()
    }
    if (fileBytes > limits.segmentBytes || file === null) rotate()
    void drain()
  }

  const writeGroup = (text: string): boolean => {
    try {
      if (oldBytes + fileBytes + text.length > limits.totalBytes)
        throw new Error('The spool is full.')
      file ??= reopen()
      fileBytes += writeAll(file, text)
      problem = null
      return true
    } catch (error) {
      if (problem === null) log.error({ err: error }, 'the spool cannot be written; kept in memory')
      problem = `The spool in ${directory} cannot be written.`
      // A torn line must not swallow the next one: go on in a new file.
      // What of it is not stored yet is in memory still.
      abandonFile([])
      return false
    }
  }

  const reopen = (): number => {
    path = nextSegmentPath(directory)
    fileBytes = 0
    return openSegment(path)
  }

  const abandonFile = (rest: T[] | null): void => {
    if (file === null) return
    closeSync(file)
    file = null
    old.push({ path, sizeBytes: fileBytes, rest })
    oldBytes += fileBytes
    fileBytes = 0
  }

  /** Starts a new file. A store that keeps up gets the rest from memory, else the file is read again later. */
  const rotate = (): void => {
    if (file === null) {
      giveUpOldest()
      return
    }
    const written = pending.filter((entry) => entry.isOnDisk)
    const isKeepingUp = old.length === 0 && written.length <= limits.groupRecords
    pending = pending.filter((entry) => !entry.isOnDisk)
    abandonFile(isKeepingUp ? written.map(({ record }) => record) : null)
    if (isKeepingUp && written.length === 0) drop(old.length - 1)
  }

  const giveUpOldest = (): void => {
    if (pending.length <= mostInMemory) return
    log.error({ lost: pending.length - mostInMemory }, 'records were lost: no disk and no database')
    pending = pending.slice(-mostInMemory)
  }

  const drop = (index: number): void => {
    const [segment] = old.splice(index, 1)
    if (segment === undefined) return
    oldBytes -= segment.sizeBytes
    removeSegment(segment.path)
  }

  const drain = async (): Promise<void> => {
    if (isDraining) return
    isDraining = true
    try {
      await pause(limits.gatherMilliseconds)
      await drainAll()
    } finally {
      isDraining = false
    }
    for (const resolve of watchers.splice(0)) resolve()
  }

  const pause = async (milliseconds: number): Promise<void> => {
    const options = { ref: false, signal: closing.signal }
    await sleep(milliseconds, undefined, options).catch(() => undefined)
  }

  const drainAll = async (): Promise<void> => {
    while (old.length > 0 || pending.length > 0) {
      const isStored = old.length > 0 ? await drainSegment() : await drainGroup()
      if (isStored) continue
      if (isClosing) return
      await pause(limits.retryMilliseconds)
    }
    if (fileBytes > limits.segmentBytes / 4) rotate()
  }

  const drainSegment = async (): Promise<boolean> => {
    const segment = old[0]
    if (segment === undefined) return true
    const records = segment.rest ?? readRecords<T>(segment.path)
    for (let from = 0; from < records.length; from += limits.groupRecords) {
      if (!(await tryStore(records.slice(from, from + limits.groupRecords)))) return false
    }
    drop(old.indexOf(segment))
    return true
  }

  const drainGroup = async (): Promise<boolean> => {
    const from = pending
    const group = takeGroup(from, limits)
    if (!(await tryStore(group.map(({ record }) => record)))) return false
    // A rotation meanwhile left `pending` to the closed file, which is drained as a whole.
    if (pending === from) pending = pending.slice(group.length)
    return true
  }

  const tryStore = async (records: T[]): Promise<boolean> => {
    try {
      await options.store(records)
      return true
    } catch (error) {
      if (!options.isRefusal(error)) {
        log.warn({ err: error, records: records.length }, 'the spool waits for the database')
        return false
      }
      if (records.length > 1) return storeOneByOne(records)
      putAside(directory, records)
      log.error({ err: error }, 'a record was refused by the database and put aside')
      return true
    }
  }

  const storeOneByOne = async (records: T[]): Promise<boolean> => {
    for (const record of records) if (!(await tryStore([record]))) return false
    return true
  }

  const isEmpty = (): boolean => old.length === 0 && pending.length === 0 && waiting.length === 0
  if (old.length > 0) void drain()

  return {
    append,
    drained: () =>
      new Promise((resolve) => {
        const check = (): void => {
          if (isEmpty()) resolve()
          else watchers.push(check)
        }
        check()
      }),
    probe: async () => problem,
    async close() {
      if (waiting.length > 0) flush()
      isClosing = true
      closing.abort()
      // Whoever drains sees `isClosing` and stops at the first refusal.
      while (isDraining) await new Promise((resolve) => setImmediate(resolve))
      await drainAll()
      if (file !== null) closeSync(file)
      file = null
      if (pending.length === 0) removeSegment(path)
      watchers = []
    },
  }
}

/** Written by this journal or by the process before it: the records are what `append` took. */
function readRecords<T>(path: string): T[] {
  return readSegment(path) as T[]
}

function takeGroup<T>(entries: readonly Entry<T>[], limits: Limits): Entry<T>[] {
  let bytes = 0
  const count = entries.findIndex((entry, index) => {
    bytes += entry.sizeBytes
    return index > 0 && (index >= limits.groupRecords || bytes > limits.groupBytes)
  })
  return count === -1 ? [...entries] : entries.slice(0, count)
}

function putAside<T>(directory: string, records: T[]): void {
  const aside = join(directory, 'refused')
  mkdirSync(aside, { recursive: true, mode: 0o700 })
  for (const record of records) {
    writeFileSync(join(aside, 'records.jsonl'), `${JSON.stringify(record)}\n`, {
      flag: 'a',
      mode: 0o600,
    })
  }
}
