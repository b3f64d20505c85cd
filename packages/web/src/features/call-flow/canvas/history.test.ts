import type { FlowDraft } from '@opbx/contract/call-flow/draft'
import { expect, test } from 'vitest'
import { applyEdit, type FlowEdit, type NodeContent, shownEdit } from './edits.ts'
import { shapeOf } from './graph.ts'
import { deedOf, noHistory, redo, renamed, undo, withDeed, withoutDeed } from './history.ts'
import { announcement, hangUp, phoneNumber } from './sample-flow.ts'
import { deletionOf, usesOf } from './uses.ts'

const draft: FlowDraft = {
  version: 3,
  liveRevision: 1,
  nodes: [announcement('ann_111111', 'hup_111111'), hangUp('hup_111111')].map((node, index) => ({
    ...node,
    position: { x: index * 300, y: 0 },
    version: 1,
  })),
  phoneNumbers: [{ ...phoneNumber('pn_1', 'ann_111111'), version: 1 }],
  outboundRoutes: [],
  prompts: [],
}
const content: NodeContent = {
  type: 'hang_up',
  name: 'Goodbye',
  extension: null,
  enabled: true,
  config: { reason: 'normal', message: null },
  exits: {},
}
const after = (start: FlowDraft, edits: readonly FlowEdit[]) => edits.reduce(applyEdit, start)
/** What counts: order and versions of things are the server's. */
const partsOf = ({ nodes, phoneNumbers }: FlowDraft) => ({
  nodes: nodes.map(({ version, ...node }) => node).sort((a, b) => a.id.localeCompare(b.id)),
  phoneNumbers: phoneNumbers.map(({ version, ...number }) => number),
})

const everyEdit: [string, FlowEdit[]][] = [
  ['a new step', [{ kind: 'create', key: 'new', content, position: { x: 5, y: 6 } }]],
  ['a change', [{ kind: 'change', id: 'hup_111111', fields: { name: 'Other', enabled: false } }]],
  ['a connection', [{ kind: 'connect', id: 'ann_111111', exit: 'next', target: null }]],
  ['a move', [{ kind: 'move', positions: { hup_111111: { x: 1, y: 2 }, gone: { x: 1, y: 1 } } }]],
  [
    'a new number',
    [
      {
        kind: 'addNumber',
        key: 'new',
        content: { number: '+12025550199', label: '', entry: null, callerNamePrefix: '' },
      },
    ],
  ],
  ['a changed number', [{ kind: 'changeNumber', id: 'pn_1', fields: { entry: null, label: 'X' } }]],
  ['a number that is deleted', [{ kind: 'removeNumber', id: 'pn_1' }]],
  [
    'a step that is deleted where it is used',
    deletionOf(
      usesOf({ ...shapeOf(draft), outboundRoutes: [] }, 'ann_111111'),
      'ann_111111',
      'hup_111111',
    ),
  ],
  [
    'a step between two',
    [
      { kind: 'create', key: 'new', content: { ...content, exits: {} }, position: { x: 0, y: 9 } },
      { kind: 'connect', id: 'ann_111111', exit: 'next', target: 'new' },
    ],
  ],
]

test.each(everyEdit)('%s is taken back', (_, edits) => {
  const deed = deedOf(draft, edits, 1)
  const changed = after(draft, deed.edits)
  expect(partsOf(changed)).not.toEqual(partsOf(draft))
  expect(partsOf(after(changed, deed.back))).toEqual(partsOf(draft))
  expect(partsOf(after(after(changed, deed.back), deed.edits))).toEqual(partsOf(changed))
})

test('a step that leads to itself is made before its own way', () => {
  const own = after(draft, [
    { kind: 'connect', id: 'ann_111111', exit: 'next', target: 'ann_111111' },
  ])
  const { back } = deedOf(own, [{ kind: 'delete', id: 'ann_111111' }], 1)
  expect(back.map(({ kind }) => kind)).toEqual(['create', 'connect'])
  expect(partsOf(after(after(own, [{ kind: 'delete', id: 'ann_111111' }]), back))).toEqual(
    partsOf(own),
  )
})

test('on its way, a new step and what leads to it are not shown yet', () => {
  const exits = { kind: 'connect', id: 'ann_111111', exit: 'next' } as const
  const made: FlowEdit = { kind: 'create', key: 'new_000000', content, position: { x: 0, y: 0 } }
  const shown = [made, { ...exits, target: 'new_000000' }].reduce(shownEdit, draft)
  expect(shown).toEqual(draft)
  expect(shownEdit(draft, { ...exits, target: null })).not.toEqual(draft)
})

test('undone and done again, and something new ends what was undone', () => {
  const first = deedOf(draft, [{ kind: 'removeNumber', id: 'pn_1' }], 1)
  const second = deedOf(draft, [{ kind: 'delete', id: 'hup_111111' }], 2)
  const both = withDeed(withDeed(noHistory, first), second)
  const back = undo(both)
  expect(back?.edits).toEqual(second.back)
  expect(back && redo(back.history)).toEqual({ history: both, edits: second.edits })
  expect(back && withDeed(back.history, first)).toEqual({ done: [first, first], undone: [] })
  expect(undo(noHistory)).toBeNull()
  expect(redo(both)).toBeNull()
  expect(withoutDeed(both, 1)).toEqual({ done: [second], undone: [] })
})

test('a step that was made anew has its new id everywhere, also inside configurations', () => {
  const edits: FlowEdit[] = [
    { kind: 'create', key: 'new', content, position: { x: 0, y: 0 } },
    { kind: 'connect', id: 'ann_111111', exit: 'next', target: 'new' },
    { kind: 'change', id: 'rg_1', fields: { config: { members: [{ node: 'new' }] } } },
    { kind: 'move', positions: { new: { x: 1, y: 1 } } },
  ]
  const history = renamed(withDeed(noHistory, deedOf(draft, edits, 1)), 'new', 'hup_222222')
  expect(JSON.stringify(history)).not.toContain('"new"')
  expect(history.done[0]?.edits[2]).toEqual({
    kind: 'change',
    id: 'rg_1',
    fields: { config: { members: [{ node: 'hup_222222' }] } },
  })
})

test('what a form was filled from is not asked for when it is done again', () => {
  const edits: FlowEdit[] = [
    { kind: 'change', id: 'hup_111111', fields: { name: 'A' }, version: 7 },
  ]
  expect(deedOf(draft, edits, 1).edits).toEqual([
    { kind: 'change', id: 'hup_111111', fields: { name: 'A' } },
  ])
})
