import { describe, expect, test } from 'vitest'
import {
  makeCallerId,
  makeFlow,
  makeHangUp,
  makeHttpRequest,
  makeWebhook,
} from '../../testing/flow-factories.ts'
import type { FlowNode } from '../flow.ts'
import { lintFlow } from '../lint.ts'

const end = makeHangUp('End')
const url = 'https://crm.acme.example/x'
const findingsOf = (nodes: FlowNode[], networks: string[] = []) =>
  lintFlow(makeFlow({ nodes: [...nodes, end] }), undefined, networks)
const ask = (config: Parameters<typeof makeHttpRequest>[1] = {}) =>
  makeHttpRequest('Look up', {
    extension: '900',
    exits: { success: end.id, failed: end.id, vip: end.id },
    ...config,
  })
const tellAt = (address: string) =>
  makeWebhook('Tell', { extension: '900', exits: { next: end.id }, config: { url: address } })

test('sound requests have no findings', () => {
  const headers = [{ name: 'X-Line', value: '{{to}}', secret: false }]
  const config = { headers, method: 'POST', body: '{"n": {{tags}}}', namedExits: ['vip'] } as const
  const request = ask({ config: { ...config, namedExits: ['vip'] } })
  expect(findingsOf([request])).toEqual({ errors: [], warnings: [] })
  expect(findingsOf([tellAt(url)])).toEqual({ errors: [], warnings: [] })
})

describe('addresses', () => {
  test.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::ffff:a00:1]',
    '[64:ff9b::7f00:1]',
    '0.0.0.0',
    '169.254.169.254',
    '10.1.2.3',
    '100.64.0.1',
    '[fe80::1]',
    '[fd00::1]',
    'localhost',
    'pbx.localhost',
    'printer.local',
    'metadata.google.internal',
  ])('%s is refused', (host) => {
    const { errors } = findingsOf([tellAt(`https://${host}:8443/x`)])
    expect(errors).toMatchObject([
      {
        code: 'address_refused',
        subject: { name: 'Tell' },
        remedy:
          'Enter an address of the public internet, or have the operator of OPBX allow the network.',
      },
    ])
    expect(errors[0]?.message).toContain(`Tell would send requests to ${host}, which is `)
  })

  test.each(['8.8.8.8', '[2606:4700::1111]', 'localhost.example', '1.2.3.4.example'])(
    '%s is asked',
    (host) => {
      expect(findingsOf([tellAt(`https://${host}/x`)]).errors).toEqual([])
    },
  )

  test('a network that the operator allows is asked, and no other', () => {
    const networks = ['10.0.0.0/8', 'fd00::/8']
    const errorsAt = (host: string) => findingsOf([tellAt(`https://${host}/x`)], networks).errors
    expect(errorsAt('10.1.2.3')).toEqual([])
    expect(errorsAt('[fd00::1]')).toEqual([])
    expect(errorsAt('hooks.lan')).toEqual([])
    expect(errorsAt('127.0.0.1')).toHaveLength(1)
  })

  test('without encryption there is a warning', () => {
    expect(findingsOf([tellAt('http://hooks.acme.example/x')])).toMatchObject({
      errors: [],
      warnings: [
        { code: 'address_not_encrypted', remedy: 'Use an address that begins with https.' },
      ],
    })
  })

  test.each([
    'ftp://acme.example/x',
    'https://',
    'https://user:key@acme.example/',
    'https://acme.example/#top',
    'https://acme.example/a b',
    'https://acme.example:99999/',
    'https://{{from}}.acme.example/',
    'https://acme.example\\@10.0.0.1/',
  ])('%j is no address', (address) => {
    expect(findingsOf([tellAt(address)]).errors[0]).toMatchObject({
      code: 'setting_missing',
      remedy: 'Enter an address such as https://hooks.acme.example/calls.',
    })
  })
})

describe('placeholders', () => {
  test('a name that nobody sets is an error', () => {
    const { errors } = findingsOf([ask({ config: { url: `${url}?a={{ form }}&b={{from}}` } })])
    expect(errors).toMatchObject([
      {
        code: 'placeholder_unknown',
        message: 'Look up uses {{form}}, which no call has and no step sets.',
        remedy: expect.stringContaining('Use {{from}}, {{to}}'),
      },
    ])
  })

  test('variables of caller ID rules and of answers are known', () => {
    const mark = makeCallerId('Mark', {
      extension: '901',
      exits: { next: end.id },
      config: { variables: [{ name: 'line', value: 'x' }] },
    })
    const body = '{"a": "{{line}}", "b": "{{order}}"}'
    const request = ask({ config: { method: 'POST', body, variables: ['order'] } })
    expect(findingsOf([mark, request])).toEqual({ errors: [], warnings: [] })
  })

  test('a body that is not sent, and a secret header, have none', () => {
    const headers = [{ name: 'Authorization', value: '{{x}}', secret: false }]
    expect(findingsOf([ask({ config: { body: '{{x}}', headers } })]).errors).toEqual([])
  })
})

test('an exit of the list that every request has is an error', () => {
  const { errors } = findingsOf([ask({ config: { namedExits: ['failed'] } })])
  expect(errors).toMatchObject([
    { code: 'exit_shadows', remedy: 'Remove failed from the list, or choose another name.' },
  ])
})

test('a body that is no JSON is an error, unless it is text', () => {
  const config = { method: 'POST', body: '{"a": "{{from}}",}' } as const
  expect(findingsOf([ask({ config })]).errors).toMatchObject([
    { code: 'body_not_json', subject: { name: 'Look up' } },
  ])
  expect(findingsOf([ask({ config: { ...config, bodyType: 'text' } })]).errors).toEqual([])
})

test('exits that lead nowhere are named in words', () => {
  const request = ask({ exits: {}, config: { namedExits: ['vip'] } })
  expect(findingsOf([request]).warnings[0]?.message).toBe(
    'Look up hangs up without a word when the answer names vip, the answer names no exit and the request fails.',
  )
})

test('a circle of requests is silent', () => {
  const request = ask()
  const back = { ...request, exits: { success: request.id, failed: end.id, vip: null } }
  expect(findingsOf([back]).errors).toMatchObject([{ code: 'silent_cycle' }])
})
