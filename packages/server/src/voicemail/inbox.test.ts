import { beforeAll, expect, test } from 'vitest'
import { idPrefixes, newId } from '../ids.ts'
import { type TestApp, testApp } from '../testing/app.ts'
import { as, makeOrganization, type Sender, type TestOrganization } from '../testing/factories.ts'
import { type VoicemailRow, voicemailMessages } from './table.ts'

let server: TestApp
let acme: TestOrganization

beforeAll(async () => {
  server = await testApp()
  acme = await makeOrganization(server)
})

let minutes = 0

/** A message that is there already, a minute younger than the one before. */
async function plant(values: Partial<VoicemailRow> = {}): Promise<string> {
  const now = server.deps.clock.now()
  minutes += 1
  const id = newId(idPrefixes.voicemailMessage, now)
  await server.deps.db.query.insert(voicemailMessages).values({
    organizationId: acme.organizationId,
    id,
    session: `session of ${id}`,
    step: 1,
    index: 0,
    callId: 'call_1',
    boxId: 'vm_main',
    boxName: 'Main box',
    userId: null,
    fromNumber: '+12025550150',
    callerName: null,
    receivedAt: new Date(Date.parse('2026-03-02T10:00:00Z') + minutes * 60_000),
    sourceUrl: 'https://recordings.example/1',
    isTrial: false,
    status: 'stored',
    fileKey: `${acme.organizationId}/voicemail/${id}.wav`,
    contentType: 'audio/wav',
    ...values,
  })
  return id
}

async function ids(sender: Sender, query = ''): Promise<string[]> {
  const { items } = (await as(server, sender).get(`/api/v1/voicemail-messages${query}`)).json()
  return items.map(({ id }: { id: string }) => id)
}

const bulk = (sender: Sender, body: object) =>
  as(server, sender).post('/api/v1/voicemail-messages/bulk', body)

test('messages are found by box, state and caller, together', async () => {
  const box = 'vm_found'
  const heard = await plant({ boxId: box, heardAt: new Date('2026-03-02T15:00:00Z') })
  const named = await plant({ boxId: box, callerName: 'Grace Hopper', fromNumber: '+493012345' })
  const other = await plant({ boxId: box, fromNumber: '1004' })
  const find = (query: string) => ids(acme.owner, `?box=${box}&${query}`)
  expect(await find('')).toEqual([other, named, heard])
  expect(await find('state=new')).toEqual([other, named])
  expect(await find('state=heard')).toEqual([heard])
  expect(await find('caller=hopper')).toEqual([named])
  expect(await find(`caller=${encodeURIComponent('+49 (30) 123')}`)).toEqual([named])
  expect(await find('caller=hopper&state=heard')).toEqual([])
  expect(await find('caller=%25')).toEqual([])
})

test('pages go on where the last one ended, within the filter', async () => {
  const box = 'vm_pages'
  const planted: string[] = []
  for (let count = 0; count < 5; count += 1) planted.unshift(await plant({ boxId: box }))
  const seen: string[] = []
  let cursor = ''
  for (let page = 0; page < 3; page += 1) {
    const query = `?box=${box}&limit=2${cursor && `&cursor=${cursor}`}`
    const answer = (await as(server, acme.owner).get(`/api/v1/voicemail-messages${query}`)).json()
    seen.push(...answer.items.map(({ id }: { id: string }) => id))
    cursor = answer.nextCursor ?? ''
  }
  expect(seen).toEqual(planted)
  expect(cursor).toBe('')
})

test('each box says how many messages are new, to those who may see it', async () => {
  const mine = { boxId: 'ext_own', boxName: 'Maya', userId: acme.user.id }
  await plant({ ...mine, heardAt: new Date('2026-03-02T15:00:00Z') })
  await plant(mine)
  const counts = async (sender: Sender) =>
    (await as(server, sender).get('/api/v1/voicemail-messages/boxes')).json().items
  const own = { id: 'ext_own', name: 'Maya', messages: 2, new: 1 }
  expect(await counts(acme.user)).toEqual([own])
  expect(await counts(acme.reporter)).toContainEqual(own)
  expect((await counts(acme.owner)).length).toBeGreaterThan(1)
  const stranger = await makeOrganization(server)
  expect(await counts(stranger.owner)).toEqual([])
})

test('many are marked and deleted at once, with their sounds', async () => {
  const box = 'vm_bulk'
  const planted = [await plant({ boxId: box }), await plant({ boxId: box })]
  const [first = ''] = planted
  const fileKey = `${acme.organizationId}/voicemail/${first}.wav`
  await server.deps.files.put(fileKey, Buffer.from('sound'))
  const marked = await bulk(acme.admin, { ids: planted, action: 'mark_heard' })
  expect(marked.json()).toEqual({ changed: 2 })
  expect(await ids(acme.owner, `?box=${box}&state=heard`)).toHaveLength(2)
  await bulk(acme.admin, { ids: [first], action: 'mark_new' })
  expect(await ids(acme.owner, `?box=${box}&state=new`)).toEqual([first])
  const deleted = await bulk(acme.admin, { ids: [...planted, 'msg_gone'], action: 'delete' })
  expect(deleted.json()).toEqual({ changed: 2 })
  expect(await ids(acme.owner, `?box=${box}`)).toEqual([])
  expect(await server.deps.files.open(fileKey)).toBeNull()
})

test('nobody changes what is not hers', async () => {
  const id = await plant({ boxId: 'vm_mine' })
  const stranger = await makeOrganization(server)
  for (const sender of [acme.user, stranger.owner]) {
    const answer = await bulk(sender, { ids: [id], action: 'delete' })
    expect(answer.statusCode).toBe(404)
  }
  expect((await bulk(acme.reporter, { ids: [id], action: 'delete' })).statusCode).toBe(403)
  expect(await ids(acme.owner, '?box=vm_mine')).toEqual([id])
})

test('a message is downloaded under a name', async () => {
  const id = await plant({ boxId: 'vm_download' })
  const fileKey = `${acme.organizationId}/voicemail/${id}.wav`
  await server.deps.files.put(fileKey, Buffer.from('sound'))
  const path = '/api/v1/voicemail-messages?box=vm_download'
  const { items } = (await as(server, acme.owner).get(path)).json()
  const played = await server.app.inject(items[0].url)
  expect(played.headers['content-disposition']).toBe('inline')
  const kept = await server.app.inject(`${items[0].url}&download=1`)
  expect(kept.headers['content-disposition']).toBe(`attachment; filename="${id}.wav"`)
})
