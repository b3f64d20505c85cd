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

describe('flow tests in the console', () => {
  let installation: Installation
  let browser: Browser
  let api: ApiClient
  let page: Page
  let problems: string[]
  let callId: string

  beforeAll(async () => {
    installation = await startInstallation()
    browser = await openBrowser()
    api = await setUpOwner(installation)
    await api.request('POST', '/api/v1/trial')
    const script = [{ press: '1' }, { answer: '1001' }, { hangUp: 'callee' }]
    const call = { from: '+12025550173', to: '+12025550100', script }
    callId = String((await api.request('POST', '/api/v1/trial/calls', call)).body.callId)
    const opened = await openPage(browser)
    page = opened.page
    problems = opened.problems
    const [name, value] = (api.headers.cookie ?? '').split('=')
    const cookie = { name: name ?? '', value: value ?? '', url: installation.url }
    await page.context().addCookies([cookie])
  })
  afterAll(async () => {
    await browser?.close()
    await installation?.stop()
  })

  const open = (path: string) => page.goto(`${installation.url}/ui${path}`)
  const button = (name: string | RegExp) => page.getByRole('button', { name })

  test('a call is saved as a test, which is green', async () => {
    await open(`/calls/${callId}`)
    await button('Save as flow test').click()
    await page.getByRole('button', { name: 'Open', exact: true }).click()
    await page.getByText('Everything went as it must.').waitFor()
    expect(await page.getByLabel('Name').inputValue()).toContain('Welcome > Sales: +12025550173')
    await open('/flow/flow-tests')
    await page.getByText('1 test is green').waitFor()
  })

  test('a test is written by hand and run before it is saved', async () => {
    await open('/flow/flow-tests/new')
    await page.getByLabel('Name').fill('The office is closed at night')
    await page.getByLabel('From').fill('+12025550173')
    await page.getByLabel('Calls', { exact: true }).fill('+12025550101')
    await page.getByLabel('Date and time').fill('2026-11-17T23:15:00')
    await page.getByLabel('Who rings').selectOption('nobody')
    await button('Run this test').click()
    await page.getByText('Everything went as it must.').waitFor()
    await button('Add flow test').click()
    await page.getByText('All 2 tests are green').waitFor()
    expect(problems).toEqual([])
  })

  test('a change that breaks a test is stopped, replayed, and applied with a reason', async () => {
    await api.request('POST', '/api/v1/flow/apply', {})
    const { body } = await api.request('GET', '/api/v1/phone-numbers')
    const [main] = body.items as { id: string; version: number }[]
    const extensions = await api.request('GET', '/api/v1/extensions')
    const other = (extensions.body.items as { id: string; extension: string }[]).find(
      ({ extension }) => extension === '1004',
    )
    await fetch(`${installation.url}/api/v1/phone-numbers/${main?.id}`, {
      method: 'PATCH',
      headers: {
        ...api.headers,
        'content-type': 'application/json',
        'if-match': `"${main?.version}"`,
      },
      body: JSON.stringify({ entry: other?.id }),
    })
    await open('/flow/apply')
    await page.getByText('1 flow test is red', { exact: true }).waitFor()
    await page.getByText(/Expected “Welcome” first/).waitFor()
    await page.getByText('Tried calls too').click()
    await button('Look').click()
    await page.getByText('1 of 1 would go elsewhere.').waitFor()
    await button('Apply anyway…').click()
    await button('Apply anyway').last().click()
    await page.getByText('Say why it is applied although tests are red.').waitFor()
    await page.getByLabel('Why').fill('The new entry is meant; the test follows.')
    await button('Apply anyway').last().click()
    await page
      .getByText(/Version \d+ is live/)
      .first()
      .waitFor()
    expect(problems).toEqual([])
  })
})
