import type { FlowChange } from '@opbx/contract/call-flow/draft'
import { expect, test } from 'vitest'
import { text } from '../texts/i18n.ts'
import { fieldLabel, type KnownFlow, linesOf, valueText } from './change-words.ts'

function changed(path: string, before: unknown, after: unknown): FlowChange {
  return {
    kind: 'node',
    id: 'rg_1',
    nodeType: 'ring_group',
    name: 'Sales',
    change: 'changed',
    fields: [{ path, before, after }],
  }
}

test('a changed setting is named in words, the old value before the new one', () => {
  expect(linesOf(changed('config.ringSeconds', 15, 20), undefined, text)).toEqual([
    { sign: '−', label: 'Ring for', value: '15 seconds' },
    { sign: '+', label: 'Ring for', value: '20 seconds' },
  ])
})

test('an exit says where it leads, also when it hangs up', () => {
  const lines = linesOf(changed('exits.no_answer', null, 'Voicemail'), undefined, text)
  expect(lines.map(({ label, value }) => `${label} ${value}`)).toEqual([
    'No answer hangs up',
    'No answer leads to Voicemail',
  ])
})

test('what is added to a list has one line', () => {
  const lines = linesOf(
    changed('config.members.2', null, { node: 'Grace', priority: 1 }),
    undefined,
    text,
  )
  expect(lines).toEqual([{ sign: '+', label: 'Member', value: 'Grace' }])
})

test('each path has a label without ids and keys of the machine', () => {
  expect(fieldLabel('config.prompt.text', text)).toBe('Callers hear')
  expect(fieldLabel('config.members.1.node', text)).toBe('Member 2')
  expect(fieldLabel('config.options.3.label', text)).toBe('Key 4, Name for it')
  expect(fieldLabel('config.weekly.monday.0.from', text)).toBe('Monday, from')
  expect(fieldLabel('config.voicemail.greeting.text', text)).toBe('Voicemail, Greeting')
  expect(fieldLabel('exits.7', text)).toBe('Key 7')
})

test('the exit of a caller rule has the name of the rule', () => {
  const config = { rules: [{ id: 'vip', name: 'Important', kind: 'anonymous' }] }
  expect(fieldLabel('exits.vip', text, config)).toBe('Rule Important')
  expect(fieldLabel('exits.gone', text, config)).toBe('Rule gone')
  expect(valueText('block_list', 'config.rules.0.kind', text)).toBe('Is on the block list')
})

test('a secret is called one, and the exit of an answer has its word', () => {
  const reference = 'sec_01KJQH0CC00003ZQE8S1T9KR4N'
  expect(valueText(reference, 'config.secretToken', text)).toBe('a secret')
  expect(
    valueText({ name: 'X-Key', value: reference, secret: true }, 'config.headers.0', text),
  ).toBe('X-Key')
  expect(fieldLabel('exits.vip', text, { namedExits: ['vip'] })).toBe('Answer vip')
})

test('values are read as people say them', () => {
  expect(valueText('round_robin', 'config.strategy', text)).toBe('Taking turns')
  expect(valueText({ from: '09:00', to: '17:00' }, 'config.weekly.monday.0', text)).toBe(
    '09:00 to 17:00',
  )
  expect(valueText('Welcome.', 'config.prompt.text', text)).toBe('“Welcome.”')
  expect(valueText('+12025550100', 'config.number', text)).toBe('+1 202 555 0100')
  expect(valueText(['US', 'CA'], 'countries', text)).toBe('United States, Canada')
  expect(valueText(true, 'enabled', text)).toBe('Yes')
})

test('a new thing is described by what matters most, with names in place of ids', () => {
  const flow: KnownFlow = {
    nodes: [
      {
        id: 'rg_1',
        name: 'Sales',
        extension: '2000',
        config: { strategy: 'simultaneous', members: [{ node: 'ext_1', priority: 1 }] },
        exits: { no_answer: null },
      },
      { id: 'ext_1', name: 'Ada', extension: '1001', config: {}, exits: {} },
    ],
    phoneNumbers: [],
    outboundRoutes: [],
  }
  const added: FlowChange = { ...changed('', null, null), change: 'added', fields: [] }
  expect(linesOf(added, flow, text).map(({ label, value }) => `${label}: ${value}`)).toEqual([
    'Number: 2000',
    'Order of ringing: All at once',
    'Member: Ada',
  ])
})
