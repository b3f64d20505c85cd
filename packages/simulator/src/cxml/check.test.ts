import { expect, test } from 'vitest'
import { readCxml } from './check.ts'

test.each([
  '<Response/>',
  '<?xml version="1.0" encoding="UTF-8"?>\n<Response><Say voice="woman">Hello &amp; welcome</Say></Response>',
  '<Response><Say voice="Cloudonix-Neural:Zoe" language="en-US">Hi <break time="1s"/></Say></Response>',
  '<Response><Gather action="/next" numDigits="1" maxTimeout="10" actionOnEmptyResult="true"><Say>Press 1</Say></Gather></Response>',
  '<Response><Dial timeout="20" timeLimit="43200" action="https://pbx.example.com/n?a=1&amp;b=2"><Number>1001</Number><Number>1002</Number></Dial></Response>',
  '<Response><Dial>1001</Dial><Redirect>/again</Redirect></Response>',
  '<Response><Record action="/saved" maxLength="60" finishOnKey="#" playBeep="true"/></Response>',
  '<Response><Reject reason="busy"/></Response>',
  '<Response><Dial><Conference/></Dial></Response>',
  '<Response><Dial action="/left" timeLimit="43200"><Conference beep="onEnter" startConferenceOnEnter="required" endConferenceOnExit="true" maxParticipants="250" muted="true" holdMusic="false" prompts="true" dtmf="block" talkDetection="quick" record="record-from-start" trim="trim-silence" statusCallback="/who" statusCallbackMethod="GET" statusCallbackEvent="join leave">board</Conference></Dial></Response>',
])('accepts %s', (source) => {
  expect(readCxml(source).name).toBe('Response')
})

test.each([
  ['an invented verb', '<Response><Voicemail/></Response>', /<Voicemail> in line 1 does not exist/],
  ['a known verb that is not played', '<Response><Start/></Response>', /not played/],
  ['minDigits', '<Response><Gather minDigits="1"/></Response>', /no attribute "minDigits"/],
  ['voice alice', '<Response><Say voice="alice">Hi</Say></Response>', /voice="alice" must be/],
  ['an open ampersand', '<Response><Say>Smith & Sons</Say></Response>', /Not well-formed/],
  [
    'an open ampersand in a link',
    '<Response><Redirect>/a?b=1&c=2</Redirect></Response>',
    /Not well-formed/,
  ],
  ['an empty body', ' ', /empty/],
  ['a page', '<html><body>Error</body></html>', /must be <Response>/],
  ['two documents', '<Response/><Response/>', /Not well-formed/],
  ['a cut document', '<Response><Say>Hello', /Not well-formed/],
  ['a document type', '<!DOCTYPE Response><Response/>', /document type/],
  ['text between verbs', '<Response>Hello</Response>', /takes no text/],
  ['text in Hangup', '<Response><Hangup>now</Hangup></Response>', /takes no text/],
  ['an attribute of Response', '<Response version="1"/>', /no attribute "version"/],
  ['upper case', '<Response><SAY>Hi</SAY></Response>', /<SAY> in line 1 does not exist/],
  [
    'a verb in the wrong place',
    '<Response><Say>Hi<Dial>1</Dial></Say></Response>',
    /may not stand/,
  ],
  [
    'a PIN',
    '<Response><Dial><Conference pin="1">a</Conference></Dial></Response>',
    /no attribute "pin"/,
  ],
  [
    'muteOnEntry',
    '<Response><Dial><Conference muteOnEntry="true">a</Conference></Dial></Response>',
    /no attribute/,
  ],
  [
    'a crowd',
    '<Response><Dial><Conference maxParticipants="251">a</Conference></Dial></Response>',
    /1 to 250/,
  ],
  [
    'a Conference and a Number',
    '<Response><Dial><Conference>a</Conference><Number>1</Number></Dial></Response>',
    /other nouns/,
  ],
  ['a noun outside Dial', '<Response><Number>1</Number></Response>', /may not stand/],
  ['seconds with a unit', '<Response><Pause length="2s"/></Response>', /whole number/],
  ['a fraction', '<Response><Pause length="1.5"/></Response>', /whole number/],
  ['a negative number', '<Response><Dial timeout="-1">1</Dial></Response>', /whole number/],
  ['yes instead of true', '<Response><Record playBeep="yes"/></Response>', /one of true, false/],
  ['an unknown reason', '<Response><Reject reason="away"/></Response>', /one of rejected/],
  ['another method', '<Response><Gather method="PUT"/></Response>', /one of GET, POST/],
  [
    'a link of another kind',
    '<Response><Gather action="javascript:1"/></Response>',
    /http or https/,
  ],
  ['an empty Say', '<Response><Say></Say></Response>', /is empty/],
  ['an empty Dial', '<Response><Dial timeout="5"/></Response>', /dials nothing/],
  ['text and noun', '<Response><Dial>1<Number>2</Number></Dial></Response>', /both text and nouns/],
  [
    'an attribute of Object',
    '<Response><Say constructor="x">a</Say></Response>',
    /no attribute "constructor"/,
  ],
  ['an element of Object', '<Response><constructor/></Response>', /does not exist/],
])('refuses %s', (_, source, message) => {
  expect(() => readCxml(source)).toThrow(message)
})

test('all faults of a document are named at once', () => {
  const source = '<Response>\n<Voicemail/>\n<Say voice="alice" pitch="2">Hi</Say></Response>'
  expect(() => readCxml(source)).toThrow(/Voicemail.*line 2.*alice.*pitch/)
})

test('a deep or huge document is refused', () => {
  expect(() => readCxml(`<Response>${'<Say>'.repeat(20)}`)).toThrow(/too large/)
  expect(() => readCxml(`<Response>${'<Pause/>'.repeat(2000)}</Response>`)).toThrow(/too large/)
})
