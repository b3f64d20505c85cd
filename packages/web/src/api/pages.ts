import type { Page } from '@opbx/contract/pagination'
import { type QueryKey, useInfiniteQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { api } from './client.ts'

type Query = Record<string, string | number | boolean | null | undefined>

/**
 * A list with a cursor: all pages read so far as one array, and how to read the next. `More`: what a page
 * says beside its items.
 */
export function usePages<T, More extends object = object>(
  key: QueryKey,
  path: string,
  options: { schema: z.ZodType<Page<T> & More>; query?: Query },
) {
  const pages = useInfiniteQuery({
    queryKey: [...key, options.query ?? {}],
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      api.get(path, {
        schema: options.schema,
        query: { ...options.query, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.nextCursor,
  })
  return { ...pages, items: pages.data?.pages.flatMap((page) => page.items) }
}
