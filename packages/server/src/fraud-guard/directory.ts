import { type OutsideStop, usualFraudGuard } from '@opbx/contract/fraud-guard'
import { inArray } from 'drizzle-orm'
import type { Deps } from '../context.ts'
import { openMirror } from '../db/mirror.ts'
import type { Query } from '../db/query.ts'
import type { KnownGuard } from '../engine/outside-allowance.ts'
import { stopAt } from './rules.ts'
import { fraudGuards } from './table.ts'

/** The guards, from memory: with the database down the last known ones count. */
export interface FraudGuardDirectory {
  /** Null: the guard of this organization is off. */
  of(organizationId: string): KnownGuard | null
  refresh(): Promise<void>
  close(): Promise<void>
}

interface Stored {
  enabled: boolean
  hours: string | null
  allowed: string[]
  stopped: OutsideStop | null
}

const usual: Stored = toStored({ settings: null, stopped: null })

export async function openFraudGuardDirectory(deps: Deps): Promise<FraudGuardDirectory> {
  const mirror = await openMirror<Stored>(deps, { name: 'fraud-guard', load })
  return {
    of(organizationId) {
      const { enabled, hours, allowed, stopped } = mirror.of(organizationId) ?? usual
      if (!enabled) return null
      return { hours, allowed, stopped: stopAt(stopped, deps.clock.now().getTime()) }
    },
    refresh: () => mirror.refresh(),
    close: () => mirror.close(),
  }
}

type Row = Pick<typeof fraudGuards.$inferSelect, 'settings' | 'stopped'>

function toStored({ settings, stopped }: Row): Stored {
  const { enabled, outsideHours, allowed } = settings ?? usualFraudGuard
  return { enabled, hours: outsideHours.hours, allowed, stopped }
}

async function load(
  query: Query,
  organizationIds: readonly string[] | null,
): Promise<Map<string, Stored>> {
  const { organizationId, settings, stopped } = fraudGuards
  const rows = await query
    .select({ organizationId, settings, stopped })
    .from(fraudGuards)
    .where(organizationIds === null ? undefined : inArray(organizationId, [...organizationIds]))
  return new Map(rows.map((row) => [row.organizationId, toStored(row)]))
}
