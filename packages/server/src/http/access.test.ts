import { nodeTypeNames, nodeTypes } from '@opbx/contract/call-flow/node-types'
import { usualPersonalSettings } from '@opbx/contract/call-flow/personal-settings'
import { type Permission, permissions, type Role, roleMay, roles } from '@opbx/contract/permissions'
import Fastify, { type LightMyRequestResponse } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../testing/app.ts'
import {
  as,
  makeOperator,
  makeOrganization,
  nobody,
  type Sender,
  type TestOrganization,
} from '../testing/factories.ts'
import { canPlant, creations, type Planted, plantEverything } from '../testing/plant.ts'
import { guardRoutes } from './access.ts'
import type { RoutePermission } from './types.ts'

/*
 * Every route of /api/openapi.json × everybody × the ids of another organization. A new route is walked
 * without a change here; a new list needs a body in testing/plant.ts.
 */

const marker = 'Zanzibar'
const walkTimeout = 180_000

/** Bodies without which a route does not get as far as looking for the object: with ids of the other one. */
const bodies: Record<string, (foreign: Walk) => unknown> = {
  'PUT /api/v1/extensions/{id}/personal-settings': () => usualPersonalSettings,
  'PUT /api/v1/business-hours/{id}/override': () => ({ override: 'open' }),
  'PATCH /api/v1/me': () => ({ name: 'Own name' }),
  'POST /api/v1/me/organization': ({ foreign }) => ({ id: foreign.organizationId }),
  'POST /api/v1/me/password': () => ({
    currentPassword: 'not the password',
    newPassword: 'another horse battery',
  }),
  'POST /api/v1/outbound-routes/order': ({ planted }) => ({
    ids: [planted.get('/api/v1/outbound-routes')],
  }),
  'PATCH /api/v1/voicemail-messages/{id}': () => ({ heard: true }),
  'POST /api/v1/voicemail-messages/bulk': ({ planted }) => ({
    ids: [planted.get('/api/v1/voicemail-messages')],
    action: 'delete',
  }),
  'POST /api/v1/trial/calls/{id}/actions': () => ({ press: '1' }),
}

/** Beside 404: an organization without a trial is told so first, and trial calls live in the simulator. */
const alsoRefusals: Record<string, readonly number[]> = {
  'GET /api/v1/trial/calls/{id}': [409, 503],
  'POST /api/v1/trial/calls/{id}/actions': [409, 503],
  'GET /api/v1/trial/calls/{id}/events': [409, 503],
}

interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  name: string
  permission: RoutePermission
}

interface Someone extends Sender {
  who: string
  may(permission: Permission): boolean
  isOperator: boolean
  isPerson: boolean
}

interface Walk {
  test: TestApp
  routes: Route[]
  own: TestOrganization
  foreign: TestOrganization
  planted: Planted
  everybody: Someone[]
}

let walk: Walk
beforeAll(async () => {
  const server = await testApp()
  const own = await makeOrganization(server, { name: 'Own' })
  const foreign = await makeOrganization(server, { name: `${marker} Ltd` })
  const routes = await readRoutes(server)
  walk = {
    test: server,
    routes,
    own,
    foreign,
    planted: await plantEverything(server, foreign, marker),
    everybody: [
      ...peopleOf(own),
      someone('operator', await makeOperator(server), () => false, true),
    ],
  }
}, walkTimeout)

function peopleOf({ owner, admin, user, reporter, apiKey }: TestOrganization): Someone[] {
  const people: [Role, Sender][] = [
    ['owner', owner],
    ['pbx_admin', admin],
    ['pbx_user', user],
    ['reporter', reporter],
  ]
  const scopes: readonly Permission[] = [
    'flow.read',
    'flow.write',
    'calls.read',
    'calls.listen',
    'recordings.delete',
  ]
  return [
    ...people.map(([role, sender]) =>
      someone(role, sender, (permission) => expectedOf[permission].includes(role)),
    ),
    { ...someone('API key', apiKey, (permission) => scopes.includes(permission)), isPerson: false },
  ]
}

function someone(
  who: string,
  { headers }: Sender,
  may: Someone['may'],
  isOperator = false,
): Someone {
  return { who, headers, may, isOperator, isPerson: true }
}

// Written out once more, from the permission table of the product, so that a slip in it is seen here.
const expectedOf: Record<Permission, readonly Role[]> = {
  'cloudonix.manage': ['owner'],
  'organization.manage': ['owner'],
  'people.read': ['owner', 'pbx_admin'],
  'people.manage': ['owner', 'pbx_admin'],
  'flow.read': ['owner', 'pbx_admin', 'pbx_user', 'reporter'],
  'flow.write': ['owner', 'pbx_admin'],
  'flow.override': ['owner'],
  'calls.read': ['owner', 'pbx_admin', 'pbx_user', 'reporter'],
  'calls.listen': ['owner', 'pbx_admin', 'pbx_user'],
  'calls.supervise': ['owner', 'pbx_admin'],
  'recordings.delete': ['owner', 'pbx_admin'],
  'integration.manage': ['owner', 'pbx_admin'],
  'audit.read': ['owner', 'pbx_admin'],
}

// What reading and what changing asks for, by path; the first that fits counts.
const statedFor: readonly [paths: RegExp, reading: RoutePermission, changing: RoutePermission][] = [
  [/^setup$|^invitations\/open\/|^auth\/sign-(in|out)/, 'public', 'public'],
  [/^me(\/|$)/, 'signed_in', 'signed_in'],
  [/^organization$/, 'organization.manage', 'organization.manage'],
  [/^mail(\/|$)/, 'flow.read', 'organization.manage'],
  [/^organizations(\/|$)/, 'operator', 'operator'],
  [/^users(\/|$)/, 'people.read', 'people.manage'],
  [/^invitations(\/|$)/, 'people.manage', 'people.manage'],
  [/^(api-keys|webhook-deliveries)(\/|$)/, 'integration.manage', 'integration.manage'],
  [/^audit-log$/, 'audit.read', 'audit.read'],
  // Who makes prompts and routes chooses among the platform's voices and trunks.
  [/^settings\/cloudonix\/(trunks|voices)$/, 'flow.write', 'flow.write'],
  [/^settings\/cloudonix(\/|$)/, 'cloudonix.manage', 'cloudonix.manage'],
  // By a signed link that a message shows to those who may listen.
  [/^voicemail-messages\/\{id\}\/audio$/, 'public', 'public'],
  [/^voicemail-messages(\/|$)/, 'calls.read', 'calls.listen'],
  [/^recordings\/\{id\}\/audio$/, 'public', 'public'],
  [/^recordings(\/|$)/, 'calls.read', 'recordings.delete'],
  [/^calls\/\{id\}\/flow-test$/, 'flow.write', 'flow.write'],
  [/^(calls|live)(\/|$)/, 'calls.read', 'calls.read'],
  [/^trial(\/|$)/, 'flow.write', 'flow.write'],
  [/^flow\/apply-at-once$/, 'flow.read', 'organization.manage'],
  [/^flow\/(lint|preview)$|^flow-tests\/run$/, 'flow.read', 'flow.read'],
  [
    /^(flow|flow-tests|prompts|prompt-audio|revisions|phone-numbers|outbound-(?:routes|settings)|block-list|subscribers)(\/|$)/,
    'flow.read',
    'flow.write',
  ],
  [/^feature-codes$/, 'flow.read', 'flow.write'],
  [/^templates(\/|$)/, 'flow.read', 'flow.write'],
  [/^fraud-guard(\/|$)/, 'flow.read', 'organization.manage'],
  [/^holidays(\/|$)/, 'flow.read', 'flow.read'],
  // Whose extension it is, the service checks.
  [/^agents(\/|$)/, 'flow.read', 'flow.read'],
  [/^queues\/\{id\}\/callers$/, 'calls.read', 'calls.read'],
  [/^extensions\/\{id\}\/personal-settings$/, 'flow.read', 'flow.read'],
  ...nodeTypeNames.map(
    (type) =>
      [new RegExp(`^${nodeTypes[type].path}(/|$)`), 'flow.read', 'flow.write'] satisfies [
        RegExp,
        RoutePermission,
        RoutePermission,
      ],
  ),
]

test('each route states the permission that its subject asks for', () => {
  const wrong = walk.routes.flatMap(({ method, path, name, permission }) => {
    const below = path.replace(/^\/api\/(v1\/)?/, '')
    const [, reading, changing] = statedFor.find(([paths]) => paths.test(below)) ?? []
    const expected = method === 'GET' ? reading : changing
    if (expected === undefined) return [`${name}: say in "statedFor" who may use it`]
    return expected === permission ? [] : [`${name} asks for ${permission}, not ${expected}`]
  })
  expect(wrong).toEqual([])
})

test('roles have the permissions of the permission table', () => {
  const actual = permissions.map((permission) => [
    permission,
    roles.filter((role) => roleMay(role, permission)),
  ])
  expect(Object.fromEntries(actual)).toEqual(expectedOf)
})

test('every list in which objects are made has a body to plant one, and every object a list', () => {
  const missing: string[] = []
  for (const { method, path, name } of walk.routes) {
    const hasObjects = walk.routes.some((other) => other.path.startsWith(`${path}/{`))
    if (method === 'POST' && hasObjects && !canPlant(path))
      missing.push(`${name} has no body in testing/plant.ts, "creations"`)
    const list = listOf(path)
    if (list !== null && !path.includes('{token}') && !canPlant(list))
      missing.push(`${name}: testing/plant.ts cannot make an object of ${list}`)
  }
  expect(missing).toEqual([])
})

test('who is not signed in gets 401 from every route that is not public', {
  timeout: walkTimeout,
}, async () => {
  const wrong: string[] = []
  for (const route of walk.routes) {
    const answer = await send(route, nobody)
    const isOpen = route.permission === 'public' || route.permission === 'platform'
    if (isOpen ? answer.statusCode === 401 && !isSignIn(route) : answer.statusCode !== 401)
      wrong.push(`${route.name}: ${answer.statusCode}`)
    wrong.push(...leaks(route, 'nobody', answer))
  }
  expect(wrong).toEqual([])
})

test('ids of another organization are 404, and 403 without the permission', {
  timeout: walkTimeout,
}, async () => {
  const before = await snapshot()
  const wrong: string[] = []
  for (const route of walk.routes.filter(({ path }) => path.includes('{')))
    for (const person of walk.everybody) {
      if (isOpenTo(route, person)) continue
      const answer = await send(route, person)
      const expected = mayUse(route, person) ? [404, ...(alsoRefusals[route.name] ?? [])] : [403]
      if (!expected.includes(answer.statusCode))
        wrong.push(
          `${route.name} as ${person.who}: ${answer.statusCode} instead of ${expected.join(' or ')} ${hint(answer)}`,
        )
      wrong.push(...leaks(route, person.who, answer))
    }
  expect(wrong).toEqual([])
  expect(await snapshot()).toEqual(before)
})

test('lists and settings show and change only the own organization', {
  timeout: walkTimeout,
}, async () => {
  const before = await snapshot()
  const wrong: string[] = []
  for (const route of walk.routes.filter(({ path }) => !path.includes('{')))
    for (const person of walk.everybody) {
      if (isOpenTo(route, person)) continue
      const answer = await send(route, person)
      const { statusCode } = answer
      const isRight = mayUse(route, person)
        ? statusCode < 500 || statusCode === 503
        : statusCode === 403
      if (!isRight || statusCode === 401)
        wrong.push(`${route.name} as ${person.who}: ${statusCode} ${hint(answer)}`)
      if (
        mayUse(route, person) &&
        statusCode === 403 &&
        person.isPerson &&
        person.who !== 'operator'
      )
        wrong.push(`${route.name} as ${person.who}: 403 with the permission ${hint(answer)}`)
      wrong.push(...leaks(route, person.who, answer))
    }
  expect(wrong).toEqual([])
  expect(await snapshot()).toEqual(before)
})

test('in a suspended organization every route but the own person says so', {
  timeout: walkTimeout,
}, async () => {
  const { test: server, routes } = walk
  const suspended = await makeOrganization(server)
  await as(server, await makeOperator(server)).patch(
    `/api/v1/organizations/${suspended.organizationId}`,
    { status: 'suspended' },
    { version: 1 },
  )
  const wrong: string[] = []
  for (const route of routes) {
    if (route.permission === 'public' || route.permission === 'platform') continue
    for (const sender of [suspended.owner, suspended.apiKey]) {
      const answer = await send(route, sender)
      if (answer.statusCode !== 403 && !route.path.startsWith('/api/v1/me'))
        wrong.push(`${route.name}: ${answer.statusCode}`)
    }
  }
  expect(wrong).toEqual([])
})

test('a route that states no permission stops the start', () => {
  const scope = Fastify().withTypeProvider<ZodTypeProvider>()
  guardRoutes(scope, async () => null)
  expect(() => scope.get('/api/v1/forgotten', async () => 'hello')).toThrow(
    'GET /api/v1/forgotten states no permission',
  )
})

async function readRoutes(server: TestApp): Promise<Route[]> {
  const document = (await as(server, nobody).get('/api/openapi.json')).json()
  const methods = ['get', 'post', 'put', 'patch', 'delete'] as const
  const upper = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' } as const
  const routes: Route[] = []
  for (const [path, operations] of Object.entries<
    Record<string, { 'x-permission': RoutePermission }>
  >(document.paths))
    for (const method of methods) {
      const operation = operations[method]
      if (operation === undefined) continue
      const permission = operation['x-permission']
      expect(permission, `${method} ${path}`).toBeTruthy()
      routes.push({ method: upper[method], path, name: `${upper[method]} ${path}`, permission })
    }
  expect(routes.length).toBeGreaterThan(30)
  return routes
}

/** `/api/v1/calls/{id}/hang-up` is about an object of `/api/v1/calls`. */
function listOf(path: string): string | null {
  const at = path.indexOf('/{')
  return at < 0 ? null : path.slice(0, at)
}

function isSignIn({ path }: Route): boolean {
  return path.startsWith('/api/auth/sign-in')
}

/** Open to everybody, or to an operator, who is there for the organizations of others. */
function isOpenTo({ permission }: Route, person: Someone): boolean {
  return (
    permission === 'public' ||
    permission === 'platform' ||
    (permission === 'operator' && person.isOperator)
  )
}

function mayUse({ permission, path }: Route, person: Someone): boolean {
  if (permission === 'signed_in') return person.isPerson || !path.startsWith('/api/v1/me')
  if (permission === 'operator' || permission === 'public' || permission === 'platform')
    return false
  return person.may(permission)
}

/** With the ids of the other organization in its path, and a body that is good as far as we know. */
async function send(route: Route, { headers }: Sender): Promise<LightMyRequestResponse> {
  const { method, path, name } = route
  const foreignId = walk.planted.get(listOf(path) ?? '') ?? walk.foreign.organizationId
  const url = path.replace(/\{\w+\}/g, foreignId)
  const bodyOf = method === 'POST' ? creations[path] : undefined
  const body = bodyOf?.('Own', (list) => walk.planted.get(list) ?? '') ?? bodies[name]?.(walk) ?? {}
  const hasBody = method !== 'GET' && method !== 'DELETE'
  const answer = await walk.test.app.inject({
    method,
    url,
    headers: {
      ...headers,
      'if-match': '"1"',
      ...(hasBody ? { 'content-type': 'application/json' } : {}),
    },
    ...(hasBody ? { payload: JSON.stringify(body) } : {}),
    payloadAsStream: true,
  })
  return withText(answer)
}

/** The whole body, or the first thing that a stream of events says. */
async function withText(answer: LightMyRequestResponse): Promise<LightMyRequestResponse> {
  const isStream = String(answer.headers['content-type']).startsWith('text/event-stream')
  let text = ''
  for await (const chunk of answer.stream()) {
    text += String(chunk)
    if (isStream) break
  }
  return { ...answer, statusCode: answer.statusCode, headers: answer.headers, body: text }
}

function leaks({ name }: Route, who: string, { body }: LightMyRequestResponse): string[] {
  return body.includes(marker) ? [`${name} shows ${who} the other organization: ${body}`] : []
}

/** What was said to somebody whom it should have answered otherwise. */
function hint({ body, statusCode }: LightMyRequestResponse): string {
  const needs = statusCode === 422 ? ' (give it a good body in http/access.test.ts, "bodies")' : ''
  return `${body.slice(0, 300)}${needs}`
}

/** Everything that the other organization's owner can see, to compare it. */
async function snapshot(): Promise<Record<string, unknown>> {
  const seen: Record<string, unknown> = {}
  for (const { method, path, permission } of walk.routes) {
    if (method !== 'GET' || path.includes('{') || permission === 'public') continue
    if (path === '/api/v1/live' || permission === 'operator') continue
    const answer = await as(walk.test, walk.foreign.owner).get(path)
    seen[path] = answer.statusCode === 200 ? answer.json() : answer.statusCode
  }
  return seen
}
