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

describe('business hours', () => {
  let installation: Installation
  let browser: Browser
  let page: Page
  let api: ApiClient
  let problems: string[]
  let hours: { id: string; name: string }

  beforeAll(async () => {
    installation = await startInstallation()
    api = await setUpOwner(installation)
    expect((await api.request('POST', '/api/v1/trial')).status).toBe(201)
    const { body } = await api.request('GET', '/api/v1/business-hours')
    const [first] = body.items as (typeof hours)[]
    if (first === undefined) throw new Error('The sample company has no business hours')
    hours = first
    browser = await openBrowser()
    const opened = await openPage(browser)
    page = opened.page
    problems = opened.problems
    await page.context().addCookies([cookie()])
  })
  afterAll(async () => {
    await browser?.close()
    await installation?.stop()
  })

  const cookie = () => {
    const [name = '', value = ''] = (api.headers.cookie ?? '').split('=')
    return { name, value, url: installation.url }
  }
  const url = (rest = '') => `${installation.url}/ui/flow/business-hours${rest}`
  const call = async () => {
    const placed = { from: '+12025550173', to: '+12025550101' }
    const { body } = await api.request('POST', '/api/v1/trial/calls', placed)
    const trace = body.trace as { name: string; because: string }[]
    return trace.find(({ name }) => name === hours.name)?.because
  }

  test('opened by hand on their page, trial calls meet it at once; back to the hours from the list', async () => {
    await page.goto(url(`/${hours.id}`))
    await page.getByRole('button', { name: 'Closed', exact: true }).click()
    await page.getByText('Maya Chen set it closed by hand, until').waitFor()
    await page.getByText('Closed, set by hand').waitFor()
    await expect
      .poll(call, { timeout: 10_000 })
      .toBe('Because Maya Chen set it closed by hand, whatever the hours say.')
    await page.goto(url())
    await page.getByRole('button', { name: `Open or close ${hours.name} now` }).click()
    await page.getByRole('menuitem', { name: 'Back to the hours' }).click()
    await page.getByText('follows its hours again.').waitFor()
    await expect.poll(call, { timeout: 10_000 }).not.toContain('by hand')
  })

  test('a holiday calendar and the days of a file are added and shown in the months ahead', async () => {
    await page.goto(url(`/${hours.id}`))
    await page.getByRole('button', { name: 'Add calendar' }).click()
    await page.getByLabel('Which days').waitFor()
    await page.getByRole('button', { name: 'Add calendar' }).click()
    await page.getByText('United States of America').waitFor()
    await page.getByText(/^Next: .+/).waitFor()
    await page.getByRole('button', { name: 'Import…' }).click()
    const year = new Date().getFullYear() + 1
    await page.getByLabel('Calendar file').setInputFiles({
      name: 'days.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`date,name\n${year}-03-03,Stocktaking\n${year}-03-04,Not this\n3/5,x\n`),
    })
    await page.getByText('Line 4: “3/5” is no date').waitFor()
    await page.getByRole('checkbox', { name: /Not this/ }).click()
    await page.getByRole('button', { name: 'Add one day' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Saved').first().waitFor()
    await page.goto(url(`/${hours.id}/calendar`))
    await page.getByText('Stocktaking, closed').first().waitFor()
    await page.getByText('Holiday calendar: United States of America').first().waitFor()
    expect(await page.getByText('Not this').count()).toBe(0)
    expect(problems).toEqual([])
  })

  test.each([
    { dark: false, width: 1440, height: 900 },
    { dark: true, width: 390, height: 844 },
  ])('their page and its dialog have nothing serious for axe and fit: %j', async (look) => {
    const opened = await openPage(browser, look)
    await opened.page.context().addCookies([cookie()])
    await opened.page.goto(url(`/${hours.id}`))
    await opened.page.getByText(/^Next: .+/).waitFor()
    await opened.page.getByRole('button', { name: 'Add calendar' }).click()
    await opened.page.getByLabel('Which days').waitFor()
    await checkPage(opened.page)
    await opened.page.getByRole('button', { name: 'Import…' }).click()
    await opened.page.getByLabel('Calendar file').setInputFiles({
      name: 'days.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('2031-03-03,Stocktaking\nsoon,x\n'),
    })
    await opened.page.getByText('Line 2:').waitFor()
    await checkPage(opened.page)
    expect(opened.problems).toEqual([])
    await opened.page.context().close()
  })
})

async function checkPage(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  const serious = violations.filter(({ impact }) => /serious|critical/.test(impact ?? ''))
  expect(serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  )
  expect(overflow).toBeLessThanOrEqual(0)
}
