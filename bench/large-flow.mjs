// A running server with an organization, its simulator domain and a flow of any size, for apply and kill-apply.
import { randomBytes } from 'node:crypto'

const key = 'bench-requests-key-0123456789'
const number = '+12025550100'

/** Who asks: the API as the owner, and the voice route as the platform. @param {{ port: number, simulatorPort: number }} ports */
export async function prepareOwner({ port, simulatorPort }) {
  const url = `http://127.0.0.1:${port}`
  const made = await fetch(`${url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      organization: 'Bench',
      timeZone: 'America/New_York',
      country: 'US',
      name: 'Bench',
      email: 'bench@acme.example',
      password: 'a long enough password',
    }),
  })
  if (made.status !== 201) throw new Error(`Set-up answered ${made.status}: ${await made.text()}`)
  const cookie = (made.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const { organization } = await request(`${url}/api/v1/me`, 'GET', { cookie })
  /** @param {string} method @param {string} path @param {unknown} [body] @param {number} [version] */
  const api = (method, path, body, version) => {
    const ifMatch = version === undefined ? {} : { 'if-match': `"${version}"` }
    return request(`${url}/api/v1${path}`, method, { cookie, ...ifMatch }, body)
  }
  const domain = await request(
    `http://127.0.0.1:${simulatorPort}/simulator/domains`,
    'POST',
    {},
    { name: `bench-${Date.now()}.cloudonix.net` },
  )
  await api('PUT', '/settings/cloudonix', {
    platform: 'simulator',
    domainUuid: domain.uuid,
    domainApiKey: domain.apiKey,
    requestsApiKey: key,
  })
  return { api, call: () => callOnce(url, domain.domain), organizationId: organization?.id }
}

/** @typedef {Awaited<ReturnType<typeof prepareOwner>>} Owner */

/**
 * A number that enters `First`, whose words tell the version, and menus that lead on to each other, `nodes` steps
 * in all. Answers how `First` is given other words.
 * @param {Owner} owner @param {number} nodes
 */
export async function makeLargeFlow({ api }, nodes) {
  const end = await api('POST', '/hang-ups', { name: 'End', config: {} })
  const menu = (/** @type {string} */ text) => ({
    prompt: { text },
    options: [{ digits: '1', label: 'Sales' }, { digits: '2' }],
  })
  let before = end.id
  for (let made = 2; made < nodes; made++) {
    const exits = { 1: before, 2: end.id, timeout: end.id, invalid: end.id }
    const body = { name: `Menu ${made}`, config: menu('For sales press 1.'), exits }
    before = (await api('POST', '/ivr-menus', body)).id
  }
  const exits = { 1: before, 2: end.id, timeout: end.id, invalid: end.id }
  let first = await api('POST', '/ivr-menus', { name: 'First', config: menu('Version 0.'), exits })
  await api('POST', '/phone-numbers', { number, entry: first.id })
  return {
    /** @param {string} text */
    async say(text) {
      const path = `/ivr-menus/${first.id}`
      first = await api('PATCH', path, { config: menu(text) }, first.version)
    },
  }
}

/** The words that a new caller hears first. @param {string} url @param {string} domain */
async function callOnce(url, domain) {
  const token = randomBytes(16).toString('hex')
  const response = await fetch(`${url}/api/voice/route`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${key}`,
      'content-type': 'application/json',
      'x-cx-domain': domain,
    },
    body: JSON.stringify({
      CallStatus: 'unknown',
      From: '12025550173',
      To: number.slice(1),
      SessionData: { token, status: 'new', domainNameOrId: domain },
      Domain: domain,
      Direction: 'inbound',
      Session: token,
    }),
  })
  const text = await response.text()
  if (response.status !== 200) throw new Error(`A call was answered ${response.status}: ${text}`)
  return text.match(/<Say[^>]*>([^<]*)</)?.[1] ?? text
}

/** @param {string} url @param {string} method @param {Record<string, string>} headers @param {unknown} [body] */
async function request(url, method, headers, body) {
  const json = body === undefined ? {} : { 'content-type': 'application/json' }
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await fetch(url, { method, headers: { ...headers, ...json }, ...sent })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}: ${text}`)
  return text === '' ? null : JSON.parse(text)
}
