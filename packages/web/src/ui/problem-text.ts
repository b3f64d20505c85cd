import { ApiProblem } from '../api/problem.ts'
import { type Text, useText } from '../texts/i18n.ts'

/** One sentence for any error: the server's own where it has one that a person can act on. */
export function useProblemText(): (error: unknown) => string {
  const t = useText()
  return (error) => problemText(error, t)
}

function problemText(error: unknown, t: Text): string {
  if (!(error instanceof ApiProblem)) return t('problems.other')
  if (error.code === 'internal') {
    return error.requestId
      ? `${t('problems.other')} ${t('problems.requestId', { id: error.requestId })}`
      : t('problems.other')
  }
  if (error.code === 'offline' || error.code === 'unreadable') return t(`problems.${error.code}`)
  if (error.detail) return error.detail
  const known = [
    'unavailable',
    'simulator_unavailable',
    'not_allowed',
    'not_found',
    'not_signed_in',
    'too_many_requests',
    'outdated',
    'payload_too_large',
  ] as const
  const code = known.find((one) => one === error.code)
  return t(code ? `problems.${code}` : 'problems.other')
}
