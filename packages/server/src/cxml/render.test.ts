import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Continuation } from '../engine/continuation.ts'
import { parseCxml, problemsOfCxml } from '../testing/cxml-check.ts'
import { type Links, renderCxml, secretsIn, withSecrets } from './render.ts'
import type { Verb } from './verbs.ts'

const next: Continuation = {
  node: 'ivr_Menu00',
  step: 1,
  via: 'action',
  sentAt: '2026-11-17T15:42:00Z',
  connected: true,
  state: { kind: 'menu', attempt: 1 },
  visited: [],
  pinTries: 0,
  carried: null,
}
const url = 'https://pbx.acme.example/api/voice/continue?a=1&b="2"'
const linksTo = (address: string): Links => ({
  next: () => address,
  audio: () => address,
  recording: () => address,
})
const links = linksTo(url)
const again: Verb = { kind: 'Redirect', next }

describe('documents', () => {
  test('a menu', () => {
    const gather: Verb = {
      kind: 'Gather',
      prompts: [{ kind: 'Say', text: 'Press 1.', voice: 'woman', language: 'en-US' }],
      numDigits: 1,
      finishOnKey: '#',
      firstDigitSeconds: 9,
      interDigitSeconds: 3,
      next,
    }
    expect(renderCxml([gather, again], linksTo('https://x/1'))).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response>' +
        '<Gather action="https://x/1" method="POST" input="dtmf" numDigits="1" finishOnKey="#" timeout="3" maxTimeout="9" actionOnEmptyResult="true">' +
        '<Say voice="woman" language="en-US">Press 1.</Say></Gather>' +
        '<Redirect method="POST">https://x/1</Redirect></Response>',
    )
  })

  test('a menu that listens to speech', () => {
    const gather: Verb = {
      kind: 'Gather',
      prompts: [],
      speech: { language: 'de-DE' },
      numDigits: 1,
      finishOnKey: '',
      firstDigitSeconds: 9,
      interDigitSeconds: 3,
      next,
    }
    expect(renderCxml([gather], linksTo('/1'))).toContain(
      'input="dtmf speech" numDigits="1" finishOnKey="" timeout="3" maxTimeout="9" speechTimeout="auto" language="de-DE" actionOnEmptyResult="true"',
    )
  })

  test('music and silence', () => {
    const verbs: Verb[] = [
      { kind: 'Play', audio: { kind: 'hold_music', part: 3 } },
      { kind: 'Pause', seconds: 2 },
    ]
    expect(renderCxml(verbs, linksTo('https://x/3.wav?a&b'))).toContain(
      '<Play>https://x/3.wav?a&amp;b</Play><Pause length="2"/>',
    )
  })

  test('a ring of two devices', () => {
    const dial: Verb = {
      kind: 'Dial',
      numbers: ['101', '101-2'],
      ringSeconds: 20,
      timeLimitSeconds: 43_200,
      callerId: '102',
      callerName: 'Sales',
      trunks: ['a', 'b'],
      next,
    }
    expect(renderCxml([dial, again], linksTo('/1'))).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response>' +
        '<Dial action="/1" method="POST" timeout="20" timeLimit="43200" callerId="102" callerName="Sales" trunks="a,b">' +
        '<Number>101</Number><Number>101-2</Number></Dial>' +
        '<Redirect method="POST">/1</Redirect></Response>',
    )
  })

  test('a ring and a room that are recorded', () => {
    const order = { step: 2, node: 'rec_1', name: 'Rule', retentionDays: null }
    const how =
      'recordingStatusCallback="/1" recordingStatusCallbackMethod="POST" recordingStatusCallbackEvent="completed absent"'
    const dial: Verb = {
      kind: 'Dial',
      numbers: ['101'],
      ringSeconds: 20,
      timeLimitSeconds: 43_200,
      callerId: undefined,
      callerName: undefined,
      trunks: undefined,
      record: order,
      next,
    }
    expect(renderCxml([dial], linksTo('/1'))).toContain(
      `<Dial action="/1" method="POST" timeout="20" timeLimit="43200" record="record-from-answer" ${how}>`,
    )
    const room: Verb = {
      kind: 'Conference',
      room: 'board',
      timeLimitSeconds: 43_200,
      maxParticipants: 9,
      beep: 'true',
      startsConference: true,
      muted: false,
      holdMusic: true,
      prompts: false,
      record: order,
      next,
    }
    const document = renderCxml([room, again], linksTo('/1'))
    expect(document).toContain(` prompts="false" record="record-from-start" ${how}>board<`)
    expect(problemsOfCxml(parseCxml(document))).toEqual([])
    expect(problemsOfCxml(parseCxml(renderCxml([dial, again], linksTo('/1'))))).toEqual([])
  })

  test('a SIP address is a noun of its own', () => {
    const dial: Verb = {
      kind: 'Dial',
      numbers: ['sip:sales@pbx.acme.example:5080;transport=tls'],
      ringSeconds: 20,
      timeLimitSeconds: 43_200,
      callerId: '+12025550100',
      callerName: undefined,
      trunks: undefined,
      next,
    }
    expect(renderCxml([dial, again], linksTo('/1'))).toContain(
      'callerId="+12025550100"><Sip>sip:sales@pbx.acme.example:5080;transport=tls</Sip></Dial>',
    )
  })

  test('a recording, a refusal, an end', () => {
    const record: Verb = { kind: 'Record', maxSeconds: 120, beep: false, silenceSeconds: 5, next }
    expect(renderCxml([record, again], linksTo('/1'))).toContain(
      '<Record action="/1" method="POST" timeout="5" maxLength="120" playBeep="false"/>',
    )
    const verbs: Verb[] = [{ kind: 'Reject', reason: 'busy' }, { kind: 'Hangup' }]
    expect(renderCxml(verbs, links)).toContain('<Reject reason="busy"/><Hangup/>')
  })
})

describe('what talks in place of a person', () => {
  const password = `sec_${'0'.repeat(26)}`
  const token = `sec_${'1'.repeat(26)}`
  const service: Verb = {
    kind: 'Service',
    provider: 'acme',
    number: '+12025550123',
    username: 'ann',
    password,
    timeLimitSeconds: 43_200,
    next,
  }
  const stream: Verb = {
    kind: 'Stream',
    url: 'wss://acme.example/talk?a&b',
    parameters: [
      { name: 'shop', value: 'S & T' },
      { name: 'token', value: token },
    ],
    next,
  }

  test('a provider is dialed, a stream connected, a supervisor let in', () => {
    const coach: Verb = { kind: 'Coach', session: 'a&b', policy: 'whisper' }
    const document = withSecrets(
      renderCxml([service, stream, coach], linksTo('/1')),
      new Map([
        [password, 'p"w'],
        [token, 't'],
      ]),
    )
    expect(document).toBe(
      '<?xml version="1.0" encoding="UTF-8"?><Response>' +
        '<Dial action="/1" method="POST" timeout="30" timeLimit="43200">' +
        '<Service provider="acme" username="ann" password="p&quot;w">+12025550123</Service></Dial>' +
        '<Connect><Stream url="wss://acme.example/talk?a&amp;b">' +
        '<Parameter name="shop" value="S &amp; T"/><Parameter name="token" value="t"/>' +
        '</Stream></Connect><Coach policy="whisper">a&amp;b</Coach></Response>',
    )
  })

  test('secrets are known by their references, and are stars where they are not given', () => {
    const document = renderCxml([service, stream], linksTo('/1'))
    expect(secretsIn(document)).toEqual([password, token])
    expect(withSecrets(document)).toContain('password="********"')
    expect(withSecrets(document, new Map([[token, 't']]))).toContain('password=""')
    const open = renderCxml([{ ...service, username: undefined, password: undefined }], links)
    expect(secretsIn(open)).toEqual([])
    expect(withSecrets(open)).toBe(open)
    expect(open).toContain('<Service provider="acme">+12025550123</Service>')
  })
})

describe('texts', () => {
  test('markup is text', () => {
    const text = `</Say><Dial>+1900</Dial> ]]> & "quotes" 'and' <!-- -->`
    const say = parseCxml(renderCxml([{ kind: 'Say', text }], links)).children[0]
    expect(say).toMatchObject({ name: 'Say', text, children: [] })
  })

  test('what XML cannot write is left out, everything else stays', () => {
    const text = 'a\u0000b\u0007c\u001bd\ud800e\udc00f\uffffg😀h\u0085i'
    const say = parseCxml(renderCxml([{ kind: 'Say', text }], links)).children[0]
    expect(say?.text).toBe('abcdefg😀hi')
  })

  test('line breaks in attributes become blanks', () => {
    const dial: Verb = {
      kind: 'Dial',
      numbers: ['101'],
      ringSeconds: 20,
      timeLimitSeconds: 43_200,
      callerId: undefined,
      callerName: 'a\r\nb\tc',
      trunks: undefined,
      next,
    }
    expect(parseCxml(renderCxml([dial, again], links)).children[0]?.attributes.callerName).toBe(
      'a  b c',
    )
  })

  test('an address arrives as it was made', () => {
    const redirect = parseCxml(renderCxml([again], links)).children[0]
    expect(redirect?.text).toBe(url)
  })

  test('no text breaks a document or adds to it', { timeout: 60_000 }, () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
      }),
      fc.constantFrom(']]>', '<![CDATA[', '&#0;', '&lt;', '<?xml?>', '\ud83d', '"/><Hangup/>'),
    )
    const verbs = fc.tuple(anyText, anyText, anyText).map(([text, name, number]): Verb[] => [
      { kind: 'Say', text, voice: name, language: number },
      {
        kind: 'Gather',
        prompts: [{ kind: 'Say', text }],
        numDigits: 1,
        finishOnKey: name,
        firstDigitSeconds: 9,
        interDigitSeconds: 3,
        next,
      },
      again,
      {
        kind: 'Dial',
        numbers: [number, text],
        ringSeconds: 20,
        timeLimitSeconds: 43_200,
        callerId: number,
        callerName: name,
        trunks: [text, name],
        next,
      },
      again,
    ])
    fc.assert(
      fc.property(verbs, anyText, (written, address) => {
        const root = parseCxml(renderCxml(written, linksTo(address)))
        const shape = root.children.map((child) => [child.name, child.children.length])
        expect(shape).toEqual([
          ['Say', 0],
          ['Gather', 1],
          ['Redirect', 0],
          ['Dial', 2],
          ['Redirect', 0],
        ])
        expect(problemsOfCxml(root)).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })
})
