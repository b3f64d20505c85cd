import type { NodeConfig } from '@opbx/contract/call-flow/node-types'
import {
  makeAiAssistant,
  makeFlow,
  makeHangUp,
  makePhoneNumber,
} from '@opbx/contract/testing/flow-factories'
import { describe, expect, test } from 'vitest'
import { renderCxml, secretsIn, withSecrets } from '../../cxml/render.ts'
import { startCall } from '../../testing/call-story.ts'

const to = '+12025550100'
const end = makeHangUp('End')
const people = makeHangUp('People', { config: { message: { text: 'One moment.' } } })
const secret = 'sec_01K9ABCDEFGHJKMNPQRSTVWXYZ'

function callAssistant(config: Partial<NodeConfig<'ai_assistant'>> = {}) {
  const exits = { ended: end.id, failed: people.id }
  const assistant = makeAiAssistant('Mia', { config, exits })
  const nodes = [assistant, end, people]
  return startCall(makeFlow({ nodes, phoneNumbers: [makePhoneNumber(to, assistant)] }), { to })
}

describe('at a provider', () => {
  test('is dialed as a service; an answered call leaves by ended', () => {
    const call = callAssistant({ username: 'acme', password: secret })
    expect(call.says).toEqual([
      {
        kind: 'Service',
        provider: 'ultravox',
        number: '+12025550170',
        username: 'acme',
        password: secret,
        timeLimitSeconds: 43_200,
      },
    ])
    expect(call.reasons[1]).toBe('Because callers of Mia talk with a machine at ultravox.')
    const after = call.dialResult('completed', 95)
    expect(after.trace[2]).toMatchObject({ exit: 'ended' })
    expect(after.effects).toEqual([{ kind: 'answered', node: null, rang: [] }])
  })

  test.each([
    ['busy', 'found the line busy at Mia'],
    ['no-answer', 'got no answer from Mia'],
    ['failed', 'could not reach Mia'],
  ])('that says %s is left by failed', (status, why) => {
    const after = callAssistant().dialResult(status, 3)
    expect(after.trace[2]).toMatchObject({
      exit: 'failed',
      because: `Because the platform ${why}.`,
    })
  })

  test('a caller who hangs up has done with it', () => {
    expect(callAssistant().dialResult('canceled').says).toEqual([{ kind: 'Hangup' }])
  })
})

describe('by a WebSocket', () => {
  const stream = {
    connection: 'stream' as const,
    url: 'wss://agent.acme.example/calls?from={{from}}',
    parameters: [
      { name: 'session', value: '{{session}}', secret: false },
      { name: 'token', value: secret, secret: true },
    ],
  }

  test('gets what the call knows, escaped', () => {
    expect(callAssistant(stream).says).toEqual([
      {
        kind: 'Stream',
        url: 'wss://agent.acme.example/calls?from=%2B12025550105',
        parameters: [
          { name: 'session', value: '0123456789abcdef0123456789abcdef' },
          { name: 'token', value: secret },
        ],
      },
    ])
  })

  test('whose end nothing tells is a talk unless it was over at once', () => {
    expect(callAssistant(stream).fallThrough().trace[2]).toMatchObject({ exit: 'ended' })
    const { decision } = callAssistant(stream)
    expect(decision.verbs.map((verb) => verb.kind)).toEqual(['Stream', 'Redirect'])
    expect(callAssistant(stream).listen(1).trace[2]).toMatchObject({ exit: 'failed' })
  })
})

describe('the document', () => {
  const links = { next: () => '/next', audio: () => '/audio', recording: () => '/recording' }

  test('holds no kept secret until it leaves, and text cannot pretend to be one', () => {
    const next = callAssistant().next
    if (next === null) throw new Error('The call is over')
    const cxml = renderCxml(
      [
        { kind: 'Say', text: `\u0001${secret}\u0001` },
        {
          kind: 'Service',
          provider: 'elevenlabs',
          number: '7',
          username: 'a"b',
          password: secret,
          timeLimitSeconds: 60,
          next,
        },
      ],
      links,
    )
    expect(secretsIn(cxml)).toEqual([secret])
    expect(withSecrets(cxml)).toContain('password="********"')
    const open = withSecrets(cxml, new Map([[secret, 'p<w>&"']]))
    expect(open).toContain('username="a&quot;b" password="p&lt;w&gt;&amp;&quot;"')
    expect(open).toContain(`<Say>${secret}</Say>`)
  })
})
