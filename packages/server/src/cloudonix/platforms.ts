import type { Config } from '../config.ts'
import { type CloudonixClient, createCloudonixClient } from './client.ts'
import { createPacer, type Pacer, type Timing } from './pacer.ts'

export interface Connection {
  platform: 'cloudonix' | 'simulator'
  domainUuid: string
  apiKey: string
}

/** Makes clients that share one pace per domain. One object per process. */
export interface Platforms {
  client(connection: Connection, how?: Manner): CloudonixClient
  /** How long the next request to this domain would wait for its turn. */
  waitMs(connection: Connection): number
}

/** How a client asks, where that is not the usual way. */
interface Manner {
  timeoutMs: number
  /** Somebody on the telephone waits for it: before everything else that waits for its turn. */
  isUrgent: boolean
}

const keptPacers = 1_000

export function createPlatforms(config: Config, timing?: Timing): Platforms {
  const pacers = new Map<string, Pacer>()
  const pacerOf = (connection: Connection): Pacer => {
    const key = `${connection.platform} ${connection.domainUuid}`
    const known = pacers.get(key)
    if (known !== undefined) return known
    if (pacers.size >= keptPacers) {
      for (const [other, pacer] of pacers) if (pacer.idle()) pacers.delete(other)
    }
    const pacer = createPacer(timing)
    pacers.set(key, pacer)
    return pacer
  }
  return {
    client: (connection, how) =>
      createCloudonixClient(
        {
          baseUrl: platformUrl(config, connection.platform),
          apiKey: connection.apiKey,
          timeoutMs: how?.timeoutMs ?? config.cloudonixTimeoutSeconds * 1000,
          isUrgent: how?.isUrgent ?? false,
          pacer: pacerOf(connection),
        },
        connection.domainUuid,
      ),
    waitMs: (connection) => pacerOf(connection).waitMs(),
  }
}

/** Base address of the platform's REST API. The simulator listens on loopback only. */
export function platformUrl(config: Config, platform: Connection['platform']): string {
  return platform === 'simulator'
    ? `http://127.0.0.1:${config.simulator.port}`
    : config.cloudonixApiUrl
}
