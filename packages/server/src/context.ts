import type { Permission, Role } from '@opbx/contract/permissions'
import type { Logger } from 'pino'
import type { Cache } from './cache/cache.ts'
import type { Config } from './config.ts'
import type { Database } from './db/connect.ts'
import type { Secrets } from './db/secrets.ts'
import type { Files } from './files/files.ts'
import type { Revocations } from './http/revocations.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { Passwords } from './passwords.ts'
import type { LiveBus } from './realtime/live-bus.ts'

/** The only source of the present time. SQL gets it as a parameter. */
export interface Clock {
  now(): Date
}

/** What the process owns. Made once in `main.ts` (and in tests) and passed on. */
export interface Deps {
  config: Config
  db: Database
  cache: Cache
  secrets: Secrets
  passwords: Passwords
  revocations: Revocations
  files: Files
  jobs: Jobs
  live: LiveBus
  clock: Clock
  log: Logger
}

export interface Actor {
  kind: 'user' | 'api_key' | 'system'
  id: string
  name: string
}

/** Who acts, for which organization, with which permissions. The first argument of every operation. */
export interface Ctx extends Deps {
  organizationId: string
  actor: Actor
  role: Role | null
  permissions: ReadonlySet<Permission>
  /** The person, where one acts: `calls.read` of a pbx_user means the calls of her extensions. */
  userId: string | null
  requestId: string
}

/** Work that nobody asked for just now: jobs, folds, sweeps. It may do everything in its organization. */
export function systemCtx(
  deps: Deps,
  organizationId: string,
  permissions: readonly Permission[],
): Ctx {
  return {
    ...deps,
    organizationId,
    actor: { kind: 'system', id: 'system', name: 'OPBX' },
    role: null,
    permissions: new Set(permissions),
    userId: null,
    requestId: 'system',
  }
}
