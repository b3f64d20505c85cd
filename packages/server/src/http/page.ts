import { fieldError } from '../errors.ts'

/**
 * One page of a list in keyset order. `rows` were asked for with `limit + 1`, so that the last page is known
 * without counting; `keyOf` gives the values after which the next page begins.
 */
export function pageFrom<Row, Item>(
  rows: readonly Row[],
  limit: number,
  { keyOf, toItem }: { keyOf: (row: Row) => readonly string[]; toItem: (row: Row) => Item },
): { items: Item[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const hasMore = rows.length > limit && last !== undefined
  return {
    items: page.map(toItem),
    nextCursor: hasMore ? encodeCursor(keyOf(last)) : null,
  }
}

/** An opaque cursor that `readCursor` reads. */
export function encodeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/** The key in a cursor of `encodeCursor`, or null without one. A cursor of another list is refused. */
export function readCursor(cursor: string | undefined, parts: number): string[] | null {
  if (cursor === undefined) return null
  const key = parseJson(Buffer.from(cursor, 'base64url').toString())
  if (Array.isArray(key) && key.length === parts && key.every(isText)) return key
  throw fieldError('cursor', 'This cursor is not one of this list. Begin again without it.')
}

// PostgreSQL takes no NUL in a text.
function isText(part: unknown): part is string {
  return typeof part === 'string' && !part.includes('\0')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
