import { existsSync } from 'node:fs'
import { mkdir, open, readFile, rename, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Domain, emptyState, newDomain, type State } from './state.ts'

export type Store = {
  state: State
  createDomain(wanted: { name?: string; uuid?: string }, now: string): Domain
  /** By numeric id, name or UUID: the platform takes all three in a path. */
  findDomain(reference: string): Domain | null
  domainOfKey(apiKey: string): Domain | null
  nextSessionId(): number
  /** Resolves when everything changed so far is on disk. */
  save(): Promise<void>
}

/** Session ids are reserved in blocks: a call does not wait for the disk. */
const sessionBlock = 1000

export async function openStore(dataDir: string | undefined): Promise<Store> {
  const file = dataDir === undefined ? null : join(dataDir, 'simulator.json')
  if (dataDir !== undefined) await makeDirectory(dataDir)
  const state = (file && (await load(file))) || emptyState()
  let session = state.nextId.session
  state.nextId.session += sessionBlock
  const save = file === null ? async () => {} : groupedWriter(() => write(file, state))
  await save()
  return {
    state,
    createDomain(wanted, now) {
      const domain = newDomain(state, wanted, now)
      state.domains.push(domain)
      return domain
    },
    findDomain: (reference) =>
      state.domains.find(
        (domain) =>
          domain.uuid === reference ||
          domain.domain === reference ||
          String(domain.id) === reference,
      ) ?? null,
    domainOfKey: (apiKey) => state.domains.find((domain) => domain.apiKey === apiKey) ?? null,
    nextSessionId() {
      session += 1
      if (session >= state.nextId.session) {
        state.nextId.session = session + sessionBlock
        void save()
      }
      return session
    },
    save,
  }
}

/** One write at a time; all who ask while one runs share the next. */
function groupedWriter(writeNow: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve()
  let queued: Promise<void> | null = null
  return () => {
    if (queued !== null) return queued
    const turn = last
      .catch(() => {})
      .then(() => {
        queued = null
        return writeNow()
      })
    queued = turn
    last = turn
    return turn
  }
}

/** Not `recursive`: that turns for ever below /proc, where nothing can be made. */
async function makeDirectory(path: string): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    const isDirectory = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    )
    if (isDirectory) return
    const parent = dirname(path)
    if (code !== 'ENOENT' || parent === path || existsSync(parent)) {
      throw new Error(`The data directory ${path} cannot be used (${code}).`, { cause: error })
    }
    await makeDirectory(parent)
    await makeDirectory(path)
  }
}

async function load(file: string): Promise<State | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
  try {
    const state: State = JSON.parse(text)
    if (state.version !== 1 || !Array.isArray(state.domains)) throw new Error('unknown version')
    return state
  } catch (cause) {
    throw new Error(`${file} is not a simulator's state: move it away to start empty.`, { cause })
  }
}

async function write(file: string, state: State): Promise<void> {
  const temporary = `${file}.new`
  // SIP passwords and keys are in it.
  const handle = await open(temporary, 'w', 0o600)
  try {
    await handle.writeFile(JSON.stringify(state))
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(temporary, file)
}
