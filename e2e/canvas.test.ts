import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Locator, Page } from 'playwright-core'
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

const number = '+12025550100'

describe('a call flow that is made on the canvas only', () => {
  let installation: Installation
  let browser: Browser
  let page: Page
  let api: ApiClient
  let problems: string[]

  beforeAll(async () => {
    installation = await startInstallation()
    api = await setUpOwner(installation)
    browser = await openBrowser()
    const opened = await signedIn({})
    page = opened.page
    problems = opened.problems
  })
  afterAll(async () => {
    await browser?.close()
    await installation?.stop()
  })

  async function signedIn(options: Parameters<typeof openPage>[1]) {
    const opened = await openPage(browser, options)
    const [name = '', value = ''] = (api.headers.cookie ?? '').split('=')
    await opened.page.context().addCookies([{ name, value, url: installation.url }])
    return opened
  }

  const card = (name: string): Locator =>
    page
      .locator('.react-flow__node')
      .filter({ has: page.locator('b:text-is("' + name + '"), .tel:text-is("' + name + '")') })
  const panel = () => page.locator('.flowpanel')
  const palette = () => page.getByRole('toolbar', { name: 'Add a step' })
  const jack = (name: string, exit: string) => card(name).locator(`.jack[data-handleid="${exit}"]`)

  /** Draws a line from an exit to a step, with the mouse. */
  async function connect(from: string, exit: string, to: string) {
    const start = await middleOf(jack(from, exit))
    const end = await middleOf(card(to))
    await page.mouse.move(start.x, start.y)
    await page.mouse.down()
    await page.mouse.move(start.x + 30, start.y + 10, { steps: 3 })
    await page.mouse.move(end.x, end.y, { steps: 6 })
    await page.mouse.up()
  }

  /** Once it is the panel of what was made, not the form that made it. */
  async function closePanel(name: string) {
    await panel().getByRole('heading', { name, exact: true, level: 2 }).first().waitFor()
    await panel().getByRole('button', { name: 'Close', exact: true }).click()
    await panel().waitFor({ state: 'detached' })
  }

  async function drag(item: string, to: { x: number; y: number }) {
    await palette()
      .getByRole('button', { name: item, exact: true })
      .dragTo(page.locator('.react-flow__pane'), { targetPosition: to })
  }

  async function middleOf(locator: Locator) {
    const box = await locator.boundingBox()
    if (box === null) throw new Error('It is not to be seen.')
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  }

  /** A point of the screen where a line is, and where it ends. */
  async function pointOn(name: string, exit: string, share = 0.25) {
    const id = await card(name).getAttribute('data-id')
    return await page.evaluate(
      ([edge, part]) => {
        const path = document.querySelector<SVGPathElement>(
          `[data-id="${edge}"] .react-flow__edge-path`,
        )
        const matrix = path?.getScreenCTM()
        if (!path || !matrix) throw new Error('There is no such line.')
        const { x, y } = path
          .getPointAtLength(path.getTotalLength() * Number(part))
          .matrixTransform(matrix)
        return { x, y }
      },
      [`${id}:${exit}`, share] as const,
    )
  }

  /** Presses a line near its beginning: its tools appear. */
  async function choose(name: string, exit: string) {
    const { x, y } = await pointOn(name, exit, 0.15)
    await page.mouse.click(x, y)
    await page.getByRole('button', { name: 'Take the connection away' }).waitFor()
  }

  async function places(): Promise<string> {
    const { body } = await api.request('GET', '/api/v1/flow')
    return JSON.stringify((body.nodes as { position: unknown }[]).map(({ position }) => position))
  }

  async function leadsTo(): Promise<Record<string, string | null>> {
    const { body } = await api.request('GET', '/api/v1/flow')
    const nodes = body.nodes as {
      id: string
      name: string
      exits: Record<string, string | null>
    }[]
    const numbers = body.phoneNumbers as { number: string; entry: string | null }[]
    const nameOf = (id: string | null) => nodes.find((node) => node.id === id)?.name ?? null
    return Object.fromEntries([
      ...numbers.map((one) => [one.number, nameOf(one.entry)]),
      ...nodes.flatMap((node) =>
        Object.entries(node.exits).map(([exit, id]) => [`${node.name} ${exit}`, nameOf(id)]),
      ),
    ])
  }

  test('steps come from the palette, by drag or press, and are filled in beside it', async () => {
    await page.goto(`${installation.url}/ui/flow/map`)
    await page.getByText('No steps yet').waitFor()
    await drag('Menu', { x: 300, y: 120 })
    await panel().getByLabel('Name', { exact: true }).fill('Welcome')
    await panel()
      .getByRole('textbox', { name: 'What callers hear' })
      .first()
      .fill('Press 1 for sales, 2 for the office.')
    await panel().getByRole('button', { name: 'Add key' }).click()
    await panel().getByRole('button', { name: 'New IVR menu' }).click()
    await card('Welcome').waitFor()
    await closePanel('Welcome')

    await drag('Voicemail', { x: 1000, y: 480 })
    await card('Voicemail box').first().waitFor()
    await panel().getByLabel('Name', { exact: true }).fill('Main mailbox')
    await panel().getByRole('button', { name: 'Save' }).click()
    await card('Main mailbox').waitFor()
    await closePanel('Main mailbox')

    await drag('Hours', { x: 600, y: 420 })
    await card('Business hours').first().waitFor()
    await panel().getByLabel('Name', { exact: true }).fill('Office hours')
    await panel().getByRole('button', { name: 'Save' }).click()
    await card('Office hours').waitFor()
    await closePanel('Office hours')

    await palette().getByRole('button', { name: 'Person' }).click()
    await panel().getByLabel('Name', { exact: true }).fill('Ada Park')
    await panel().getByLabel('Number inside the company').fill('1001')
    await panel().getByRole('button', { name: 'Add person' }).click()
    await card('Ada Park').waitFor()
    await closePanel('Ada Park')

    await drag('Group', { x: 980, y: 80 })
    await panel().getByLabel('Name', { exact: true }).fill('Sales')
    await panel().getByRole('button', { name: 'Add a person' }).click()
    await page.getByRole('option', { name: /Ada Park/ }).click()
    await panel().getByRole('button', { name: 'New ring group' }).click()
    await card('Sales').waitFor()
    await closePanel('Sales')

    await palette().getByRole('button', { name: 'Number' }).click()
    await panel().getByLabel('Number', { exact: true }).fill(number)
    await panel().getByRole('button', { name: 'Add phone number' }).click()
    await card('+1 202 555 0100').waitFor()
    await closePanel('+1 202 555 0100')
    expect(problems).toEqual([])
  })

  test('exits are connected by drawing lines', async () => {
    await page.getByRole('button', { name: 'Tidy up' }).click()
    await page.getByText('Tidied up.').waitFor()
    await connect('+1 202 555 0100', 'entry', 'Welcome')
    await connect('Welcome', '1', 'Sales')
    await connect('Welcome', '2', 'Office hours')
    await connect('Office hours', 'open', 'Sales')
    await connect('Office hours', 'closed', 'Main mailbox')
    await connect('Sales', 'no_answer', 'Main mailbox')
    await waitFor(
      'the lines are saved',
      async () => (await leadsTo())['Sales no_answer'] !== undefined,
    )
    expect(await leadsTo()).toEqual({
      [number]: 'Welcome',
      'Welcome 1': 'Sales',
      'Welcome 2': 'Office hours',
      'Office hours open': 'Sales',
      'Office hours closed': 'Main mailbox',
      'Sales no_answer': 'Main mailbox',
    })
    const before = await places()
    await page.getByRole('button', { name: 'Tidy up' }).click()
    await waitFor('it is tidied', async () => (await places()) !== before)
  })

  test('a line without end offers the next step, and Undo and Redo go back and forth', async () => {
    const start = await middleOf(jack('Welcome', 'timeout'))
    await page.mouse.move(start.x, start.y)
    await page.mouse.down()
    await page.mouse.move(start.x + 40, start.y + 30, { steps: 3 })
    await page.mouse.move(start.x + 60, start.y + 200, { steps: 6 })
    await page.mouse.up()
    await page.getByRole('option', { name: 'Hang-up' }).click()
    await card('Hang-up').first().waitFor()
    await waitFor('it is led to', async () => (await leadsTo())['Welcome timeout'] === 'Hang-up')
    await page.getByRole('toolbar', { name: 'Map' }).getByRole('button', { name: 'Undo' }).click()
    await waitFor('it is gone', async () => (await leadsTo())['Welcome timeout'] === undefined)
    await page.keyboard.press('Control+Shift+Z')
    await waitFor('it is back', async () => (await leadsTo())['Welcome timeout'] === 'Hang-up')
    await page.keyboard.press('Control+Z')
    await waitFor(
      'it is gone again',
      async () => (await leadsTo())['Welcome timeout'] === undefined,
    )
  })

  test('a line is led elsewhere by its end, takes a step in between, and is taken away', async () => {
    await panel().waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Show everything' }).click()
    await choose('Office hours', 'closed')
    const end = await pointOn('Office hours', 'closed', 1)
    const sales = await middleOf(card('Sales'))
    await page.mouse.move(end.x, end.y)
    await page.mouse.down()
    await page.mouse.move(end.x - 20, end.y - 20, { steps: 3 })
    await page.mouse.move(sales.x, sales.y, { steps: 6 })
    await page.mouse.up()
    await waitFor(
      'it leads elsewhere',
      async () => (await leadsTo())['Office hours closed'] === 'Sales',
    )

    await choose('Office hours', 'open')
    await page.getByRole('button', { name: 'Take the connection away' }).click()
    await waitFor('it leads nowhere', async () => !(await leadsTo())['Office hours open'])

    await choose('Sales', 'no_answer')
    await page.getByRole('button', { name: 'Put a step in between' }).click()
    await page.getByRole('option', { name: 'Business hours' }).click()
    await waitFor(
      'it stands in between',
      async () => (await leadsTo())['Sales no_answer'] === 'Business hours',
    )
    expect((await leadsTo())['Business hours open']).toBe('Main mailbox')
    await closePanel('Business hours')

    for (const _ of ['put in between', 'taken away', 'led elsewhere'])
      await page.keyboard.press('Control+Z')
    await waitFor(
      'all is as before',
      async () => (await leadsTo())['Office hours closed'] === 'Main mailbox',
    )
    expect(await leadsTo()).toMatchObject({
      'Office hours open': 'Sales',
      'Sales no_answer': 'Main mailbox',
    })
  })

  test('it is applied, and calls go through its branches', async () => {
    await page.getByRole('link', { name: /Apply configuration/ }).click()
    await page.getByRole('button', { name: /Apply configuration/ }).click()
    await page.getByText('Version 1 is live').first().waitFor()
    expect((await api.request('POST', '/api/v1/trial')).status).toBe(201)
    const call = async (script: unknown[], at: string) => {
      const body = { from: '+12025550173', to: number, script, at }
      const made = await api.request('POST', '/api/v1/trial/calls', body)
      const trace = (made.body.trace ?? []) as { name: string; node: string | null }[]
      const steps = trace.filter(({ node }) => node !== null)
      return { id: made.body.callId, names: [...new Set(steps.map(({ name }) => name))] }
    }
    const tuesday = '2026-11-17T15:42:16.000Z'
    const sunday = '2026-11-15T15:42:16.000Z'
    const sales = await call([{ press: '1' }, { answer: '1001' }, { hangUp: 'caller' }], tuesday)
    expect(sales.names).toEqual(['Welcome', 'Sales'])
    const closed = await call([{ press: '2' }, { speak: 'Call me back.' }], sunday)
    expect(closed.names).toEqual(['Welcome', 'Office hours', 'Main mailbox'])

    await page.goto(`${installation.url}/ui/calls/${closed.id}`)
    await page.getByRole('link', { name: 'Show on the map' }).click()
    await page.getByText('Shown on version 1, which this call went through.').waitFor()
    for (const [index, name] of ['Welcome', 'Office hours', 'Main mailbox'].entries())
      await card(name)
        .getByText(`Stop ${index + 2} of the call`)
        .waitFor()
    expect(await panel().innerText()).toMatch(/Because .*Sunday/)
    await page.getByRole('button', { name: 'Hide the path' }).click()
  })

  test('calls that are going on stand at their steps, and lead to their pages', async () => {
    const from = ['+12025550173', '+12025550174']
    const calls = []
    for (const caller of from) {
      const body = { from: caller, to: number, mode: 'manual' }
      calls.push((await api.request('POST', '/api/v1/trial/calls', body)).body.id)
    }
    await page.goto(`${installation.url}/ui/flow/map?view=live`)
    await page.getByRole('button', { name: '2 calls at Welcome' }).waitFor()
    await api.request('POST', `/api/v1/trial/calls/${calls[0]}/actions`, { press: '1' })
    await page.getByRole('link', { name: '+1 202 555 0173 at Sales: Ringing' }).press('Enter')
    await page.waitForURL(/\/calls\/call_/)
    for (const id of calls)
      await api.request('POST', `/api/v1/trial/calls/${id}/actions`, { hangUp: 'caller' })
    await page.goto(`${installation.url}/ui/flow/map?view=live`)
    await card('Welcome').waitFor()
    await waitFor('nobody calls', async () => (await page.locator('.livecall').count()) === 0)
  })

  test('what would break a call stops Apply, and one press brings it back', async () => {
    await page.goto(`${installation.url}/ui/flow/map`)
    await card('Welcome').focus()
    await page.keyboard.press('Delete')
    const question = page.getByRole('alertdialog')
    await question.getByText('+1 202 555 0100').waitFor()
    await question.getByRole('button', { name: 'Delete Welcome' }).click()
    await page.getByText('Blocks Apply').waitFor()
    await card('+1 202 555 0100').getByText('leads nowhere').waitFor()
    await page.getByText('Compare', { exact: true }).click()
    await card('Welcome').getByText('Removed').waitFor()
    await page.getByText('Draft', { exact: true }).click()

    await page.keyboard.press('Control+Z')
    await card('Welcome').waitFor()
    await page.getByText('Nothing blocks Apply').waitFor()
    expect(await leadsTo()).toMatchObject({ [number]: 'Welcome', 'Welcome 1': 'Sales' })
    await page.getByRole('link', { name: /Apply configuration/ }).click()
    await page.getByRole('button', { name: /Apply configuration/ }).click()
    await page.getByText('Version 2 is live').first().waitFor()
    expect(problems).toEqual([])
  })

  test('the keyboard alone finds, opens, connects and goes along the exits', async () => {
    await page.goto(`${installation.url}/ui/flow/map`)
    await card('Welcome').waitFor()
    await page.keyboard.press('/')
    await page.getByPlaceholder('Name or number').fill('wel')
    await page.keyboard.press('Enter')
    await panel().getByRole('heading', { name: 'Welcome' }).waitFor()
    await page.keyboard.press('Escape')
    await card('Welcome').focus()
    await page.keyboard.press('ArrowRight')
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    expect(await focused()).toBe('Sales, Ring group')
    await page.keyboard.press('ArrowLeft')
    expect(await focused()).toMatch(/Welcome|Office hours/)
    await card('Office hours').focus()
    await page.keyboard.press('Enter')
    await panel()
      .getByRole('button', { name: /^Holiday/ })
      .click()
    await page.getByPlaceholder('Name or number').fill('Sales')
    await page.keyboard.press('Enter')
    await panel().getByRole('button', { name: 'Save' }).click()
    await waitFor('it is saved', async () => (await leadsTo())['Office hours holiday'] === 'Sales')
  })

  test('phones show the same as a list, and both are accessible, also in the dark', async () => {
    const { page: phone } = await signedIn({ width: 390, height: 844, dark: true })
    await phone.goto(`${installation.url}/ui/flow/map`)
    await phone.getByRole('link', { name: /Welcome/ }).waitFor()
    await phone.getByText('already shown above').first().waitFor()
    expect(await wrongAt(phone)).toEqual([])
    await phone.getByRole('button', { name: 'Fold Welcome' }).click()
    expect(await phone.getByRole('link', { name: /Sales/ }).count()).toBe(0)
    const width = await phone.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(390)
    for (const path of ['?view=compare', '?as=list', '']) {
      await page.goto(`${installation.url}/ui/flow/map${path}`)
      await page.getByText('Welcome').first().waitFor()
      expect(await wrongAt(page), path).toEqual([])
    }
    await card('Office hours').click()
    await panel().getByLabel('Name', { exact: true }).waitFor()
    expect(await wrongAt(page)).toEqual([])
  })
})

async function wrongAt(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  return violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.target.join(' ')}`),
  )
}
