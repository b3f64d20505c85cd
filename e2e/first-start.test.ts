import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Installation, openBrowser, openPage, owner, startInstallation } from './harness.ts'

/** A person on an empty machine, with a browser and nothing else. */
describe('the first start', () => {
  let installation: Installation
  let browser: Browser
  let page: Page
  let problems: string[]

  beforeAll(async () => {
    installation = await startInstallation()
    browser = await openBrowser()
    const opened = await openPage(browser)
    page = opened.page
    problems = opened.problems
  })
  afterAll(async () => {
    await browser?.close()
    await installation?.stop()
  })

  test('leads from the owner over the sample company to the first call', async () => {
    await page.goto(`${installation.url}/`)
    await page.getByLabel('Company name').fill(owner.organization)
    await page.getByLabel('Your name').fill(owner.name)
    await page.getByLabel('E-mail').fill(owner.email)
    await page.getByLabel('Password', { exact: true }).fill(owner.password)
    await page.getByRole('button', { name: 'Continue' }).click()

    await page.getByRole('heading', { name: 'How should calls reach you?' }).waitFor()
    await page.getByRole('button', { name: 'Start with the simulator' }).click()

    await page.getByRole('heading', { name: 'Make your first call' }).waitFor({ timeout: 60_000 })
    await page.getByRole('link', { name: 'Try a call' }).click()

    await page.getByRole('button', { name: 'Call', exact: true }).click()
    await page.getByText('Welcome').first().waitFor()
    await page.getByRole('button', { name: 'Key 1' }).click()
    await page
      .getByRole('button', { name: /^Answer/ })
      .first()
      .click()
    await page
      .getByRole('button', { name: /Hang up/ })
      .first()
      .click()
    await page.getByRole('link', { name: /story/i }).click()

    await page.getByRole('heading', { name: 'Why it went this way' }).waitFor()
    await page
      .getByText(/^Because/)
      .first()
      .waitFor()
    expect(problems).toEqual([])
  })

  test('a person who signed out signs in again', async () => {
    await page.goto(`${installation.url}/ui/`)
    await page
      .getByRole('button', { name: /Maya Chen/ })
      .first()
      .click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await page.getByLabel('E-mail').fill(owner.email)
    await page.getByLabel('Password', { exact: true }).fill('not this one at all')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('E-mail and password do not belong together.').waitFor()
    await page.getByLabel('Password', { exact: true }).fill(owner.password)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /Maya/ }).waitFor()
    expect(problems).toEqual([])
  })
})
