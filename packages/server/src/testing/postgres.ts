import pg from 'pg'
import { testServices } from './services.ts'

/** Makes an empty PostgreSQL database for one worker and returns its address. */
export async function createDatabase(name: string): Promise<string | undefined> {
  const { databaseUrl } = testServices
  if (databaseUrl === undefined) return undefined
  await withAdmin(databaseUrl, (admin) => admin.query(`create database ${name}`))
  const url = new URL(databaseUrl)
  url.pathname = `/${name}`
  return url.href
}

export async function dropDatabases(prefix: string): Promise<void> {
  const { databaseUrl } = testServices
  if (databaseUrl === undefined) return
  await withAdmin(databaseUrl, async (admin) => {
    const { rows } = await admin.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [prefix],
    )
    for (const { datname } of rows) await admin.query(`drop database ${datname} with (force)`)
  })
}

async function withAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}
