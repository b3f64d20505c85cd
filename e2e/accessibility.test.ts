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
} from './harness.ts'

const pages = [
  '/',
  '/calls',
  '/calls/live',
  '/calls/voicemail',
  '/flow/map',
  '/flow/map?view=compare',
  '/flow/map?as=list',
  '/flow/phone-numbers',
  '/flow/phone-numbers/new',
  '/flow/extensions',
  '/flow/extensions/new',
  '/flow/ring-groups',
  '/flow/ring-groups/new',
  '/flow/ivr-menus',
  '/flow/ivr-menus/new',
  '/flow/business-hours',
  '/flow/business-hours/new',
  '/flow/caller-filters',
  '/flow/caller-filters/new',
  '/flow/caller-id-rules',
  '/flow/caller-id-rules/new',
  '/flow/block-list',
  '/flow/announcements',
  '/flow/announcements/new',
  '/flow/queues',
  '/flow/queues/new',
  '/flow/ai-assistants/new',
  '/flow/call-recording-rules',
  '/flow/call-recording-rules/new',
  '/flow/voicemail-boxes',
  '/flow/voicemail-boxes/new',
  '/flow/outside-numbers',
  '/flow/outside-numbers/new',
  '/flow/conference-rooms',
  '/flow/conference-rooms/new',
  '/flow/applications',
  '/flow/applications/new',
  '/flow/webhook-nodes',
  '/flow/webhook-nodes/new',
  '/flow/http-requests',
  '/flow/http-requests/new',
  '/flow/hang-ups',
  '/flow/hang-ups/new',
  '/flow/outbound-routes',
  '/flow/outbound-routes/new',
  '/flow/prompts',
  '/flow/prompts/new',
  '/flow/feature-codes',
  '/flow/templates',
  '/flow/templates/on_call',
  '/flow/fraud-guard',
  '/flow/flow-tests',
  '/flow/flow-tests/new',
  '/flow/try',
  '/flow/apply',
  '/flow/versions',
  '/settings/organization',
  '/settings/people',
  '/settings/cloudonix',
  '/settings/api-keys',
  '/audit-log',
  '/organizations',
  '/setup/connect',
  '/setup/test',
]

describe('every page', () => {
  let installation: Installation
  let browser: Browser
  let api: ApiClient
  const paths = [...pages]

  beforeAll(async () => {
    installation = await startInstallation()
    browser = await openBrowser()
    api = await setUpOwner(installation)
    const company = await api.request('POST', '/api/v1/trial')
    const to = (company.body.phoneNumbers as { number: string }[])[0]?.number
    const call = { from: '+12025550173', to, script: [{ press: '1' }, { answer: '1001' }] }
    const made = await api.request('POST', '/api/v1/trial/calls', call)
    paths.push(`/calls/${made.body.callId}`)
    for (const path of ['extensions', 'ring-groups', 'ivr-menus', 'business-hours']) {
      const { body } = await api.request('GET', `/api/v1/${path}`)
      const id = (body.items as { id: string }[])[0]?.id
      paths.push(`/flow/${path}/${id}`)
      if (path === 'business-hours') paths.push(`/flow/${path}/${id}/calendar`)
    }
    // A change, so that Apply and its badges are to be seen.
    await api.request('POST', '/api/v1/hang-ups', { name: 'Goodbye', config: {} })
  })
  afterAll(async () => {
    await browser?.close()
    await installation?.stop()
  })

  // Side by side: a page waits for its data most of the time.
  test.concurrent.each([
    { dark: false, width: 1440, height: 900 },
    { dark: true, width: 390, height: 844 },
  ])(
    'has nothing serious for axe and fits its width: %j',
    async (look) => {
      const { page, problems } = await openPage(browser, look)
      await page.context().addCookies([cookieOf(api, installation)])
      const found: string[] = []
      for (const path of paths) {
        await goTo(page, `${installation.url}/ui${path}`)
        await page.locator('h1').first().waitFor()
        // The live stream never ends, so the network is never idle: what loads says so itself.
        await page.waitForFunction(
          () => document.querySelector('.skel, .list[role=status]') === null,
        )
        found.push(...(await findingsOf(page, path)))
        found.push(...(await overflowOf(page, path)))
      }
      expect(found).toEqual([])
      expect(problems).toEqual([])
      await page.context().close()
    },
    400_000,
  )

  test('signing in and refusing are pages too', async () => {
    const { page } = await openPage(browser)
    const found: string[] = []
    for (const path of ['/sign-in', '/invitations/unknown', '/no-such-page']) {
      await page.goto(`${installation.url}/ui${path}`)
      await page.locator('h1').first().waitFor()
      found.push(...(await findingsOf(page, path)))
    }
    expect(found).toEqual([])
    await page.context().close()
  })
})

/** As a link inside the console does, which loads nothing anew; from outside where only the query differs. */
async function goTo(page: Page, url: string): Promise<void> {
  const isInside = /\/ui\/(calls|flow|settings)/
  if (!isInside.test(page.url()) || !isInside.test(url) || url.includes('?')) {
    await page.goto(url)
    return
  }
  const before = await page.title()
  await page.evaluate((to) => history.pushState(null, '', to), url)
  await page.waitForFunction((old) => document.title !== old, before)
}

async function findingsOf(page: Page, path: string): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  return serious.map(
    ({ id, nodes }) => `${path}: ${id} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
  )
}

async function overflowOf(page: Page, path: string): Promise<string[]> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - window.innerWidth,
  )
  return overflow > 0 ? [`${path}: ${overflow} px wider than the window`] : []
}

function cookieOf(api: ApiClient, installation: Installation) {
  const [name = '', value = ''] = (api.headers.cookie ?? '').split('=')
  return { name, value, url: installation.url }
}
