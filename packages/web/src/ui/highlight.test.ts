import { expect, test } from 'vitest'
import { highlight, indentXml } from './highlight.ts'

const cxml =
  '<?xml version="1.0"?><Response><Say voice="a">Hi &amp; bye</Say><Dial timeout="20"><Number>1001</Number></Dial><Hangup/></Response>'

test('coloured parts joined are the same text', () => {
  const join = (code: string, language: 'xml' | 'json') =>
    highlight(code, language)
      .map((part) => part.text)
      .join('')
  const json = JSON.stringify({ a: 'x "y"', b: [1, true, null] }, null, 2)
  expect(join(cxml, 'xml')).toBe(cxml)
  expect(join(json, 'json')).toBe(json)
})

test('tags, attributes and values of CXML are told apart', () => {
  const kinds = (kind: string) =>
    highlight(cxml, 'xml')
      .filter((part) => part.kind === kind)
      .map((part) => part.text)
  expect(kinds('a')).toEqual(['voice', 'timeout'])
  expect(kinds('s')).toEqual(['"a"', '"20"'])
  expect(kinds('t').slice(0, 4)).toEqual(['<Response', '>', '<Say', '>'])
})

test('CXML in one line is indented, and text stays beside its tags', () => {
  expect(indentXml(cxml).split('\n')).toEqual([
    '<?xml version="1.0"?>',
    '<Response>',
    '  <Say voice="a">Hi &amp; bye</Say>',
    '  <Dial timeout="20">',
    '    <Number>1001</Number>',
    '  </Dial>',
    '  <Hangup/>',
    '</Response>',
  ])
})
