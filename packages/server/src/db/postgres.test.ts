import { pino } from 'pino'
import { beforeAll, describe, expect, test } from 'vitest'
import { testConfig } from '../testing/app.ts'
import { testServices } from '../testing/services.ts'
import { connectPostgres } from './postgres.ts'

const log = pino({ level: 'silent' })

describe.runIf(testServices.databaseUrl !== undefined)('on PostgreSQL', () => {
  let connectionString: string | undefined
  beforeAll(async () => {
    connectionString = (await testConfig()).databaseUrl
  })
  const connect = (mayShare: boolean) => connectPostgres({ connectionString }, { mayShare, log })

  test('a second process without Redis is refused until the first has ended', async () => {
    const first = await connect(false)
    await expect(connect(false)).rejects.toThrow('Another OPBX process works on this database')
    await expect(connect(true)).rejects.toThrow('Another OPBX process works on this database')
    await first.close()
    await (await connect(false)).close()
  })

  test('processes that share a Redis work together, and none without one beside them', async () => {
    const both = await Promise.all([connect(true), connect(true)])
    await expect(connect(false)).rejects.toThrow('Another OPBX process works on this database')
    await Promise.all(both.map((presence) => presence.close()))
  })
})

test('a server that does not answer is named without its password', async () => {
  const connectionString = 'postgres://opbx:hunter2@127.0.0.1:9/opbx'
  const refused = connectPostgres({ connectionString }, { mayShare: false, log })
  await expect(refused).rejects.toThrow(
    /^The database of DATABASE_URL does not answer: connect ECONNREFUSED 127.0.0.1:9$/,
  )
})
