import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, expect, test } from 'vitest'
import { createJournal, type Journal, type JournalOptions } from './journal.ts'

type Item = { n: number }
const log = pino({ level: 'silent' })
const directories: string[] = []
const open: Journal<Item>[] = []

afterEach(async () => {
  for (const journal of open.splice(0)) await journal.close()
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true })
})

test('what is appended reaches the store in order', async () => {
  const { journal, stored } = setUp()
  await Promise.all([1, 2, 3].map((n) => journal.append({ n })))
  await journal.drained()
  expect(stored).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }])
})

test('what a killed process left is stored at the next start, without its torn last line', async () => {
  const directory = newDirectory()
  const first = setUp({ directory, isAway: true })
  await first.journal.append({ n: 1 })
  await first.journal.append({ n: 2 })
  const [name] = readdirSync(directory)
  appendFileSync(join(directory, String(name)), '{"n":3,"torn')
  const second = setUp({ directory })
  await second.journal.drained()
  expect(second.stored).toEqual([{ n: 1 }, { n: 2 }])
})

test('while the store is away everything stays in files of bounded size and is stored later', async () => {
  const { journal, stored, directory, state } = setUp({
    isAway: true,
    limits: { segmentBytes: 1_000, retryMilliseconds: 5 },
  })
  const numbers = Array.from({ length: 1_000 }, (_, n) => n)
  for (const n of numbers) await journal.append({ n })
  expect(readdirSync(directory).length).toBeGreaterThan(5)
  state.isAway = false
  await journal.drained()
  expect([...new Set(stored.map(({ n }) => n))].toSorted((a, b) => a - b)).toEqual(numbers)
  expect(readdirSync(directory).length).toBeLessThanOrEqual(1)
})

test('a store that keeps up is not asked twice when the file changes', async () => {
  const { journal, stored } = setUp({ limits: { segmentBytes: 200 } })
  for (let n = 0; n < 200; n++) await journal.append({ n })
  await journal.drained()
  expect(stored).toHaveLength(200)
})

test('a record that the store refuses is put aside and holds up no other', async () => {
  const { journal, stored, directory } = setUp({ refused: 2 })
  await Promise.all([1, 2, 3].map((n) => journal.append({ n })))
  await journal.drained()
  expect(stored).toEqual([{ n: 1 }, { n: 3 }])
  expect(readdirSync(join(directory, 'refused'))).toEqual(['records.jsonl'])
})

test('a full disk is told by the probe and loses nothing while the store is there', async () => {
  const { journal, stored } = setUp({ limits: { totalBytes: 10 } })
  await journal.append({ n: 1 })
  await journal.append({ n: 2 })
  await journal.drained()
  expect(stored).toEqual([{ n: 1 }, { n: 2 }])
  expect(await journal.probe()).toContain('cannot be written')
})

test('closing leaves no file behind once all is stored', async () => {
  const { journal, directory } = setUp()
  await journal.append({ n: 1 })
  await journal.close()
  expect(readdirSync(directory)).toEqual([])
})

interface SetUp {
  directory?: string
  isAway?: boolean
  refused?: number
  limits?: NonNullable<JournalOptions<Item>['limits']>
}

function setUp(options: SetUp = {}) {
  const directory = options.directory ?? newDirectory()
  const stored: Item[] = []
  const state = { isAway: options.isAway ?? false }
  const journal = createJournal<Item>({
    directory,
    log,
    limits: options.limits ?? {},
    isRefusal: (error) => error instanceof RangeError,
    async store(records) {
      if (state.isAway) throw new Error('away')
      if (records.some(({ n }) => n === options.refused)) throw new RangeError('refused')
      stored.push(...records)
    },
  })
  open.push(journal)
  return { journal, stored, directory, state }
}

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'opbx-journal-'))
  directories.push(directory)
  return directory
}
