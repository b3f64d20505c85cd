import type { Flow, FlowNode } from '@opbx/contract/call-flow/flow'
import { usualPersonalSettings } from '@opbx/contract/call-flow/personal-settings'
import {
  makeAnnouncement,
  makeCallerFilter,
  makeExtension,
  makeFlow,
  makeHangUp,
  makeHours,
  makeMenu,
  makePhoneNumber,
  makeRingGroup,
  makeVoicemail,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { type KeptCall, keepCall, type Placed, type Told } from '../testing/recorded-call.ts'
import { compileFlow } from './compile-flow.ts'
import { createReplay } from './replay.ts'

const to = '+12025550100'
const ada = makeExtension('1001', 'Ada')
const bob = makeExtension('1002', 'Bob')
const box = makeVoicemail('Box')
const end = makeHangUp('End')
const sales = makeRingGroup('Sales', [ada, bob], { exits: { no_answer: box.id } })
const welcome = makeAnnouncement('Welcome', { exits: { next: sales.id } })
const all = [ada, bob, box, end, sales, welcome]
const unanswered: Told[] = [
  { dialStatus: 'no-answer' },
  { recordingUrl: 'https://recordings.example/1', recordingSeconds: 12 },
]

/** The flow whose number enters `entry`; nodes of the same id are replaced. */
function entering(entry: FlowNode, ...others: FlowNode[]): Flow {
  const nodes = new Map([...all, entry, ...others].map((node) => [node.id, node]))
  return makeFlow({ nodes: [...nodes.values()], phoneNumbers: [makePhoneNumber(to, entry)] })
}

const keep = (entry: FlowNode, requests: readonly Told[], placed: Partial<Placed> = {}) =>
  keepCall(entering(entry), { to, ...placed }, requests)

function replay({ recorded }: KeptCall, entry: FlowNode, ...others: FlowNode[]) {
  return createReplay(compileFlow(entering(entry, ...others)))(recorded)
}

describe('a call goes the same way', () => {
  test('through its own flow, and each decision is told', () => {
    const kept = keep(sales, unanswered)
    const told: number[] = []
    const again = createReplay(kept.compiled)
    expect(again(kept.recorded, ({ index }) => told.push(index))).toEqual({ kind: 'same' })
    expect(told).toEqual([0, 1, 2])
    expect(again(keep(sales, [{ dialStatus: 'completed' }]).recorded)).toEqual({ kind: 'same' })
  })

  test('where words were added, left out or said otherwise', () => {
    const other = { ...welcome, config: { ...welcome.config, prompt: { text: 'Hello.' } } }
    expect(replay(keep(sales, unanswered), welcome)).toEqual({ kind: 'same' })
    expect(replay(keep(welcome, [{}, ...unanswered]), sales)).toEqual({ kind: 'same' })
    expect(replay(keep(welcome, [{}, ...unanswered]), other)).toEqual({ kind: 'same' })
  })

  test('as long as it lasted: a caller who hung up during the words went nowhere', () => {
    expect(replay(keep(welcome, []), sales)).toEqual({ kind: 'same' })
    expect(replay(keep(welcome, [{ ended: true }]), welcome)).toEqual({ kind: 'same' })
    expect(replay(keep(sales, []), sales)).toEqual({ kind: 'same' })
  })

  test('with what was known then', () => {
    const personal = { [ada.id]: { ...usualPersonalSettings, doNotDisturb: true } }
    const silent = keep(sales, unanswered, { facts: { personal } })
    expect(silent.replayed[0]?.decision.verbs[0]).toMatchObject({ numbers: ['1002'] })
    expect(replay(silent, sales)).toEqual({ kind: 'same' })
    expect(replay(silent, welcome)).toEqual({ kind: 'same' })
    const named = keep(sales, unanswered, { facts: { subscribers: { dev_1001: 'old-1001' } } })
    expect(named.replayed[0]?.decision.verbs[0]).toMatchObject({ numbers: ['old-1001'] })
    expect(replay(named, sales)).toEqual({ kind: 'same' })
    const skipped = [{ via: 'fell_through' as const }]
    for (const connectedSinceDial of [true, false]) {
      const fell = keep(sales, skipped, { facts: { connectedSinceDial } })
      expect(replay(fell, sales)).toEqual({ kind: 'same' })
    }
    const hours = makeHours('Office', { exits: { open: sales.id, closed: end.id } })
    const byHand = { [hours.id]: { state: 'closed' as const, until: null, by: 'Ada' } }
    expect(replay(keep(hours, [], { facts: { hours: byHand } }), hours)).toEqual({ kind: 'same' })
  })
})

describe('a call goes elsewhere', () => {
  test('where another step takes it', () => {
    expect(replay(keep(sales, unanswered), box)).toEqual({
      kind: 'different',
      was: 'Sales: Rang Ada and Bob for up to 20 seconds',
      now: 'Box: Asked for a message',
    })
    const away = { ...sales, exits: { no_answer: end.id } }
    expect(replay(keep(sales, unanswered), away)).toMatchObject({
      kind: 'different',
      was: 'Box: Asked for a message',
    })
  })

  test('where other phones ring', () => {
    const alone = makeRingGroup('Sales', [ada], { exits: { no_answer: box.id } })
    expect(replay(keep(sales, unanswered), alone)).toMatchObject({ kind: 'different' })
  })

  test('where a key leads elsewhere', () => {
    const menu = makeMenu('Menu', ['1'], { exits: { '1': sales.id } })
    const kept = keep(menu, [{ digits: '1' }, ...unanswered])
    expect(replay(kept, menu)).toEqual({ kind: 'same' })
    expect(replay(kept, { ...menu, exits: { '1': box.id } })).toMatchObject({
      kind: 'different',
      now: 'Box: Asked for a message',
    })
  })

  test('where no step takes it any more', () => {
    const flow = makeFlow({ nodes: all })
    expect(createReplay(compileFlow(flow))(keep(sales, []).recorded)).toMatchObject({
      kind: 'different',
      now: 'Said that the number is not in service',
    })
  })
})

describe('nobody can tell', () => {
  test('where the block list was not asked then', () => {
    const rules = [{ id: 'blocked', name: 'Blocked', kind: 'block_list' as const }]
    const filter = makeCallerFilter('Filter', rules, {
      exits: { blocked: end.id, otherwise: sales.id },
    })
    expect(replay(keep(sales, unanswered), filter)).toEqual({
      kind: 'cannot_tell',
      reason: 'whether the caller was on the block list',
    })
    expect(replay(keep(filter, unanswered), filter)).toEqual({ kind: 'same' })
  })

  test('whose turn it was, unless it was asked then', () => {
    const turns = { ...sales, config: { ...sales.config, strategy: 'round_robin' as const } }
    const unknown = { kind: 'cannot_tell', reason: 'whose turn it was' }
    expect(replay(keep(sales, unanswered), turns)).toEqual(unknown)
    const second = keep(turns, [], { answers: { [`turn:${sales.id}`]: 1 } })
    expect(second.replayed[0]?.decision.verbs[0]).toMatchObject({ numbers: ['1002'] })
    expect(replay(second, turns)).toEqual({ kind: 'same' })
    expect(replay(second, { ...welcome, exits: { next: turns.id } }, turns)).toEqual({
      kind: 'same',
    })
  })

  test('that a call came to a step needs no answer to what the step asks', () => {
    const turns = { ...sales, config: { ...sales.config, strategy: 'round_robin' as const } }
    expect(replay(keep(box, []), turns)).toMatchObject({ kind: 'different' })
  })

  test('where requests come after the end', () => {
    const kept = keep(end, [])
    const [step] = kept.recorded.steps
    const steps = step === undefined ? [] : [step, step]
    const again = createReplay(kept.compiled)
    expect(again({ ...kept.recorded, steps })).toEqual({
      kind: 'cannot_tell',
      reason: 'the requests of this call do not follow each other',
    })
  })
})
