import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDiskFiles, type Files } from './files.ts'

let directory: string
let files: Files
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'opbx-files-'))
  files = createDiskFiles(directory)
})
afterAll(() => rm(directory, { recursive: true }))

async function read(key: string, range?: { start: number; end?: number }) {
  const file = await files.open(key, range)
  return file && { ...file, stream: (await buffer(file.stream)).toString() }
}

test('what was put is read back whole, and replaced by the next put', async () => {
  await files.put('org_1/voicemail/msg_1.wav', Buffer.from('first'))
  await files.put('org_1/voicemail/msg_1.wav', Buffer.from('second'))
  expect(await read('org_1/voicemail/msg_1.wav')).toEqual({
    sizeBytes: 6,
    range: { start: 0, end: 5 },
    stream: 'second',
  })
  expect(await readdir(join(directory, 'org_1/voicemail'))).toEqual(['msg_1.wav'])
})

test('a range is cut at the end of the file', async () => {
  await files.put('tone', Buffer.from('0123456789'))
  expect(await read('tone', { start: 2, end: 4 })).toMatchObject({ stream: '234' })
  expect(await read('tone', { start: 8 })).toMatchObject({ stream: '89' })
  expect(await read('tone', { start: 8, end: 99 })).toMatchObject({ range: { start: 8, end: 9 } })
  expect(await read('tone', { start: 10 })).toEqual({ sizeBytes: 10, range: null, stream: '' })
})

test('a file that is deleted or never was is not found', async () => {
  await files.put('gone', Buffer.from('x'))
  await files.delete('gone')
  await files.delete('gone')
  expect(await read('gone')).toBeNull()
  expect(await read('tone/below')).toBeNull()
  expect(await read('org_1')).toBeNull()
})

test.each(['../secret-key', 'a/../b', '/etc/passwd', '.hidden', 'a//b', 'a/', '', 'a\0b', 'a\\b'])(
  'the key %j is refused',
  async (key) => {
    await expect(files.open(key)).rejects.toThrow('Not a file key')
    await expect(files.put(key, Buffer.from('x'))).rejects.toThrow('Not a file key')
  },
)
