import { expect, test } from 'vitest'
import { fillTemplate, placeholdersIn } from './template.ts'

const values = { name: 'Ann "A" & Söhne/\n', dots: '..', order: '17' }

test('names are found once each, with or without blanks', () => {
  expect(placeholdersIn('{{a}} {{ b }}{{a}} {c} {{}}')).toEqual(['a', 'b', ''])
})

test.each([
  ['address', '/x/{{name}}?o={{order}}', '/x/Ann%20%22A%22%20%26%20S%C3%B6hne%2F%0A?o=17'],
  ['address', '/x/{{dots}}/y', '/x//y'],
  ['form', 'a={{name}}', 'a=Ann%20%22A%22%20%26%20S%C3%B6hne%2F%0A'],
  ['header', 'call of {{name}}', 'call of Ann "A" & S?hne/?'],
  ['text', '{{order}}: {{name}}', '17: Ann "A" & Söhne/\n'],
  ['text', '{{nothing}}{{constructor}}', ''],
] as const)('%s: %s', (escaping, template, filled) => {
  expect(fillTemplate(template, values, escaping)).toBe(filled)
})

test.each([
  ['{"a": "{{name}}"}', { a: values.name }],
  ['{"a": "x {{order}} y", "b": {{order}}}', { a: 'x 17 y', b: '17' }],
  [
    '{"a": "\\"{{order}}", "{{order}}": [{{name}}, {{nothing}}]}',
    { a: '"17', 17: [values.name, ''] },
  ],
  ['{"a{{name}}": {{order}}}', { [`a${values.name}`]: '17' }],
])('JSON stays JSON: %s', (template, parsed) => {
  expect(JSON.parse(fillTemplate(template, values, 'json'))).toEqual(parsed)
})
