import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { errorCode } from '../start-problem.ts'

/** A part of a file, both ends included, as in an HTTP Range. Without `end` to the last byte. */
type ByteRange = { start: number; end?: number }

type OpenFile = {
  /** Of the whole file, whatever the range. */
  sizeBytes: number
  /** What the stream holds, or null when the range begins behind the file's end. */
  range: { start: number; end: number } | null
  stream: Readable
}

/** Audio and other files by key, such as `org_1/voicemail/msg_2.wav`. */
export interface Files {
  /** Complete or absent, also when the process is killed meanwhile. */
  put(key: string, bytes: Uint8Array): Promise<void>
  open(key: string, range?: ByteRange): Promise<OpenFile | null>
  delete(key: string): Promise<void>
}

/** Files on disk under one directory. */
export function createDiskFiles(directory: string): Files {
  return {
    async put(key, bytes) {
      const path = pathOf(directory, key)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      // No key begins with a dot, so an unfinished file can never be opened.
      const unfinished = join(dirname(path), `.${randomUUID()}`)
      try {
        await writeFile(unfinished, bytes, { mode: 0o600, flush: true })
        await rename(unfinished, path)
      } catch (error) {
        await rm(unfinished, { force: true })
        throw error
      }
    },
    async open(key, range) {
      const path = pathOf(directory, key)
      const sizeBytes = await findSize(path)
      if (sizeBytes === null) return null
      const start = range?.start ?? 0
      const end = Math.min(range?.end ?? sizeBytes - 1, sizeBytes - 1)
      if (start > end) return { sizeBytes, range: null, stream: Readable.from([]) }
      return { sizeBytes, range: { start, end }, stream: createReadStream(path, { start, end }) }
    },
    async delete(key) {
      await rm(pathOf(directory, key), { force: true })
    },
  }
}

const keyPattern = /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/
const longestKey = 200

function pathOf(directory: string, key: string): string {
  if (key.length > longestKey || !keyPattern.test(key)) throw new Error(`Not a file key: ${key}`)
  return join(directory, key)
}

async function findSize(path: string): Promise<number | null> {
  try {
    const found = await stat(path)
    return found.isFile() ? found.size : null
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return null
    throw error
  }
}
