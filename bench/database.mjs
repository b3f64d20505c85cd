import pg from 'pg'

/**
 * A database of its own on a PostgreSQL server; nothing without an address: then it is the embedded one.
 * @param {string | undefined} serverUrl
 */
export async function createDatabase(serverUrl) {
  if (!serverUrl) return undefined
  const name = `opbx_bench_${process.pid}_${Date.now()}`
  await run(serverUrl, `create database ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => run(serverUrl, `drop database ${name} with (force)`) }
}

/** @param {string} connectionString @param {string} statement */
async function run(connectionString, statement) {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
