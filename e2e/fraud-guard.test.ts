import { AxeBuilder } from '@axe-core/playwright'
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

const requestsKey = 'the-requests-key-of-this-test'
const number = '+12025550177'

describe('the fraud guard', () => {
  let installation: Installation
  let browser: Browser
  let page: Page
  let api: ApiClient
  let problems: string[]
  let domain: string
  let calls = 0

  beforeAll(async () => {
    installation = await startInstallation()
    api = await setUpOwner(installation)
    expect((await api.request('POST', '/api/v1/trial')).status).toBe(201)
    domain = await takeOverDomain(api)
    await forwardOutside(api)
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

  /** A call from outside that a step of the call flow sends outside again, as the platform tells of it. */
  async function callIn(): Promise<string> {
    calls += 1
    const response = await fetch(`${installation.url}/api/voice/route`, {
      method: 'POST',
      headers: { authorization: `Bearer ${requestsKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({
        Session: `fraud-guard-${calls}`,
        Domain: domain,
        From: '12025550150',
        To: number.slice(1),
        Direction: 'inbound',
      }),
    })
    return await response.text()
  }

  test('is set by the owner, shows what is used, stops, tells why, and is released', async () => {
    await page.goto(`${installation.url}/ui/flow/fraud-guard`)
    const everybody = page.getByRole('group', { name: 'Everybody together' }).first()
    const perHour = everybody.getByLabel('Calls within an hour')
    await perHour.fill('many')
    await page.getByRole('button', { name: 'Save caps' }).click()
    await page
      .getByRole('alert')
      .getByText(/whole number/)
      .first()
      .waitFor()
    await perHour.fill('3')
    await everybody.getByLabel('Minutes since midnight').fill('')
    await page.getByLabel('After this many refusals within an hour').fill('2')
    await page.getByRole('button', { name: 'Save caps' }).click()
    await page.getByText('The caps are set').waitFor()
    await page.getByText('0 of 3', { exact: true }).waitFor()

    for (let call = 0; call < 3; call += 1) expect(await callIn()).toContain('<Dial')
    await page.getByText('3 of 3', { exact: true }).waitFor()
    expect(await callIn()).not.toContain('<Dial')
    expect(await callIn()).not.toContain('<Dial')
    await page.getByText('Calls to the outside are stopped.').waitFor()
    await page.getByText('Everybody together made 3 of 3 calls within an hour').first().waitFor()
    await waitFor('the next call is refused', async () => (await callIn()).includes('stopped'))
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id }) => id)).toEqual([])

    await page.goto(`${installation.url}/ui/calls`)
    await page.getByRole('alert').getByText('Calls to the outside are stopped.').waitFor()
    await page.goto(`${installation.url}/ui/`)
    await page.getByRole('link', { name: 'Show why' }).click()
    await page.getByRole('button', { name: 'Release calls' }).click()
    await page.getByText('Calls to the outside go on').waitFor()
    expect(await page.getByText('Calls to the outside are stopped.').count()).toBe(0)
    await perHour.fill('10')
    await page.getByRole('button', { name: 'Save caps' }).click()
    await page.getByText('3 of 10', { exact: true }).waitFor()
    expect(await callIn()).toContain('<Dial')
    expect(problems).toEqual([])
  })
})

/** Gives the simulator's domain a Requests key that this test knows. Its name. */
async function takeOverDomain(api: ApiClient): Promise<string> {
  const path = '/api/v1/settings/cloudonix'
  const { body } = await api.request('GET', path)
  const { domainUuid, domainApiKey } = body
  const change = { platform: 'simulator', domainUuid, domainApiKey, requestsApiKey: requestsKey }
  const saved = await api.request('PUT', path, change)
  expect(saved.status, JSON.stringify(saved.body)).toBe(200)
  return String(body.domainName)
}

async function forwardOutside(api: ApiClient): Promise<void> {
  const made = await api.request('POST', '/api/v1/outside-numbers', {
    name: 'Mobile',
    config: { number: '+12025550190' },
  })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  await api.request('POST', '/api/v1/phone-numbers', { number, entry: made.body.id })
  await api.request('POST', '/api/v1/outbound-routes', { name: 'Home', countries: ['US'] })
  const applied = await api.request('POST', '/api/v1/flow/apply', {})
  expect(applied.status, JSON.stringify(applied.body)).toBeLessThan(300)
}
