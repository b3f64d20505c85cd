import { permissionsOf } from '@opbx/contract/permissions'
import { expect, test } from 'vitest'
import { activePath, navFor } from './nav.ts'

const pagesOf = (role: Parameters<typeof permissionsOf>[0], isOperator = false) =>
  navFor({ permissions: [...permissionsOf(role)], isOperator }).map((section) =>
    [section.text, ...section.pages.map((page) => page.text)].join(' '),
  )

test('a reporter sees calls and call flow, without trying, settings and audit log', () => {
  const entries = pagesOf('reporter').join(' ')
  expect(entries).toContain('history')
  expect(entries).not.toMatch(/voicemail(?!Boxes)|tryCall|settings|auditLog|organizations/)
})

test('only an operator sees the organizations of the installation', () => {
  expect(pagesOf('owner')).not.toContain('organizations')
  expect(pagesOf('owner', true)).toContain('organizations')
})

test('a section leads to the first of its pages that one may see', () => {
  const settings = navFor({ permissions: [...permissionsOf('pbx_admin')], isOperator: false }).find(
    (section) => section.text === 'settings',
  )
  expect(settings?.to).toBe('/settings/people')
})

test('the entry of an address is the longest path that it begins with', () => {
  const paths = ['/', '/calls', '/calls/live', '/flow']
  expect(activePath('/calls/live', paths)).toBe('/calls/live')
  expect(activePath('/calls/call_1', paths)).toBe('/calls')
  expect(activePath('/callsign', paths)).toBeUndefined()
  expect(activePath('/', paths)).toBe('/')
})
