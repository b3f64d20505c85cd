import type { ErrorComponentProps } from '@tanstack/react-router'
import { CircleAlert, Home, RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { useMe } from '../api/me.ts'
import { ApiProblem } from '../api/problem.ts'
import { useText } from '../texts/i18n.ts'
import { Button, ButtonLink } from '../ui/button.tsx'
import { SkeletonRows } from '../ui/loading.tsx'
import { useProblemText } from '../ui/problem-text.ts'
import type { PageEntry } from './page.ts'

function Message({
  title,
  children,
  action,
}: {
  title: string
  children: ReactNode
  action: ReactNode
}) {
  return (
    <div className="page">
      <div className="empty" role="alert">
        <CircleAlert className="i i-lg quiet" />
        <h1>{title}</h1>
        <p>{children}</p>
        <div className="row mt-3">{action}</div>
      </div>
    </div>
  )
}

export function NotFoundPage() {
  const t = useText()
  return (
    <Message
      title={t('problems.notFoundTitle')}
      action={
        <ButtonLink to="/" icon={Home}>
          {t('problems.home')}
        </ButtonLink>
      }
    >
      {t('problems.notFoundText')}
    </Message>
  )
}

/** An address outside of the shell. */
export function OutsideNotFoundPage() {
  return (
    <main>
      <NotFoundPage />
    </main>
  )
}

/** A page that failed to load or to draw. */
export function FailedPage({ error }: ErrorComponentProps) {
  const t = useText()
  const problem = useProblemText()
  return (
    <Message
      title={t('problems.pageTitle')}
      action={
        <Button icon={RefreshCw} onClick={() => window.location.reload()}>
          {t('problems.reload')}
        </Button>
      }
    >
      {error instanceof ApiProblem ? problem(error) : t('problems.pageText')}
    </Message>
  )
}

export function LoadingPage() {
  return (
    <div className="page">
      <SkeletonRows rows={6} />
    </div>
  )
}

/** Shows the page only to those who may see it; the server refuses in any case. */
export function RequirePermission({
  permission,
  children,
}: {
  permission: PageEntry['permission']
  children: ReactNode
}) {
  const t = useText()
  const me = useMe()
  const may =
    permission === 'operator' ? me.isOperator : !permission || me.permissions.includes(permission)
  if (may) return children
  return (
    <Message
      title={t('problems.notAllowedTitle')}
      action={
        <ButtonLink to="/" icon={Home}>
          {t('problems.home')}
        </ButtonLink>
      }
    >
      {t('problems.not_allowed')}
    </Message>
  )
}
