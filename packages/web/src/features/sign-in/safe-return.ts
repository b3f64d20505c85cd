/** Only addresses inside the console: a link from outside must not lead elsewhere after signing in. */
export function safeReturn(wanted: string): string {
  return /^\/(?![/\\])/.test(wanted) && !wanted.startsWith('/sign-in') ? wanted : '/'
}
