import type { FlowNode } from '@opbx/contract/call-flow/flow'
import type { NodeConfig } from '@opbx/contract/call-flow/node-types'
import {
  makeAnnouncement,
  makeCallerId,
  makeFlow,
  makeHangUp,
  makeHttpRequest,
  makePhoneNumber,
} from '@opbx/contract/testing/flow-factories'
import { expect, test } from 'vitest'
import { type CallSetting, startCall } from '../../testing/call-story.ts'
import type { HttpAnswer, HttpRequest, Need } from '../types.ts'

const to = '+12025550100'
const saying = (text: string) => makeHangUp(text, { config: { message: { text } } })
const plain = saying('Plain')
const broken = saying('Broken')
const vip = saying('Vip')

/** Answers come in this order, the last one again and again. */
function callInto(
  answers: HttpAnswer[],
  config: Partial<NodeConfig<'http_request'>> = {},
  setting: Partial<CallSetting> = {},
) {
  const needs: Extract<Need, { kind: 'http_request' }>[] = []
  const request = makeHttpRequest('Look up', {
    config: { namedExits: ['vip'], variables: ['order'], ...config },
    exits: { success: plain.id, failed: broken.id, vip: vip.id },
  })
  const mark = makeCallerId('Mark', {
    config: { tags: ['a', 'b'], variables: [{ name: 'shop', value: 'S & "T"' }] },
    exits: { next: request.id },
  })
  const nodes = [mark, request, plain, broken, vip]
  const flow = makeFlow({ nodes, phoneNumbers: [makePhoneNumber(to, mark)] })
  const call = startCall(flow, {
    to,
    meet: (need) => {
      if (need.kind !== 'http_request') return need.fallback
      needs.push(need)
      return answers[Math.min(needs.length, answers.length) - 1] ?? need.fallback
    },
    ...setting,
  })
  return { call, needs }
}

const answered = (exit: string | null, variables: Record<string, string> = {}): HttpAnswer => ({
  kind: 'answered',
  status: 200,
  exit,
  variables,
})
const pending: HttpAnswer = { kind: 'pending' }

test('the request has the values of the call in the place of placeholders', () => {
  const { needs } = callInto([answered(null)], {
    method: 'PUT',
    url: 'https://crm.acme.example/{{from}}?shop={{shop}}',
    headers: [
      { name: 'X-Tags', value: '{{tags}}', secret: false },
      { name: 'X-Key', value: 'sec_{{tags}}', secret: true },
    ],
    body: '{"name": "{{caller_name}}", "shop": {{shop}}, "way": "{{direction}}"}',
    timeoutSeconds: 3,
  })
  const request: HttpRequest = {
    method: 'PUT',
    url: 'https://crm.acme.example/%2B12025550105?shop=S%20%26%20%22T%22',
    headers: [
      { name: 'X-Tags', value: 'a,b', secret: false },
      { name: 'X-Key', value: 'sec_{{tags}}', secret: true },
    ],
    body: {
      type: 'application/json',
      text: '{"name": "+12025550105", "shop": "S & \\"T\\"", "way": "inbound"}',
    },
    timeoutSeconds: 3,
  }
  expect(needs).toMatchObject([{ step: 0, request }])
})

test.each([
  ['GET', 'json', null],
  ['POST', 'form', { type: 'application/x-www-form-urlencoded', text: 'a=S%20%26%20%22T%22' }],
  ['PATCH', 'text', { type: 'text/plain; charset=utf-8', text: 'a=S & "T"' }],
  ['DELETE', 'text', null],
] as const)('%s with a body as %s', (method, bodyType, body) => {
  const { needs } = callInto([answered(null)], { method, bodyType, body: 'a={{shop}}' })
  expect(needs[0]?.request?.body).toEqual(body)
})

test.each([
  [answered(null), 'Plain', 'Because the answer names no exit.'],
  [answered('vip', { order: '7' }), 'Vip', 'Because the answer names exit vip and sets order.'],
  [
    answered('gone'),
    'Broken',
    'Because Look up got none: its answer names exit gone, which this step does not have.',
  ],
  [
    { kind: 'failed', reason: 'it answered 500' },
    'Broken',
    'Because Look up got none: it answered 500.',
  ],
] as const)('%j leads to %s', (answer, words, because) => {
  const { call } = callInto([answer])
  expect(call.says[0]).toEqual({ kind: 'Say', text: words })
  expect(call.reasons).toContain(because)
})

test('the call carries the variables on, and only those that are listed', () => {
  const { call } = callInto([pending, answered('vip', { order: '7', other: 'x' })])
  const later = call.listen()
  expect(later.reasons).toContain(
    'Because the answer names exit vip and sets order; other was left out, for it is not listed.',
  )
  const { call: waits } = callInto([pending])
  expect(waits.next?.carried?.variables).toEqual({ shop: 'S & "T"' })
})

test('a slow answer is waited for with words first and silence then, as one request', () => {
  const { call, needs } = callInto([pending, pending, answered('vip')])
  expect(call.says).toEqual([{ kind: 'Say', text: 'One moment.' }, { kind: 'Redirect' }])
  expect(call.told.at(-1)).toBe('Look up: Said the words for waiting')
  const second = call.listen()
  expect(second.told).toEqual(['Look up: Waited a second more'])
  expect(second.says).toEqual([{ kind: 'Pause', seconds: 1 }, { kind: 'Redirect' }])
  const third = second.listen()
  expect(third.says[0]).toEqual({ kind: 'Say', text: 'Vip' })
  expect(needs.map(({ step, request, key }) => [step, request === null, key])).toEqual([
    [0, false, needs[0]?.key],
    [0, true, needs[0]?.key],
    [0, true, needs[0]?.key],
  ])
})

test('an answer that never comes is a failure in the end', () => {
  let { call } = callInto([pending])
  let steps = 0
  while (call.next !== null) {
    call = call.listen(1)
    steps += 1
  }
  expect(steps).toBe(8)
  expect(call.says[0]).toEqual({ kind: 'Say', text: 'Broken' })
  expect(call.reasons[0]).toBe('Because Look up got none: its answer did not come.')
})

test('a caller who hangs up while the answer is awaited is gone', () => {
  const { call } = callInto([pending, answered('vip')])
  expect(call.hangUp().says).toEqual([{ kind: 'Hangup' }])
})

test.each([
  ['GET', null, true],
  ['GET', false, false],
  ['POST', null, false],
  ['DELETE', true, true],
] as const)('in a trial %s with %s is asked: %s', (method, askInTrial, isAsked) => {
  const { call, needs } = callInto([answered('vip')], { method, askInTrial }, { isTrial: true })
  expect(needs).toHaveLength(isAsked ? 1 : 0)
  expect(call.says[0]).toEqual({ kind: 'Say', text: isAsked ? 'Vip' : 'Plain' })
})

test('a preview asks nobody', () => {
  const { call } = callInto([{ kind: 'not_sent' }])
  expect(call.trace[2]).toMatchObject({
    happened: 'Would have asked crm.acme.example',
    exit: 'success',
    because: 'Because a preview asks nobody; it goes on as if the answer were empty.',
  })
})

test('variables of an answer are carried on beside those of before, and replace one of the same name', () => {
  const after = (
    config: Partial<NodeConfig<'http_request'>>,
    variables: Record<string, string>,
  ) => {
    const next = makeAnnouncement('Next')
    const request = makeHttpRequest('Look up', { config, exits: { success: next.id } })
    const mark = makeCallerId('Mark', {
      config: { tags: ['a'], variables: [{ name: 'shop', value: 'S' }] },
      exits: { next: request.id },
    })
    const nodes = [mark, request, next]
    const into = (entry: FlowNode) =>
      startCall(makeFlow({ nodes, phoneNumbers: [makePhoneNumber(to, entry)] }), {
        to,
        meet: () => answered(null, variables),
      }).next?.carried
    return { marked: into(mark), bare: into(request) }
  }
  expect(after({ variables: ['order', 'shop'] }, { order: '7', shop: 'T' })).toEqual({
    marked: { callerName: null, tags: ['a'], variables: { shop: 'T', order: '7' } },
    bare: { callerName: null, tags: [], variables: { shop: 'T', order: '7' } },
  })
  expect(after({ variables: ['order'] }, { other: 'x' }).bare).toBeNull()
})

test('more than a call can carry is a failure that says so', () => {
  const { call } = callInto([answered('vip', { order: 'x'.repeat(600) })])
  expect(call.says[0]).toEqual({ kind: 'Say', text: 'Broken' })
  expect(call.reasons.at(-2)).toMatch(
    /^Because Look up got none: with its variables the call would carry \d+ bytes, and it carries 512/,
  )
})

test('while the store is away the request has failed', () => {
  const { call } = callInto([])
  expect(call.says[0]).toEqual({ kind: 'Say', text: 'Broken' })
  expect(call.reasons).toContain('Because Look up got none: nobody could wait for its answer.')
})

test('no body is sent where none is written, and the request is that of its step', () => {
  const { needs } = callInto([answered(null)], { method: 'POST', body: '' })
  expect(needs).toMatchObject([{ key: 'http:http_Lookup:0', request: { body: null } }])
})
