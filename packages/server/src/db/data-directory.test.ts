import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDataDirectory } from './data-directory.ts'

let parent: string
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'opbx-lock-'))
})
afterAll(() => rm(parent, { recursive: true }))

test('a data directory is made for this user alone and belongs to one process at a time', async () => {
  const path = join(parent, 'new', 'data')
  const first = await openDataDirectory(path)
  expect((await stat(path)).mode & 0o777).toBe(0o700)
  await expect(openDataDirectory(path)).rejects.toThrow(
    `Another OPBX process uses the data directory ${path}. Stop it or set OPBX_DATA_DIR.`,
  )
  await first.release()
  await (await openDataDirectory(path)).release()
})

test('of many that start at once one gets the directory', async () => {
  const path = join(parent, 'contended')
  const starts = await Promise.allSettled(Array.from({ length: 8 }, () => openDataDirectory(path)))
  const winners = starts.filter((start) => start.status === 'fulfilled')
  expect(winners).toHaveLength(1)
  await winners[0]?.value.release()
})

test('the lock of a process that was killed is taken over, also by only one of many', async () => {
  const path = join(parent, 'killed')
  await mkdir(path)
  const script = `require('net').createServer((socket) => socket.end('held')).listen(process.argv[1], () => console.log('locked'))`
  const child = spawn(process.execPath, ['-e', script, join(path, 'lock-00000000')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  await expect(openDataDirectory(path)).rejects.toThrow('Another OPBX process')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const starts = await Promise.allSettled(Array.from({ length: 8 }, () => openDataDirectory(path)))
  const winners = starts.filter((start) => start.status === 'fulfilled')
  expect(winners).toHaveLength(1)
  await winners[0]?.value.release()
})

test('a directory whose path is too long for a socket is locked as well', async () => {
  const path = join(parent, 'deep'.repeat(40))
  const first = await openDataDirectory(path)
  await expect(openDataDirectory(path)).rejects.toThrow('Another OPBX process')
  await first.release()
})

test('a data directory that cannot be written is named', async () => {
  const file = join(parent, 'file')
  await writeFile(file, '')
  await expect(openDataDirectory(join(file, 'data'))).rejects.toThrow(
    `The data directory ${join(file, 'data')} cannot be written (ENOTDIR). Make it writable or set OPBX_DATA_DIR.`,
  )
})
