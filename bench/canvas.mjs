// npm run bench -- canvas: how smoothly the canvas moves with 500 steps, in a browser.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { startMeasured, waitUntilReady } from './processes.mjs'

const steps = 500
const port = 18_990
const url = `http://127.0.0.1:${port}`

export async function run() {
  const directory = await mkdtemp(join(tmpdir(), 'opbx-bench-'))
  const env = {
    PORT: String(port),
    OPBX_DATA_DIR: directory,
    OPBX_SIMULATOR: 'off',
    LOG_LEVEL: 'warn',
  }
  const server = startMeasured('packages/server/dist/main.js', env)
  try {
    await waitUntilReady(`${url}/ready`)
    const cookie = await setUp()
    const ways = await seed(cookie)
    console.log(`${steps} steps, ${ways} arrows`)
    await measure(cookie)
  } finally {
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

async function setUp() {
  const response = await fetch(`${url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      organization: 'Bench',
      timeZone: 'America/New_York',
      country: 'US',
      name: 'Bench',
      email: 'bench@bench.example',
      password: 'a long enough password',
    }),
  })
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
}

/** A tree of menus with five exits each, its leaves led on by announcements; the same at each run. */
async function seed(cookie) {
  const send = async (method, path, body) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!response.ok)
      throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
    return response.status === 204 ? null : await response.json()
  }
  const prompt = { text: 'Press a key.' }
  const positions = {}
  let below = []
  let made = 0
  let ways = 0
  for (let level = 0; made < steps; level++) {
    const here = []
    const count = Math.min(level === 0 ? 200 : Math.ceil(below.length * 0.6), steps - made)
    for (let index = 0; index < count; index++) {
      const target = (offset) => below[(index * 3 + offset) % below.length]
      const exits =
        level === 0 ? {} : { 1: target(0), 2: target(1), timeout: target(2), invalid: target(2) }
      const node =
        level === 0
          ? await send('POST', '/voicemail-boxes', { name: `Box ${index}`, config: {} })
          : await send('POST', '/ivr-menus', {
              name: `Menu ${level}.${index}`,
              config: { prompt, options: [{ digits: '1' }, { digits: '2', label: 'Support' }] },
              exits,
            })
      ways += Object.keys(exits).length
      positions[node.id] = { x: 2_400 - level * 320, y: index * (level === 0 ? 90 : 190) }
      here.push(node.id)
    }
    made += here.length
    below = here
  }
  await send('PUT', '/flow/positions', { positions })
  return ways
}

async function measure(cookie) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROME_PATH ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
  const [name = '', value = ''] = cookie.split('=')
  await context.addCookies([{ name, value, url }])
  const page = await context.newPage()
  const began = performance.now()
  await page.goto(`${url}/ui/flow/map`)
  await page.waitForFunction(
    (count) => document.querySelectorAll('.react-flow__node').length >= count,
    steps,
  )
  console.log(`${Math.round(performance.now() - began)} ms until all of them are drawn`)
  await report(page, 'at rest', async () => page.waitForTimeout(1500))
  await report(page, 'zoom, from everything to one card', async () => {
    await page.mouse.move(700, 450)
    for (let turn = 0; turn < 40; turn++) {
      await page.mouse.wheel(0, turn < 25 ? -60 : 40)
      await page.waitForTimeout(30)
    }
  })
  await report(page, 'pan', () => drag(page, { x: 700, y: 700 }))
  const box = await page.evaluate(() => {
    const inSight = [...document.querySelectorAll('.react-flow__node')]
      .map((card) => card.getBoundingClientRect())
      .find(({ left, top }) => left > 80 && left < 1200 && top > 130 && top < 560)
    return inSight && { x: inSight.left + 60, y: inSight.top + 10 }
  })
  if (box) await report(page, 'drag a card', () => drag(page, box))
  await page.getByRole('button', { name: 'Show everything' }).click()
  await page.waitForTimeout(500)
  await report(page, 'pan with everything in sight', () => drag(page, { x: 300, y: 140 }))
  const tidy = performance.now()
  await page.getByRole('button', { name: 'Tidy up' }).click()
  await page.getByText('Tidied up.').waitFor({ timeout: 120_000 })
  console.log(`${Math.round(performance.now() - tidy)} ms to tidy up`)
  await browser.close()
}

async function drag(page, { x, y }) {
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let turn = 1; turn <= 60; turn++) {
    await page.mouse.move(x + 120 * Math.sin(turn / 8), y + 60 * Math.sin(turn / 5))
    await page.waitForTimeout(16)
  }
  await page.mouse.up()
}

/** Times between frames while something moves: 16.7 ms is every frame of a usual screen. */
async function report(page, what, act) {
  await page.evaluate(() => {
    window.frames_ = []
    let last = performance.now()
    const next = (now) => {
      window.frames_.push(now - last)
      last = now
      window.frame_ = requestAnimationFrame(next)
    }
    window.frame_ = requestAnimationFrame(next)
  })
  await act()
  const frames = await page.evaluate(() => {
    cancelAnimationFrame(window.frame_)
    return window.frames_.slice(1)
  })
  frames.sort((a, b) => a - b)
  const at = (share) => (frames[Math.floor(frames.length * share)] ?? 0).toFixed(1)
  const slow = frames.filter((time) => time > 50).length
  console.log(
    `${what}: ${at(0.5)} ms a frame, 95 % below ${at(0.95)} ms, longest ${at(0.999)} ms, ${slow} of ${frames.length} above 50 ms`,
  )
}
