import { expect, test } from 'vitest'
import { addressOf } from './client.ts'
import { isProblem, problemOf } from './problem.ts'

const document = {
  type: 'about:blank',
  title: 'In use',
  status: 409,
  detail: 'Two places lead to it.',
  code: 'in_use',
  requestId: 'req_1',
}

test('a problem document keeps its code, sentence, fields, references and request id', () => {
  const problem = problemOf(409, {
    ...document,
    errors: [{ path: 'members.0.node', message: 'Choose a step.' }],
    references: [{ kind: 'node', id: 'rg_1', name: 'Sales', path: 'exits.no_answer' }],
  })
  expect(problem).toMatchObject({
    status: 409,
    code: 'in_use',
    detail: 'Two places lead to it.',
    requestId: 'req_1',
  })
  expect(problem.fields).toEqual([{ path: 'members.0.node', message: 'Choose a step.' }])
  expect(problem.references.map((reference) => reference.name)).toEqual(['Sales'])
  expect(isProblem(problem, 'in_use')).toBe(true)
  expect(isProblem(new Error('x'), 'in_use')).toBe(false)
})

test.each([
  [502, 'unavailable'],
  [401, 'not_signed_in'],
  [412, 'outdated'],
  [429, 'too_many_requests'],
  [418, 'unreadable'],
])('an answer %d that is no problem document is "%s"', (status, code) => {
  expect(problemOf(status, '<html>').code).toBe(code)
})

test('paths are those of /api/v1, and empty filters are left out', () => {
  expect(addressOf('/calls', { number: '+1', cursor: '', limit: 50, to: null })).toBe(
    '/api/v1/calls?number=%2B1&limit=50',
  )
  expect(addressOf('/api/auth/sign-out')).toBe('/api/auth/sign-out')
  expect(addressOf('/api-keys')).toBe('/api/v1/api-keys')
})
