import { once } from 'node:events'
import { IncomingMessage, ServerResponse } from 'node:http'
import { connect, Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestApp, type TestApp } from '../testing/app.ts'
import { as, makeOrganization, type Sender, type TestOrganization } from '../testing/factories.ts'
import {
  applyCompany,
  makeVoiceDomain,
  placeCall,
  type VoiceDomain,
} from '../testing/voice-domain.ts'

import { beat } from './routes.ts'

let server: TestApp
let acme: TestOrganization
let domain: VoiceDomain
let address: string

beforeAll(async () => {
  server = await openTestApp()
  acme = await makeOrganization(server)
  domain = await makeVoiceDomain(server, acme.organizationId)
  await applyCompany(server, acme.organizationId)
  address = await server.app.listen({ port: 0, host: '127.0.0.1' })
})
afterAll(() => server.app.close())

interface StreamEvent {
  id: string
  name: string
  data: { session?: string; status?: string; calls?: { session: string }[] }
}

/** Reads a live stream; `next` waits for the next event of a name. */
async function openStream(sender: Sender, lastEventId?: string) {
  const stop = new AbortController()
  const response = await fetch(`${address}/api/v1/live`, {
    headers: { ...sender.headers, ...(lastEventId && { 'last-event-id': lastEventId }) },
    signal: stop.signal,
  })
  const events: StreamEvent[] = []
  let isOver = false
  const read = async () => {
    const reader = response.body?.getReader()
    const decoder = new TextDecoder()
    let text = ''
    for (let chunk = await reader?.read(); chunk?.done === false; chunk = await reader?.read()) {
      text += decoder.decode(chunk.value, { stream: true })
      const blocks = text.split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) {
        const field = (name: string) =>
          block
            .split('\n')
            .find((line) => line.startsWith(`${name}: `))
            ?.slice(name.length + 2)
        const data = field('data')
        if (data === undefined) continue
        events.push({ id: field('id') ?? '', name: field('event') ?? '', data: JSON.parse(data) })
      }
    }
  }
  const over = read()
    .catch(() => undefined)
    .then(() => {
      isOver = true
    })
  return {
    status: response.status,
    events,
    isOver: () => isOver,
    async until(isWanted: (event: StreamEvent) => boolean): Promise<StreamEvent> {
      await expect.poll(() => events.some(isWanted), { timeout: 10_000 }).toBe(true)
      const found = events.find(isWanted)
      if (found === undefined) throw new Error('never')
      return found
    },
    async close() {
      stop.abort()
      await over
    },
  }
}

const isOf = (session: string, status?: string) => (event: StreamEvent) =>
  event.data.session === session && (status === undefined || event.data.status === status)

test('a stream begins with the calls that go on and then tells of every change', async () => {
  const before = placeCall(server, domain)
  await before.route()
  await server.services.settled()
  const stream = await openStream(acme.owner)
  const snapshot = await stream.until(({ name }) => name === 'snapshot')
  expect(snapshot.data.calls?.map(({ session }) => session)).toContain(before.session)
  const call = placeCall(server, domain)
  await call.route()
  await stream.until(isOf(call.session, 'ringing'))
  await call.update('answer')
  await stream.until(isOf(call.session, 'ended'))
  await stream.close()
})

test('a stream that was cut resumes without a gap and without a repetition', async () => {
  const first = await openStream(acme.owner)
  const one = placeCall(server, domain)
  await one.route()
  const last = await first.until(isOf(one.session))
  await first.close()
  const missed = [placeCall(server, domain), placeCall(server, domain)]
  for (const call of missed) await call.route()
  await server.services.settled()
  const second = await openStream(acme.owner, last.id)
  for (const call of missed) await second.until(isOf(call.session))
  expect(second.events.map(({ name }) => name)).not.toContain('snapshot')
  expect(second.events.some(isOf(one.session))).toBe(false)
  const numbers = second.events.map(({ id }) => Number(id.split('-')[1]))
  const from = Number(last.id.split('-')[1])
  expect(numbers).toEqual(numbers.map((_, index) => from + 1 + index))
  await second.close()
})

test('an id of another numbering gets a new snapshot', async () => {
  const stream = await openStream(acme.owner, 'other-17')
  await stream.until(({ name }) => name === 'snapshot')
  await stream.close()
})

test("another organization's stream stays silent, and a pbx_user hears of her own calls only", async () => {
  const stranger = await makeOrganization(server)
  const theirs = await openStream(stranger.owner)
  const hers = await openStream(acme.user)
  const all = await openStream(acme.reporter)
  const call = placeCall(server, domain)
  await call.route()
  await all.until(isOf(call.session))
  // What would have been sent to them was sent by now: the three are told in one turn.
  expect(theirs.events.filter(({ name }) => name === 'call')).toEqual([])
  expect(hers.events.filter(({ name }) => name === 'call')).toEqual([])
  expect(theirs.events[0]?.data.calls).toEqual([])
  await Promise.all([theirs, hers, all].map((stream) => stream.close()))
})

test('the changes of one call within 100 ms are joined', async () => {
  const stream = await openStream(acme.owner)
  await stream.until(({ name }) => name === 'snapshot')
  const call = placeCall(server, domain)
  const tell = (number: number) =>
    server.deps.live.publish(acme.organizationId, {
      name: 'call',
      data: { ...sampleCall(call.session), durationSeconds: number },
    })
  for (let number = 1; number <= 50; number++) tell(number)
  await stream.until((event) => isOf(call.session)(event) && 'durationSeconds' in event.data)
  await expect.poll(() => stream.events.filter(isOf(call.session)).length).toBe(2)
  expect(stream.events.filter(isOf(call.session)).at(-1)?.data).toMatchObject({
    durationSeconds: 50,
  })
  await stream.close()
})

test('a viewer who does not read is dropped', async () => {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => undefined)
  socket.write(
    `GET /api/v1/live HTTP/1.1\r\nhost: ${hostname}\r\ncookie: ${acme.owner.cookie}\r\n\r\n`,
  )
  await once(socket, 'data')
  socket.pause()
  const publish = (number: number) =>
    server.deps.live.publish(acme.organizationId, {
      name: 'call',
      data: { ...sampleCall(`behind-${number}`), callerName: 'x'.repeat(10_000) },
    })
  // More than the kernel takes for a reader who does not read, and 1 MB.
  await expect
    .poll(
      async () => {
        for (let number = 0; number < 500; number++) publish(number + Math.random())
        return connections()
      },
      { timeout: 15_000 },
    )
    .toBe(0)
  socket.destroy()
})

test('a stream ends with its sign-in', async () => {
  const person = (await makeOrganization(server)).owner
  const stream = await openStream(person)
  await stream.until(({ name }) => name === 'snapshot')
  await as(server, person).post('/api/auth/sign-out')
  await expect.poll(() => stream.isOver(), { timeout: 10_000 }).toBe(true)
})

test('a stream ends after its hour, so that its viewer shows again who she is', () => {
  const streams = [1_000, 2_000].map((endsAt) => {
    const stream = new ServerResponse(new IncomingMessage(new Socket()))
    return [stream, endsAt] as const
  })
  beat(new Map(streams), 1_500)
  expect(streams.map(([stream]) => stream.writableEnded)).toEqual([true, false])
})

test('without a sign-in there is no stream', async () => {
  expect((await openStream({ headers: {} })).status).toBe(401)
})

function connections(): Promise<number> {
  return new Promise((resolve, reject) => {
    server.app.server.getConnections((error, count) => (error ? reject(error) : resolve(count)))
  })
}

function sampleCall(session: string) {
  return {
    id: `call_${session}`,
    session,
    uniqueCallId: '1',
    direction: 'inbound' as const,
    from: '+12025550150',
    to: '+12025550100',
    callerName: null,
    caller: null,
    startedAt: '2026-03-02T15:00:00.000Z',
    connectedAt: null,
    answeredAt: null,
    endedAt: null,
    durationSeconds: null,
    billableSeconds: null,
    disposition: null,
    rawDisposition: null,
    status: 'ringing' as const,
    revision: 1,
    trial: false,
    rang: [],
    answeredBy: null,
    node: null,
    recordings: [],
    tags: [],
    queueVisits: [],
    cost: null,
  }
}
