import { expect, test } from 'vitest'
import { createSessionMemory, sessionKey } from './service.ts'

const answer = { cxml: '<Response/>', input: '' }

test('an answer is remembered until 15 minutes after the end of its call', () => {
  const { memory, pass } = setUp()
  const key = sessionKey('org_1', 'one')
  memory.rememberAnswer(key, 0, answer)
  pass(hours(3))
  memory.report(key, { connectedAt: null, isEnded: true })
  pass(minutes(14))
  expect(memory.findAnswer(key, 0)).toEqual(answer)
  pass(minutes(2))
  expect(memory.findAnswer(key, 0)).toBeNull()
})

test('the same session of another organization has answers of its own', () => {
  const { memory } = setUp()
  memory.rememberAnswer(sessionKey('org_1', 'one'), 0, answer)
  expect(memory.findAnswer(sessionKey('org_2', 'one'), 0)).toBeNull()
})

test('the oldest sessions make room for new ones', () => {
  const { memory } = setUp(3)
  for (const name of ['a', 'b', 'c', 'd']) memory.rememberAnswer(sessionKey('o', name), 0, answer)
  expect(memory.size()).toBe(3)
  expect(memory.findAnswer(sessionKey('o', 'a'), 0)).toBeNull()
  expect(memory.findAnswer(sessionKey('o', 'd'), 0)).toEqual(answer)
})

test('the first connection counts, in whatever order the updates come', () => {
  const { memory } = setUp()
  const key = sessionKey('o', 'a')
  memory.report(key, { connectedAt: 2_000, isEnded: false })
  memory.report(key, { connectedAt: 1_000, isEnded: false })
  memory.report(key, { connectedAt: null, isEnded: true })
  expect(memory.find(key)).toMatchObject({ connectedAt: 1_000, isEnded: true })
})

const minutes = (count: number) => count * 60_000
const hours = (count: number) => count * 3_600_000

function setUp(mostAnswers = 100) {
  let now = 0
  const memory = createSessionMemory({ mostAnswers, monotonic: () => now })
  memory.close()
  return {
    memory,
    pass: (milliseconds: number) => {
      now += milliseconds
    },
  }
}
