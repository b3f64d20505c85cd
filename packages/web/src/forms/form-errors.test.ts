import { nodeTypes } from '@opbx/contract/call-flow/node-types'
import { setupSchema } from '@opbx/contract/identity'
import { expect, test } from 'vitest'
import { text } from '../texts/i18n.ts'
import { flattenErrors, issueText, splitServerErrors } from './form-errors.ts'

test('errors of the form become a list with paths, those of a list and of the whole too', () => {
  const errors = {
    name: { type: 'server', message: 'Taken.' },
    config: {
      members: [undefined, { node: { type: 'custom', message: 'Choose a step.' } }],
      options: { root: { type: 'min', message: 'Add an option.' } },
    },
    root: { server0: { type: 'server', message: 'Not now.' } },
  }
  expect(flattenErrors(errors)).toEqual([
    { path: 'name', message: 'Taken.' },
    { path: 'config.members.1.node', message: 'Choose a step.' },
    { path: 'config.options', message: 'Add an option.' },
    { path: '', message: 'Not now.' },
  ])
})

test('the server’s errors land at fields that the form has, the others in the summary', () => {
  const value = { name: 'x', exits: { '1': null }, config: { members: [{ node: 'ext_1' }] } }
  const at = (path: string) => ({ path, message: 'Wrong.' })
  const { known, other } = splitServerErrors(
    ['name', 'config.members.0.node', 'exits.1', 'config.members.3', 'nothing', ''].map(at),
    value,
  )
  expect(known.map(({ path }) => path)).toEqual(['name', 'config.members.0.node', 'exits.1'])
  expect(other.map(({ path }) => path)).toEqual(['config.members.3', 'nothing', ''])
})

test('a sentence of the contract wins, and where it has none the console says what is wanted', () => {
  const sentences = (schema: { safeParse: typeof setupSchema.safeParse }, value: unknown) =>
    schema
      .safeParse(value, { error: (issue) => issueText(issue, text) })
      .error?.issues.map((issue) => issue.message)
  const owner = {
    organization: 'Acme',
    timeZone: 'UTC',
    country: 'US',
    name: 'Maya',
    email: 'maya@acme.example',
    password: 'short',
  }
  expect(sentences(setupSchema, owner)).toEqual(['Use at least 10 characters.'])
  expect(sentences(setupSchema, { ...owner, password: undefined })).toEqual(['Fill this in.'])
  const attempts = nodeTypes.ivr_menu.config.shape.attempts.safeParse(Number.NaN, {
    error: (issue) => issueText(issue, text),
  })
  expect(attempts.error?.issues.map((issue) => issue.message)).toEqual(['Enter a number.'])
})
