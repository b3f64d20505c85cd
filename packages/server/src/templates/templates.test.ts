import { nodeTypes } from '@opbx/contract/call-flow/node-types'
import { type Template, type TemplateId, templateIds } from '@opbx/contract/call-flow/templates'
import { beforeAll, expect, test } from 'vitest'
import { testApp } from '../testing/app.ts'
import { as, makeOrganization } from '../testing/factories.ts'

// Opens the server outside the time of the first test.
beforeAll(testApp)

async function company() {
  const server = await testApp()
  const acme = await makeOrganization(server)
  return { acme, owner: as(server, acme.owner) }
}

const people = [
  { name: 'Ann Archer', number: '1001' },
  { name: 'Bob Baker', number: '1002' },
]
const asked = {
  phoneNumber: '+12025550100',
  people,
  outsideNumbers: ['+12025550190', '+12025550191'],
  systemUrl: 'https://crm.acme.example/calls',
  assistantUrl: 'wss://agent.acme.example/calls',
  applicationUrl: 'https://voice.acme.example/start',
}

test.each(templateIds)(
  'the template %s is applied as it is, with all its tests green',
  async (id) => {
    const { owner } = await company()
    const used = await owner.post('/api/v1/templates/use', { ...asked, template: id })
    expect(used.statusCode).toBe(201)
    const lint = (await owner.post('/api/v1/flow/lint', {})).json()
    expect(lint.errors).toEqual([])
    const run = (await owner.post('/api/v1/flow-tests/run', {})).json()
    expect(run.results.flatMap(({ failures }: { failures: string[] }) => failures)).toEqual([])
    expect(run.results).toHaveLength(used.json().flowTests)
    expect((await owner.post('/api/v1/flow/apply', {})).statusCode).toBe(200)
    const [number] = (await owner.get('/api/v1/phone-numbers')).json().items
    expect(number).toMatchObject({ number: asked.phoneNumber, entry: used.json().entry })
  },
)

test('the templates use every type of step together', async () => {
  const { owner } = await company()
  const { items }: { items: Template[] } = (await owner.get('/api/v1/templates')).json()
  const types = new Set(items.flatMap(({ steps }) => steps.map(({ type }) => type)))
  // Extensions are the people who are rung.
  expect([...types, 'extension'].sort()).toEqual(Object.keys(nodeTypes).sort())
  expect(items.every(({ tests }) => tests.length > 1)).toBe(true)
})

test('a template is used twice: names get a number, and a number that was there leads to the new flow', async () => {
  const { owner } = await company()
  const first = (await owner.post('/api/v1/templates/use', { ...asked, template: 'team' })).json()
  const extensions = (await owner.get('/api/v1/extensions')).json().items
  const again = await owner.post('/api/v1/templates/use', {
    template: 'team',
    ...asked,
    people: extensions.map(({ id }: { id: string }) => ({ extension: id })),
  })
  expect(again.json()).toMatchObject({ nodes: 3, phoneNumberLedTo: 'Team line' })
  expect(first).toMatchObject({ nodes: 5, phoneNumberLedTo: null })
  const names = (await owner.get('/api/v1/flow'))
    .json()
    .nodes.map(({ name }: { name: string }) => name)
  expect(names).toEqual(expect.arrayContaining(['Team line', 'Team line 2', 'Team 2']))
  const numbers = (await owner.get('/api/v1/phone-numbers')).json().items
  expect(numbers).toMatchObject([{ entry: again.json().entry, version: 2 }])
})

test.each<[string, TemplateId, object, string]>([
  ['nobody to ring', 'team', { people: [] }, 'people'],
  ['a number that is taken', 'team', { people: [people[0], people[0]] }, 'people.1.number'],
  [
    'an unknown extension',
    'team',
    { people: [{ extension: 'ext_unknown1' }] },
    'people.0.extension',
  ],
  ['no number on call', 'on_call', { outsideNumbers: [] }, 'outsideNumbers'],
  ['no system', 'hotline', { systemUrl: null }, 'systemUrl'],
  ['no assistant', 'ai_reception', { assistantUrl: null }, 'assistantUrl'],
  ['a wrong address', 'ai_reception', { assistantUrl: 'http://a.example' }, 'assistantUrl'],
])('with %s nothing is made, and the field is named', async (_what, id, wrong, path) => {
  const { owner } = await company()
  const refused = await owner.post('/api/v1/templates/use', { template: id, ...asked, ...wrong })
  expect(refused.statusCode).toBe(422)
  expect(refused.json().errors.map((error: { path: string }) => error.path)).toContain(path)
  expect((await owner.get('/api/v1/flow')).json().nodes).toEqual([])
})

test('numbers on call that no route permits get a route of their own, and only they', async () => {
  const { owner } = await company()
  await owner.post('/api/v1/outbound-routes', { name: 'Home', prefixes: ['+12025550190'] })
  await owner.post('/api/v1/templates/use', { ...asked, template: 'on_call' })
  const routes = (await owner.get('/api/v1/outbound-routes')).json().items
  expect(routes).toMatchObject([
    { name: 'Home' },
    { name: 'On call', prefixes: ['+12025550191'], countries: [] },
  ])
})

test('a country without a calendar of holidays has none in its hours', async () => {
  const { owner } = await company()
  await owner.patch('/api/v1/organization', { country: 'OM' }, { version: 1 })
  const { items }: { items: Template[] } = (await owner.get('/api/v1/templates')).json()
  expect(items).toHaveLength(5)
  const used = await owner.post('/api/v1/templates/use', { ...asked, template: 'reception' })
  expect(used.json().flowTests).toBe(5)
})
