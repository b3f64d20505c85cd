import { StartProblem } from '../start-problem.ts'
import type { Database } from './connect.ts'
import type { Secrets } from './secrets.ts'
import { installation } from './table.ts'

/**
 * Remembers which secret key this database belongs to and refuses any other: half of the processes could not
 * read what the other half has encrypted.
 */
export async function claimInstallation(db: Database, secrets: Secrets, now: Date): Promise<void> {
  await db.query
    .insert(installation)
    .values({ keyFingerprint: secrets.fingerprint, createdAt: now })
    .onConflictDoNothing()
  const [row] = await db.query.select().from(installation)
  if (row?.keyFingerprint === secrets.fingerprint) return
  throw new StartProblem(
    'The secret key is not the one this database was set up with. Set OPBX_SECRET_KEY to that key or restore its key file.',
  )
}
