import { z } from 'zod'
import { PlatformError } from '../platform-error.ts'
import type { Profile } from '../state.ts'

/** A profile must be an object; an empty array, as some languages write it, is refused. */
export const profileSchema = z.record(z.string(), z.unknown())

/** Reads a body; what does not fit is a 400 that names the place. */
export function readBody<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue?.path.join('.') ?? ''
  throw new PlatformError(400, `${where ? `${where}: ` : ''}${issue?.message ?? 'invalid'}`)
}

/** Keys are merged into what is there; null removes one. */
export function mergeProfile(profile: Profile, change: Profile): Profile {
  const merged = Object.entries({ ...profile, ...change })
  return Object.fromEntries(merged.filter(([, value]) => value !== null))
}

/** Lists of the platform answer 404 when there is nothing in them. */
export function listOrNothing<T>(items: T[], what: string): T[] {
  if (items.length === 0) throw new PlatformError(404, `No ${what} found`)
  return items
}
