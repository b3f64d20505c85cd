import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type ApiClient,
  type Installation,
  openBrowser,
  openPage,
  setUpOwner,
  startInstallation,
  waitFor,
} from './harness.ts'

describe('a new employee', () => {
  let installation: Installation
  let browser: Browser
  let page: Page
  let api: ApiClient
  let problems: string[]

  beforeAll(async () => {
    installation = await startInstallation()
    api = await setUpOwner(installation)
    expect((await api.request('POST', '/api/v1/trial')).status).toBe(201)
    browser = await openBrowser()
    const opened = await openPage(browser)
    page = opened.page
    problems = opened.problems
    const [name = '', value = ''] = (api.headers.cookie ?? '').split('=')
    await page.context().addCookies([{ name, value, url: installation.url }])
  })
  afterAll(async () => {
    await browser?.close()
    await installation?.stop()
  })

  test('is added, applied, called by a colleague, answers, and stands in the history', async () => {
    await page.goto(`${installation.url}/ui/flow/extensions`)
    await page.getByRole('link', { name: 'Add person' }).first().click()
    await page.getByLabel('Name', { exact: true }).fill('Theo Park')
    await page.getByLabel('Number inside the company').fill('1014')
    await page.getByRole('button', { name: 'Add person' }).click()
    await page.getByText('Theo Park is added.').waitFor()

    await page.getByRole('link', { name: /Apply configuration \(1\)/ }).click()
    await page.getByText('Theo Park').first().waitFor()
    await page.getByRole('button', { name: /Apply configuration/ }).click()
    await page.getByText('Version 2 is live').first().waitFor()
    await waitFor('the phone of Theo Park is known to the platform', async () => {
      const { body } = await api.request('GET', '/api/v1/subscribers/sync')
      return body.waiting === 0 && body.total === 5
    })

    const call = await api.request('POST', '/api/v1/trial/calls', {
      from: '1001',
      to: '1014',
      script: [{ answer: '1014' }, { hangUp: 'caller' }],
    })
    expect(call.body).toMatchObject({ outcome: 'answered' })
    await page.goto(`${installation.url}/ui/calls`)
    await page.getByRole('row', { name: /1001/ }).getByRole('link').first().click()
    await page.getByRole('heading', { level: 1, name: /talked with Theo Park/ }).waitFor()
    expect(problems).toEqual([])
  })

  test('a number that is taken is said at its field, and nothing is saved', async () => {
    await page.goto(`${installation.url}/ui/flow/extensions/new`)
    await page.getByLabel('Name', { exact: true }).fill('Somebody Else')
    await page.getByLabel('Number inside the company').fill('1014')
    await page.getByRole('button', { name: 'Add person' }).click()
    await page
      .getByText(/Not saved yet/)
      .first()
      .waitFor()
    const { body } = await api.request('GET', '/api/v1/extensions')
    expect((body.items as { name: string }[]).map((item) => item.name)).not.toContain(
      'Somebody Else',
    )
  })

  test('what still leads to a person stands in the way of deleting her', async () => {
    const { body } = await api.request('GET', '/api/v1/extensions')
    const first = (body.items as { id: string; extension: string }[]).find(
      (item) => item.extension === '1001',
    )
    await page.goto(`${installation.url}/ui/flow/extensions/${first?.id}`)
    await page.getByRole('button', { name: 'Delete…' }).click()
    await page.getByRole('button', { name: /^Delete / }).click()
    await page.getByRole('alertdialog').getByText('Sales').waitFor()
  })
})
