import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import AxeBuilder from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type ApiClient,
  type Installation,
  openBrowser,
  openPage,
  setUpOwner,
  startInstallation,
} from './harness.ts'

describe('steps that speak with other systems', () => {
  let installation: Installation
  let browser: Browser
  let page: Page
  let api: ApiClient
  let problems: string[]
  let receiver: Server
  let address: string
  const received: { path: string; token: string | undefined; key: string | undefined }[] = []

  beforeAll(async () => {
    receiver = createServer((request, response) => {
      const { 'x-pbx-token': token, 'x-api-key': key } = request.headers
      received.push({ path: request.url ?? '', token: token?.toString(), key: key?.toString() })
      // The caller hears words first.
      if (request.url?.startsWith('/slow')) setTimeout(() => response.end('{"exit":"vip"}'), 1_500)
      else response.end('thanks')
    }).listen(0, '127.0.0.1')
    await once(receiver, 'listening')
    const bound = receiver.address()
    address = `http://127.0.0.1:${typeof bound === 'object' && bound !== null ? bound.port : 0}`
    installation = await startInstallation({ OPBX_ALLOWED_PRIVATE_NETWORKS: '127.0.0.0/8' })
    api = await setUpOwner(installation)
    expect((await api.request('POST', '/api/v1/trial')).status).toBe(201)
    browser = await openBrowser()
    const opened = await openPage(browser)
    page = opened.page
    problems = opened.problems
    await page.context().addCookies([cookie()])
  })
  afterAll(async () => {
    await browser?.close()
    await installation?.stop()
    receiver?.closeAllConnections()
    receiver?.close()
  })

  const cookie = () => {
    const [name = '', value = ''] = (api.headers.cookie ?? '').split('=')
    return { name, value, url: installation.url }
  }

  test('a webhook is made, tested, and its secrets are never shown again', async () => {
    await page.goto(`${installation.url}/ui/flow/webhook-nodes`)
    await page.getByRole('link', { name: 'New webhook' }).first().click()
    await page.getByLabel('Name', { exact: true }).fill('Tell the shop')
    await page.getByLabel('Address').fill(`${address}/calls`)
    await page.getByLabel('Secret token').fill('planted-token')
    await page.getByRole('button', { name: 'Add header' }).click()
    await page.getByRole('textbox', { name: 'Name', exact: true }).nth(1).fill('X-Api-Key')
    await page.getByLabel('Value', { exact: true }).fill('planted-key')
    await page.getByRole('button', { name: 'New webhook' }).click()
    await page
      .getByRole('row', { name: /Tell the shop/ })
      .getByRole('link')
      .click()

    await page.getByText('Nothing sent yet').waitFor()
    expect(await page.getByText('Kept encrypted, not shown').count()).toBe(2)
    expect(await page.content()).not.toContain('planted')
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('The receiver answered 200.').waitFor()
    await page.getByText('Arrived').waitFor()
    expect(received).toEqual([{ path: '/calls', token: 'planted-token', key: 'planted-key' }])
    await page.getByRole('button', { name: 'Send again' }).click()
    await page.getByText('2 attempts').waitFor()
    // An attempt is counted before it is sent.
    await expect.poll(() => received.length).toBe(2)

    await page.getByRole('button', { name: 'Replace Secret token' }).click()
    await page.getByLabel('Secret token').fill('planted-new')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Kept encrypted, not shown').nth(1).waitFor()
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('Arrived').nth(1).waitFor()
    await expect.poll(() => received.at(-1)?.token).toBe('planted-new')
  })

  test('another address asks for the secrets again, at their fields', async () => {
    await page.getByLabel('Address').fill('https://elsewhere.example/x')
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Enter this again: it was kept for another address.').nth(1).waitFor()
  })

  test('a slow request bridges the wait with words, and its answer chooses the exit', async () => {
    await page.goto(`${installation.url}/ui/flow/http-requests/new`)
    await page.getByLabel('Name', { exact: true }).first().fill('Look up')
    await page.getByLabel('Number inside the company').fill('700')
    await page.getByLabel('Address').fill(`${address}/slow?from={{from}}`)
    await page.getByLabel('Exits that it may name').fill('vip')
    await page.getByText('When the answer names vip').first().waitFor({ state: 'attached' })
    await page.getByRole('button', { name: 'New HTTP request' }).click()
    await page.getByText('Look up is added.').waitFor()
    expect((await api.request('POST', '/api/v1/flow/apply', {})).status).toBe(200)
    const call = await api.request('POST', '/api/v1/trial/calls', { from: '1001', to: '700' })
    const trace = call.body.trace as { happened: string; exit: string | null }[]
    expect(trace.map(({ happened }) => happened)).toContain('Said the words for waiting')
    expect(trace.map(({ exit }) => exit)).toContain('vip')
    expect(received.at(-1)?.path).toBe('/slow?from=1001')
    expect(problems).toEqual([])
  })

  test.each([
    { dark: false, width: 1440, height: 900 },
    { dark: true, width: 390, height: 844 },
  ])('their pages have nothing serious for axe and fit their width: %j', async (look) => {
    const opened = await openPage(browser, look)
    await opened.page.context().addCookies([cookie()])
    for (const path of ['webhook-nodes', 'http-requests']) {
      const { body } = await api.request('GET', `/api/v1/${path}`)
      const id = (body.items as { id: string }[])[0]?.id
      await opened.page.goto(`${installation.url}/ui/flow/${path}/${id}`)
      await opened.page.getByRole('heading', { name: 'Headers' }).waitFor()
      if (path === 'webhook-nodes') await opened.page.getByText('Arrived').first().waitFor()
      const { violations } = await new AxeBuilder({ page: opened.page }).analyze()
      const serious = violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''))
      expect(serious.map(({ id: rule, nodes }) => [rule, nodes.map(({ html }) => html)])).toEqual(
        [],
      )
      const overflow = await opened.page.evaluate(
        () => document.documentElement.scrollWidth - window.innerWidth,
      )
      expect(overflow).toBeLessThanOrEqual(0)
    }
    expect(opened.problems).toEqual([])
    await opened.page.context().close()
  })
})
