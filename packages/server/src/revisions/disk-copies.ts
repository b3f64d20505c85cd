import { randomUUID } from 'node:crypto'
import {
  access,
  constants,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../context.ts'

/** Copies of revisions in the data directory, for when the database is away. */
export interface DiskCopies {
  save(organizationId: string, key: string, snapshot: string): Promise<void>
  find(organizationId: string, key: string): Promise<string | null>
  /** Remembers which copy is the live one, and forgets those that no call can need any more. */
  saveLiveKey(organizationId: string, key: string): Promise<void>
  findLiveKey(organizationId: string): Promise<string | null>
  /** Null, or why no copy can be written. */
  probe(): Promise<string | null>
}

/** Each file is complete or absent: it is written under another name first. */
export function createDiskCopies(dataDir: string, clock: Clock): DiskCopies {
  const root = join(dataDir, 'revisions')
  const folderOf = (organizationId: string): string => {
    if (!/^\w{1,64}$/.test(organizationId)) throw new Error('The organization id is no file name')
    return join(root, organizationId)
  }

  const put = async (organizationId: string, name: string, text: string): Promise<void> => {
    const folder = folderOf(organizationId)
    await mkdir(folder, { recursive: true })
    const temporary = join(folder, `${randomUUID()}.tmp`)
    await writeFile(temporary, text)
    await rename(temporary, join(folder, name))
  }

  return {
    save: (organizationId, key, snapshot) => put(organizationId, `${key}.json`, snapshot),
    find: (organizationId, key) => readText(join(folderOf(organizationId), `${key}.json`)),
    async saveLiveKey(organizationId, key) {
      await put(organizationId, liveName, key)
      await forgetOld(folderOf(organizationId), {
        keep: new Set([liveName, `${key}.json`]),
        before: clock.now().getTime() - keptMilliseconds,
      })
    },
    findLiveKey: (organizationId) => readText(join(folderOf(organizationId), liveName)),
    async probe() {
      try {
        await mkdir(root, { recursive: true })
        await access(root, constants.W_OK)
        return null
      } catch {
        return `The revisions cannot be kept in ${root}.`
      }
    },
  }
}

const liveName = 'live'

// A call goes on with its revision for 24 h at most.
const keptMilliseconds = 25 * 3_600_000

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

async function forgetOld(
  folder: string,
  { keep, before }: { keep: ReadonlySet<string>; before: number },
): Promise<void> {
  for (const name of await readdir(folder)) {
    if (keep.has(name)) continue
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (mtimeMs < before) await rm(path, { force: true })
  }
}
