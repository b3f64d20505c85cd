import { describe, expect, test } from 'vitest'
import { readHttpAnswer } from './http-answer.ts'

const nothing = { kind: 'answered', status: 200, exit: null, variables: {} }

describe('an answer that is understood', () => {
  test.each([
    ['nothing', '', nothing],
    ['blanks', ' \n', nothing],
    ['an object without a word for OPBX', '{"ok":true}', nothing],
    ['null for both', '{"exit":null,"variables":null}', nothing],
    ['an exit', '{"exit":"vip"}', { ...nothing, exit: 'vip' }],
    [
      'an exit of 40 characters',
      `{"exit":"${'a'.repeat(40)}"}`,
      { ...nothing, exit: 'a'.repeat(40) },
    ],
    [
      'values of every simple kind, as text',
      '{"variables":{"name":"Ann","open":true,"count":3,"none":null}}',
      { ...nothing, variables: { name: 'Ann', open: 'true', count: '3', none: '' } },
    ],
    [
      'a name that no variable can have is left out',
      '{"variables":{"two words":"x","name":"Ann"}}',
      { ...nothing, variables: { name: 'Ann' } },
    ],
    [
      'half a character is mended',
      '{"variables":{"name":"\\ud83d"}}',
      { ...nothing, variables: { name: '\ufffd' } },
    ],
    [
      'a value of 200 characters',
      `{"variables":{"name":"${'a'.repeat(200)}"}}`,
      { ...nothing, variables: { name: 'a'.repeat(200) } },
    ],
  ])('%s', (_, text, answer) => {
    expect(readHttpAnswer(200, text)).toEqual(answer)
  })

  test.each([200, 204, 299])('status %i is a good one', (status) => {
    expect(readHttpAnswer(status, '')).toEqual({ ...nothing, status })
  })

  test('of more than 50 variables the first 50 count', () => {
    const variables = Object.fromEntries(
      Array.from({ length: 51 }, (_, index) => [`v${index}`, index]),
    )
    const answer = readHttpAnswer(200, JSON.stringify({ variables }))
    const read = answer.kind === 'answered' ? answer.variables : {}
    expect(Object.keys(read)).toHaveLength(50)
    expect(read).toMatchObject({ v0: '0', v49: '49' })
  })
})

describe('an answer that is not', () => {
  test.each([
    [199, '', 'it answered 199'],
    [300, '', 'it answered 300'],
    [500, '{"exit":"vip"}', 'it answered 500'],
    [200, 'sorry', 'its answer is no JSON'],
    [200, '[1]', 'its answer is no JSON object'],
    [200, '"vip"', 'its answer is no JSON object'],
    [200, '{"exit":7}', '"exit" of its answer has a wrong form'],
    [200, `{"exit":"${'a'.repeat(41)}"}`, '"exit" of its answer has a wrong form'],
    [200, '{"variables":{"a":{}}}', '"variables.a" of its answer has a wrong form'],
    [
      200,
      `{"variables":{"name":"${'a'.repeat(201)}"}}`,
      'its variable name has more than 200 characters',
    ],
  ])('%i %s', (status, text, reason) => {
    expect(readHttpAnswer(status, text)).toEqual({ kind: 'failed', reason })
  })
})
