import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase } from '../testing/database.ts'
import { claimInstallation } from './installation.ts'
import { migrate } from './migrate.ts'
import { createSecrets, openSecrets } from './secrets.ts'

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'opbx-secrets-'))
})
afterAll(() => rm(dataDir, { recursive: true }))

const secrets = createSecrets(Buffer.alloc(32, 1))
const others = createSecrets(Buffer.alloc(32, 2))

test('a secret is read back by the same key only, and not when one character was changed', () => {
  const encrypted = secrets.encrypt('XI-secret 🎧')
  expect(secrets.decrypt(encrypted)).toBe('XI-secret 🎧')
  expect(encrypted).not.toContain('secret')
  expect(secrets.encrypt('XI-secret 🎧')).not.toBe(encrypted)
  expect(() => others.decrypt(encrypted)).toThrow('encrypted with another key')
  const last = encrypted.endsWith('A') ? 'B' : 'A'
  expect(() => secrets.decrypt(`${encrypted.slice(0, -1)}${last}`)).toThrow()
  expect(() => secrets.decrypt('')).toThrow()
})

test('each purpose has a key of its own, the same every time', () => {
  const again = createSecrets(Buffer.alloc(32, 1))
  expect(again.derive('links')).toEqual(secrets.derive('links'))
  expect(secrets.derive('links')).toHaveLength(32)
  expect(secrets.derive('continuations')).not.toEqual(secrets.derive('links'))
  expect(others.derive('links')).not.toEqual(secrets.derive('links'))
})

test('a key file is made once, for this user alone', async () => {
  const made = openSecrets({ dataDir, secretKey: undefined })
  const file = join(dataDir, 'secret-key')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(openSecrets({ dataDir, secretKey: undefined }).fingerprint).toBe(made.fingerprint)
  const key = (await readFile(file, 'utf8')).trim()
  expect(openSecrets({ dataDir: '/nowhere', secretKey: key }).fingerprint).toBe(made.fingerprint)
  await writeFile(file, 'cut sho')
  expect(() => openSecrets({ dataDir, secretKey: undefined })).toThrow(
    `The key file ${file} holds no key. Restore it.`,
  )
})

test('a process with another key than the first one is refused', async () => {
  const db = await openTestDatabase()
  const now = new Date('2026-03-02T15:00:00Z')
  await migrate(db, now)
  await claimInstallation(db, secrets, now)
  await claimInstallation(db, secrets, now)
  await expect(claimInstallation(db, others, now)).rejects.toThrow(
    'The secret key is not the one this database was set up with.',
  )
  await db.close()
})
