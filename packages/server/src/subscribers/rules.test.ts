import { describe, expect, test } from 'vitest'
import type { LiveExtension } from '../call-flow/rules.ts'
import { nextWork, retrySeconds, wantedSubscribers } from './rules.ts'

const extension = (number: string, devices: string[], more: Partial<LiveExtension> = {}) => ({
  node: `ext_${number}`,
  name: `Extension ${number}`,
  number,
  enabled: true,
  devices: devices.map((id) => ({ id, name: id })),
  ...more,
})
const namesOf = (wanted: readonly { deviceId: string; msisdn: string }[]) =>
  Object.fromEntries(wanted.map(({ deviceId, msisdn }) => [deviceId, msisdn]))

describe('what the platform should have', () => {
  test('the first device has the extension number, further ones a suffix', () => {
    const draft = [extension('1001', ['a', 'b', 'c'])]
    expect(namesOf(wantedSubscribers({ live: [], draft }, []))).toEqual({
      a: '1001',
      b: '1001-2',
      c: '1001-3',
    })
  })

  test('a device keeps its ordinal for life, a new one gets the lowest that is free', () => {
    const known = [
      { deviceId: 'b', nodeId: 'ext_1001', ordinal: 2 },
      { deviceId: 'c', nodeId: 'ext_1001', ordinal: 3 },
    ]
    const draft = [extension('1001', ['c', 'b', 'd', 'e'])]
    expect(namesOf(wantedSubscribers({ live: [], draft }, known))).toEqual({
      b: '1001-2',
      c: '1001-3',
      d: '1001',
      e: '1001-4',
    })
  })

  test('a device is wanted while draft or live has it; what is live decides', () => {
    const live = [extension('1001', ['a', 'gone']), extension('1002', ['x'])]
    const draft = [
      extension('1008', ['a', 'new'], { node: 'ext_1001', enabled: false }),
      extension('1003', ['y']),
    ]
    const wanted = wantedSubscribers({ live, draft }, [])
    expect(namesOf(wanted)).toEqual({
      a: '1001',
      gone: '1001-2',
      x: '1002',
      new: '1008-3',
      y: '1003',
    })
    expect(wanted.find(({ deviceId }) => deviceId === 'a')?.active).toBe(true)
    expect(wanted.find(({ deviceId }) => deviceId === 'new')?.active).toBe(false)
  })

  test('a draft waits with a number that is live elsewhere', () => {
    const live = [extension('1001', ['a'])]
    const draft = [
      extension('1002', ['a'], { node: 'ext_1001' }),
      extension('1001', ['b'], { node: 'ext_other' }),
    ]
    expect(namesOf(wantedSubscribers({ live, draft }, []))).toEqual({ a: '1001' })
  })
})

const row = (deviceId: string, wantedMsisdn: string, msisdn: string | null = null) => ({
  deviceId,
  wantedMsisdn,
  wantedActive: true,
  msisdn,
  active: msisdn === null ? null : true,
  platformId: msisdn === null ? null : `id-${deviceId}`,
})

describe('the next request', () => {
  test('makes, changes or finds settled', () => {
    expect(nextWork([row('a', '1001')], [], [])?.kind).toBe('create')
    expect(nextWork([row('a', '1002', '1001')], [], [])?.kind).toBe('create')
    expect(nextWork([row('a', '1001', '1001')], [], [])?.kind).toBe('settled')
    const disabled = { ...row('a', '1001', '1001'), wantedActive: false }
    expect(nextWork([disabled], [], [])?.kind).toBe('update')
    expect(nextWork([], [], [])).toBeNull()
  })

  test('new ones come before old ones go, unless the name is needed', () => {
    const removals = [
      { platformId: '7', msisdn: '1009' },
      { platformId: '8', msisdn: '1001' },
    ]
    expect(nextWork([row('a', '1002')], removals, [])).toMatchObject({ kind: 'create' })
    expect(nextWork([row('a', '1001')], removals, [])).toMatchObject({
      kind: 'remove',
      removal: { platformId: '8' },
    })
    expect(nextWork([], removals, [])).toMatchObject({ removal: { platformId: '7' } })
  })

  test('a chain of new numbers begins at its end, a ring gives one name up', () => {
    const a = row('a', '1002', '1001')
    const b = row('b', '1003', '1002')
    expect(nextWork([a, b], [], [a, b])).toMatchObject({
      kind: 'create',
      subscriber: { deviceId: 'b' },
    })
    const c = row('b', '1001', '1002')
    expect(nextWork([a, c], [], [a, c])).toMatchObject({
      kind: 'free',
      subscriber: { deviceId: 'b' },
    })
  })
})

test('trouble is waited for longer and longer, five minutes at most', () => {
  expect([0, 1, 2, 5, 6, 99].map(retrySeconds)).toEqual([5, 10, 20, 160, 300, 300])
})
