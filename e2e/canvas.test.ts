import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { handsOnCanvas } from './canvas-hands.ts'
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

  const hands = handsOnCanvas(
    () => page,
    () => api,
  )
  const { card, panel, jack, palette, connect, closePanel, drag, more } = hands
  const { middleOf, pointOn, choose, places, leadsTo } = hands

  const tuesday = '2026-11-17T15:42:16.000Z'
  const sunday = '2026-11-15T15:42:16.000Z'

  async function apply(version: number) {
    await page.getByRole('link', { name: /Apply configuration/ }).click()
    await page.getByRole('button', { name: /Apply configuration/ }).click()
    await page.getByText(`Version ${version} is live`).first().waitFor()
  }

  /** The names of the steps that a call enters, in order. */
  async function call(script: unknown[], at: string) {
    const body = { from: '+12025550173', to: number, script, at }
    const made = await api.request('POST', '/api/v1/trial/calls', body)
    const trace = (made.body.trace ?? []) as { name: string; node: string | null }[]
    const steps = trace.filter(({ node }) => node !== null)
    return { id: made.body.callId, names: [...new Set(steps.map(({ name }) => name))] }
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
    await apply(1)
    expect((await api.request('POST', '/api/v1/trial')).status).toBe(201)
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
    await apply(2)
    expect(problems).toEqual([])
  })

  test('a queue and a webhook join it, and calls go through its branches', async () => {
    await page.goto(`${installation.url}/ui/flow/map`)
    await card('Welcome').waitFor()
    await more('Queue')
    await panel().getByLabel('Name', { exact: true }).fill('Support')
    await panel().getByRole('button', { name: 'Add a person' }).click()
    await page.getByRole('option', { name: /Ada Park/ }).click()
    await panel().getByRole('button', { name: 'New queue' }).click()
    await closePanel('Support')
    await more('Webhook')
    await panel().getByLabel('Name', { exact: true }).fill('Tell the shop')
    await panel().getByLabel('Address').fill('https://hooks.acme.example/calls')
    await panel().getByRole('button', { name: 'New webhook' }).click()
    await closePanel('Tell the shop')
    await page.getByRole('button', { name: 'Tidy up' }).click()
    await page.getByText('Tidied up.').waitFor()
    await page.getByRole('button', { name: 'Show everything' }).click()
    await connect('Office hours', 'open', 'Tell the shop')
    await connect('Tell the shop', 'next', 'Support')
    await connect('Support', 'no_agents', 'Main mailbox')
    await waitFor(
      'the lines are saved',
      async () => (await leadsTo())['Support no_agents'] === 'Main mailbox',
    )
    expect(await leadsTo()).toMatchObject({
      'Office hours open': 'Tell the shop',
      'Tell the shop next': 'Support',
    })
    await apply(3)

    const message = [{ speak: 'Call me back.' }]
    const open = ['Welcome', 'Office hours', 'Tell the shop', 'Support']
    const branches: [string, unknown[], string, string[]][] = [
      ['1', [{ answer: '1001' }, { hangUp: 'caller' }], tuesday, ['Welcome', 'Sales']],
      ['1', [{ noAnswer: '1001' }, ...message], tuesday, ['Welcome', 'Sales', 'Main mailbox']],
      ['2', [{ answer: '1001' }, { hangUp: 'caller' }], tuesday, open],
      ['2', message, sunday, ['Welcome', 'Office hours', 'Main mailbox']],
    ]
    for (const [press, then, at, names] of branches)
      expect((await call([{ press }, ...then], at)).names).toEqual(names)
    expect((await call([], tuesday)).names).toEqual(['Welcome'])
  })

  test('a red flow test stops Apply until the draft is given back; an older version is restored', async () => {
    const made = await api.request('POST', '/api/v1/flow-tests', {
      name: 'Key 1 rings Ada',
      from: '+12025550173',
      to: number,
      at: '2026-11-17T10:42',
      actions: [{ does: 'press', keys: '1' }],
      expect: { rings: { mode: 'contains', who: ['1001'] } },
    })
    expect(made.status, JSON.stringify(made.body)).toBe(201)
    await page.goto(`${installation.url}/ui/flow/map`)
    await card('Welcome').waitFor()
    await choose('Welcome', '1')
    await page.getByRole('button', { name: 'Take the connection away' }).click()
    await waitFor('it leads nowhere', async () => !(await leadsTo())['Welcome 1'])
    await page.getByRole('link', { name: /Apply configuration/ }).click()
    await page.getByText('1 flow test is red', { exact: true }).waitFor()
    const refused = await api.request('POST', '/api/v1/flow/apply', {})
    expect([refused.status, refused.body.code]).toEqual([409, 'flow_tests_failed'])
    await page.getByRole('button', { name: 'Discard the draft…' }).click()
    await page.getByRole('button', { name: 'Discard the draft', exact: true }).click()
    await page.getByText('The draft is version 3 again.').waitFor()
    expect((await leadsTo())['Welcome 1']).toBe('Sales')

    await page.goto(`${installation.url}/ui/flow/versions/2`)
    await page.getByRole('button', { name: 'Restore version 2…' }).click()
    await page.getByRole('button', { name: 'Restore version 2', exact: true }).click()
    await page.getByText('Version 4 is live, with the content of version 2.').first().waitFor()
    const before = await call([{ press: '2' }, { answer: '1001' }], tuesday)
    expect(before.names).toEqual(['Welcome', 'Office hours', 'Sales'])
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
