// A process to be killed: writes rows into an embedded database and prints each number that was
// acknowledged. `node embedded-writer.mjs <database directory> <socket directory>`
import { once } from 'node:events'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import pg from 'pg'

const [directory = '', host = ''] = process.argv.slice(2)
const worker = new Worker(new URL('../db/embedded-worker.mjs', import.meta.url), {
  workerData: { directory, socketPath: join(host, '.s.PGSQL.5432') },
})
await once(worker, 'message')
const client = new pg.Client({ host, user: 'postgres', database: 'postgres' })
await client.connect()
await client.query('create table if not exists acknowledged (number integer primary key)')
for (let number = 1; ; number++) {
  await client.query('insert into acknowledged values ($1)', [number])
  process.stdout.write(`${number}\n`)
}
