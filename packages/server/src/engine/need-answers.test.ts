import { expect, test } from 'vitest'
import { needAnswers, storedAnswer } from './need-answers.ts'
import type { QueueAsk } from './queue-line.ts'
import type { Need } from './types.ts'

const usual = (need: Need) => needAnswers[need.kind].usual(need)

function lineNeed(parts: Partial<QueueAsk>, strategy: QueueAsk['settings']['strategy']): Need {
  const agents = [
    { node: 'ext_a', penalty: 0 },
    { node: 'ext_b', penalty: 0 },
    { node: 'ext_c', penalty: 5 },
  ]
  const line: QueueAsk = {
    what: 'wait',
    queue: 'que_1',
    visit: 2,
    step: 2,
    since: '2026-11-17T15:42:00Z',
    now: '2026-11-17T15:42:00Z',
    today: 20_000,
    seed: 1,
    bySwitch: false,
    agents,
    ready: agents.map(({ node }) => node),
    mayOffer: true,
    settings: {
      strategy,
      maxCallers: 10,
      agentRingSeconds: 15,
      retrySeconds: 5,
      wrapUpSeconds: 0,
      joinEmpty: 'always',
      autoPauseAfter: 0,
    },
    ...parts,
  }
  const fallback = { is: 'line', position: null, agents: {} } as const
  return { kind: 'queue', key: 'queue:que_1', line, fallback }
}

const inLine = { is: 'line', position: 1, agents: {} }
const offer = (...agents: string[]) => ({ is: 'offer', agents })

test.each([
  ['all of the least penalty', {}, 'ring_all', offer('ext_a', 'ext_b')],
  ['who is ready of them', { ready: ['ext_b', 'ext_c'] }, 'ring_all', offer('ext_b')],
  ['the others when nobody else is ready', { ready: ['ext_c'] }, 'ring_all', offer('ext_c')],
  ['one at a time', {}, 'linear', offer('ext_a')],
  ['the next one a step later', { step: 3 }, 'linear', offer('ext_b')],
  ['the first one again behind the last', { step: 4 }, 'linear', offer('ext_a')],
  ['nobody, when nobody is ready', { ready: [] }, 'linear', inLine],
  ['nobody, while something is said', { mayOffer: false }, 'ring_all', inLine],
] as const)('in a flow test a queue offers %s', (_, parts, strategy, answer) => {
  expect(usual(lineNeed(parts, strategy))).toEqual(answer)
})

test('in a flow test a voicemail box holds one new message', () => {
  const need = (index: number): Need => ({
    kind: 'voicemail_messages',
    key: 'voicemail_messages:vm_1',
    box: 'vm_1',
    since: '2026-11-17T15:42:00Z',
    index,
    fallback: null,
  })
  expect(usual(need(0))).toMatchObject({
    total: 1,
    fresh: 1,
    message: { isNew: true, at: Date.parse('2026-11-17T15:42:00Z'), callerName: null },
  })
  expect(usual(need(1))).toEqual({ total: 1, fresh: 1, message: null })
})

test('in a flow test nobody is busy, and what is asked for is done', () => {
  const node = 'ext_a'
  const agent = (toggle: 'pause' | 'sign_in'): Need => ({
    kind: 'change_agent',
    key: 'k',
    node,
    toggle,
    fallback: 'failed',
  })
  expect(usual({ kind: 'busy', key: 'k', nodes: [node], fallback: [] })).toEqual([])
  expect(usual({ kind: 'turn', key: 'k', group: 'rg_1', fallback: 7 })).toBe(0)
  expect(usual(agent('pause'))).toBe('paused')
  expect(usual(agent('sign_in'))).toBe('signed_in')
  const stored: Need = { kind: 'change_personal', key: 'k', node, change: {}, fallback: false }
  expect(usual(stored)).toBe(true)
  const rested: Need = {
    kind: 'last_answered',
    key: 'k',
    nodes: [node],
    fallback: { [node]: null },
  }
  expect(usual(rested)).toEqual({ [node]: null })
})

test('every fact that can be missing has words of its own', () => {
  const words = Object.values(needAnswers).map(({ missing }) => missing)
  for (const missing of words) expect(missing).toMatch(/^(wh[a-z]+) /)
  expect(new Set(words).size).toBe(words.length)
})

test('an answer of another form than the need has is none', () => {
  const busy: Need = { kind: 'busy', key: 'k', nodes: [], fallback: [] }
  const turn: Need = { kind: 'turn', key: 'k', group: 'rg_1', fallback: 0 }
  expect(storedAnswer(busy, ['ext_a'])).toEqual(['ext_a'])
  expect(storedAnswer(turn, 3)).toBe(3)
  for (const value of [undefined, null, 'x', true]) {
    expect(storedAnswer(busy, value)).toBeNull()
    expect(storedAnswer(turn, value)).toBeNull()
  }
})
