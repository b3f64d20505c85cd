// Makes an empty database directory, once: `node embedded-init.mjs <directory>`.
// A process of its own because the memory that it takes (over 700 MB) is never given back.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { PGlite } from '@electric-sql/pglite'

const directory = process.argv[2]
if (directory === undefined) throw new Error('The directory is missing')

if (!existsSync(directory)) {
  const unfinished = `${directory}.${process.pid}`
  mkdirSync(dirname(directory), { recursive: true })
  const db = await PGlite.create(unfinished)
  await db.close()
  try {
    renameSync(unfinished, directory)
  } catch (error) {
    // Another process was faster: its directory is as good as ours.
    rmSync(unfinished, { recursive: true, force: true })
    if (!existsSync(directory)) throw error
  }
}
