import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { openDatabase } from '../db/connect.ts'
import { migrate, migrationsDirectory, readMigrations } from '../db/migrate.ts'

const cacheDirectory = fileURLToPath(
  new URL('../../../../node_modules/.cache/opbx-test', import.meta.url),
)
const dayMilliseconds = 24 * 60 * 60 * 1000

/** A migrated embedded database, made once per set of migrations: a worker starts by copying it. */
export async function makeTemplate(): Promise<string> {
  const migrations = await readMigrations(migrationsDirectory)
  const hash = createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 16)
  const template = join(cacheDirectory, hash)
  if (existsSync(template)) return template
  await mkdir(cacheDirectory, { recursive: true })
  await removeOld()
  const unfinished = join(cacheDirectory, `${hash}.${process.pid}`)
  const log = pino({ level: 'silent' })
  const db = await openDatabase(
    { dataDir: unfinished, databaseUrl: undefined, redisUrl: undefined },
    log,
  )
  try {
    await migrate(db, new Date(), migrations)
  } finally {
    await db.close()
  }
  // Two runs at once make the same: the second finds the first one's in its way.
  await rename(join(unfinished, 'database'), template).catch(() => undefined)
  await rm(unfinished, { recursive: true, force: true })
  return template
}

async function removeOld(): Promise<void> {
  for (const name of await readdir(cacheDirectory)) {
    const path = join(cacheDirectory, name)
    const { mtimeMs } = await stat(path)
    if (Date.now() - mtimeMs > dayMilliseconds) await rm(path, { recursive: true, force: true })
  }
}
