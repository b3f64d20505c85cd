import { expect, test } from 'vitest'
import { withKnownExits } from './known-exits.ts'

test('exits that nobody touched are open', () => {
  const value = { name: 'Theo', exits: { busy: undefined } }
  expect(withKnownExits('extension', value)).toEqual({
    name: 'Theo',
    exits: { no_answer: null, busy: null, unreachable: null },
  })
})

test('the exit of an option that was removed is gone', () => {
  const config = { options: [{ digits: '1' }, { digits: '' }] }
  const value = { config, exits: { 1: 'rg_1', 2: 'rg_2', timeout: 'vm_1' } }
  expect(withKnownExits('ivr_menu', value)).toEqual({
    config,
    exits: { 1: 'rg_1', timeout: 'vm_1', invalid: null },
  })
})

test('each caller rule has an exit', () => {
  const config = { rules: [{ id: 'vip' }, { id: 'constructor' }] }
  const value = { config, exits: { vip: 'rg_1', gone: 'rg_2' } }
  expect(withKnownExits('caller_filter', value)).toEqual({
    config,
    exits: { vip: 'rg_1', constructor: null, otherwise: null },
  })
})

test('each exit that an answer may name is one', () => {
  const config = { namedExits: ['vip', 'failed'], options: undefined }
  const value = { config, exits: { vip: 'rg_1', failed: 'vm_1', gone: 'rg_2' } }
  expect(withKnownExits('http_request', value)).toEqual({
    config,
    exits: { vip: 'rg_1', failed: 'vm_1', success: null },
  })
})
