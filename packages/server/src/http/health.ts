import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../context.ts'

/** Parts without which no call can be answered. Each says what is wrong, or null. */
export type ReadinessProbe = () => Promise<string | null>

/**
 * `/health`: the process lives. `/ready`: calls can be answered; a database that is away is `degraded` and
 * still 200, because calls go on from the last revision.
 */
export function registerHealth(
  app: FastifyInstance,
  deps: Deps,
  probes: readonly ReadinessProbe[],
): void {
  app.get('/health', async () => ({ status: 'ok' }))
  app.get('/ready', async (_request, reply) => {
    const problems = (await Promise.all(probes.map((probe) => probe()))).filter(
      (problem) => problem !== null,
    )
    if (problems.length > 0) return reply.code(503).send({ status: 'unavailable', problems })
    return (await databaseAnswers(deps))
      ? { status: 'ok' }
      : { status: 'degraded', problems: ['The database does not answer.'] }
  })
}

async function databaseAnswers(deps: Deps): Promise<boolean> {
  try {
    await deps.db.query.execute(sql`select 1`)
    return true
  } catch {
    return false
  }
}
