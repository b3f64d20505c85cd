import { Link as RouterLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes } from 'react'

export interface LinkProps
  extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'target'> {
  /** Path inside the console, with its query: `/calls?number=555`. */
  to: string
}

/** A link to a page of the console. Its code is fetched when the pointer comes near. */
export function Link({ to, children, ...rest }: LinkProps) {
  const { path, search } = splitAddress(to)
  return (
    <RouterLink
      to={path}
      search={search}
      preload="intent"
      activeOptions={{ exact: true }}
      {...rest}
    >
      {children}
    </RouterLink>
  )
}

/** `/calls?number=555` as the router wants it. */
export function splitAddress(to: string): { path: string; search: Record<string, string> } {
  const [path = '/', query = ''] = to.split('?')
  return { path, search: Object.fromEntries(new URLSearchParams(query)) }
}
