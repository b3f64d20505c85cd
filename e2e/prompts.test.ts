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

/** A second of silence as a WAV file that claims to be endless. */
function lyingWav(): Buffer {
  const bytes = Buffer.alloc(44 + 16_000)
  bytes.write('RIFF')
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(8_000, 24)
  bytes.writeUInt32LE(16_000, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(0xffffffff, 40)
  return bytes
}

describe('prompts in the console', () => {
  let installation: Installation
  let browser: Browser
  let api: ApiClient
  let page: Page
  let problems: string[]

  beforeAll(async () => {
    installation = await startInstallation({ OPBX_FFMPEG: '/nowhere/ffmpeg' })
    browser = await openBrowser()
    api = await setUpOwner(installation)
    await api.request('POST', '/api/v1/trial')
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
  const upload = (name: string, buffer: Buffer) =>
    page.getByLabel('Sound file').setInputFiles({ name, mimeType: 'audio/wav', buffer })

  test('a sound is refused for what it is, and another one is taken', async () => {
    await open('/flow/prompts')
    await page.getByText('No prompt yet').waitFor()
    await page.getByRole('link', { name: 'New prompt' }).first().click()
    await page.getByLabel('Name').fill('Welcome')
    await button('Sound').click()
    await upload('program.wav', Buffer.from('MZ'.padEnd(500)))
    await page.getByRole('alert').getByText('This is no mp3, wav or ogg file').waitFor()
    await upload('hello.ogg', Buffer.from('OggS'.padEnd(500)))
    await page.getByRole('alert').getByText('no ffmpeg').waitFor()
    await upload('hello.wav', lyingWav())
    await page.getByText('0:01').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
    await button('Add a language').click()
    await page.getByLabel('Language').last().click()
    await page.getByRole('option', { name: /German/ }).click()
    await page.getByLabel('What callers hear').fill('Willkommen.')
    await button('Add prompt').click()
    await page.getByText('hello.wav, 0:01').first().waitFor()
  })

  test('a step plays it, and it says where it is played', async () => {
    await open('/flow/announcements/new')
    await page.getByLabel('Name').fill('News')
    await button('Library').click()
    await button(/Choose a prompt/).click()
    await page.getByRole('option', { name: /Welcome/ }).click()
    await button('New announcement').click()
    await page.getByRole('link', { name: 'News' }).waitFor()
    await open('/flow/prompts')
    await page.getByRole('link', { name: 'Welcome' }).click()
    await page.getByRole('link', { name: 'News' }).waitFor()
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  })

  test('what is new is told before Apply', async () => {
    await open('/flow/apply')
    await page.getByRole('link', { name: 'Welcome' }).waitFor()
    await page.getByText('Prompt', { exact: true }).waitFor()
    expect(problems).toEqual([])
  })

  test('a tried call plays the sound by its link', async () => {
    const { body } = await api.request('GET', '/api/v1/announcements')
    const [news] = body.items as { id: string }[]
    const number = '+12025550190'
    await api.request('POST', '/api/v1/phone-numbers', { number, entry: news?.id })
    expect((await api.request('POST', '/api/v1/flow/apply', {})).status).toBe(200)
    const call = { from: '+12025550173', to: number, script: [] }
    const { id } = (await api.request('POST', '/api/v1/trial/calls', call)).body
    const told = await api.request('GET', `/api/v1/trial/calls/${id}`)
    expect(JSON.stringify(told.body)).toMatch(
      /The caller hears: \(audio [^)]*\/api\/voice\/prompts\//,
    )
  })
})
