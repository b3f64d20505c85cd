import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isInNetworks, isPublicAddress } from './addresses.ts'
import { type SafeFetchOptions, safeFetch } from './safe-fetch.ts'

let server: Server
let port: number
let requests = 0
beforeAll(async () => {
  server = createServer((incoming, response) => {
    requests += 1
    if (incoming.url === '/redirect') response.writeHead(302, { location: '/' }).end()
    else if (incoming.url === '/large') response.end(Buffer.alloc(5_000))
    else if (incoming.url === '/stalls') response.write('a')
    else if (incoming.url === '/missing') response.writeHead(404).end('no')
    else if (incoming.url !== '/silent') {
      response.writeHead(201, { 'X-Kind': 'tone' }).end(`${incoming.method} tone`)
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const strict: SafeFetchOptions = {
  timeoutSeconds: 5,
  mostBytes: 1_000,
  allowedPrivateNetworks: [],
}
const fetchLocal = (path: string, options: Partial<SafeFetchOptions> = {}) => {
  const allowedOrigins = [`http://127.0.0.1:${port}`]
  return safeFetch(`http://127.0.0.1:${port}${path}`, { ...strict, allowedOrigins, ...options })
}

test.each([
  '127.0.0.1',
  'localhost',
  '2130706433',
  '0x7f.1',
  '0177.0.0.1',
  '[::1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[64:ff9b::7f00:1]',
  '0.0.0.0',
  '[::]',
  '169.254.169.254',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.1.1',
  '100.64.0.1',
  '224.0.0.1',
  '255.255.255.255',
  '[fe80::1]',
  '[fd00::1]',
  '[ff02::1]',
])('%s is refused before anything is sent', async (host) => {
  const before = requests
  await expect(safeFetch(`http://${host}:${port}/`, strict)).rejects.toMatchObject({
    code: 'private_address',
  })
  expect(requests).toBe(before)
})

test.each(['ftp://acme.example/x', 'file:///etc/passwd', 'http://user:key@acme.example/', 'x'])(
  '%s is not an address that is fetched',
  async (address) => {
    await expect(safeFetch(address, strict)).rejects.toMatchObject({ code: 'bad_address' })
  },
)

test('a named origin is reached at its private address, with its status, headers and body', async () => {
  const response = await fetchLocal('/', { method: 'POST', body: 'x' })
  expect({ ...response, body: response.body.toString() }).toMatchObject({
    status: 201,
    headers: { 'x-kind': 'tone' },
    body: 'POST tone',
  })
  expect(await fetchLocal('/missing')).toMatchObject({ status: 404 })
})

test('another port of an allowed host is another origin', async () => {
  await expect(
    fetchLocal('/', { allowedOrigins: [`http://127.0.0.1:${port + 1}`, 'http://127.0.0.1'] }),
  ).rejects.toMatchObject({ code: 'private_address' })
})

test('a private network that was allowed is reached', async () => {
  const options = { allowedOrigins: [], allowedPrivateNetworks: ['10.0.0.0/8', '127.0.0.0/8'] }
  expect(await fetchLocal('/', options)).toMatchObject({ status: 201 })
})

test('a redirect is not followed', async () => {
  await expect(fetchLocal('/redirect')).rejects.toMatchObject({ code: 'redirected' })
})

test('an answer that is too large is cut off', async () => {
  await expect(fetchLocal('/large')).rejects.toMatchObject({ code: 'too_large' })
  expect((await fetchLocal('/large', { mostBytes: 5_000 })).body).toHaveLength(5_000)
})

test.each(['/silent', '/stalls'])('%s ends when its time is over', async (path) => {
  await expect(fetchLocal(path, { timeoutSeconds: 0.1 })).rejects.toMatchObject({
    code: 'timed_out',
  })
})

test('a name that does not exist and a closed port cannot be reached', async () => {
  await expect(safeFetch('http://nobody.invalid/', strict)).rejects.toMatchObject({
    code: 'unreachable',
  })
  await expect(
    safeFetch('http://127.0.0.1:9/', { ...strict, allowedOrigins: ['http://127.0.0.1:9'] }),
  ).rejects.toMatchObject({ code: 'unreachable' })
})

test('public addresses are public, in both families', () => {
  expect(['8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'].every(isPublicAddress)).toBe(true)
  expect(
    ['x', '', '192.0.2.1', '198.18.0.1', '2002:7f00:1::', '2001:db8::1'].some(isPublicAddress),
  ).toBe(false)
})

test('networks are matched within their family', () => {
  expect(isInNetworks('::ffff:10.0.0.7', ['10.0.0.7'])).toBe(true)
  expect(isInNetworks('fd00::1', ['10.0.0.0/8', 'fd00::/8'])).toBe(true)
  expect(isInNetworks('10.0.0.8', ['10.0.0.7', 'fd00::/8'])).toBe(false)
})
