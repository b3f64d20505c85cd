import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'
import { errorCode, StartProblem } from './start-problem.ts'

/** Listens on the configured address, or on all: with IPv6 where the machine has it. */
export async function listen(
  app: FastifyInstance,
  { host, port }: Pick<Config, 'host' | 'port'>,
): Promise<void> {
  try {
    await app.listen({ port, host: host ?? '::' })
  } catch (error) {
    const hasNoIpv6 = errorCode(error) === 'EAFNOSUPPORT' || errorCode(error) === 'EADDRNOTAVAIL'
    if (host !== undefined || !hasNoIpv6) throw explain(error, { host, port })
    await app.listen({ port, host: '0.0.0.0' }).catch((retryError: unknown) => {
      throw explain(retryError, { host, port })
    })
  }
}

function explain(error: unknown, { host, port }: Pick<Config, 'host' | 'port'>): unknown {
  switch (errorCode(error)) {
    case 'EADDRINUSE':
      return new StartProblem(`Port ${port} is in use. Stop the other program or set PORT.`, error)
    case 'EACCES':
      return new StartProblem(`Port ${port} needs more rights. Set PORT to one above 1023.`, error)
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartProblem(`This machine has no address ${host}. Correct HOST.`, error)
    default:
      return error
  }
}
