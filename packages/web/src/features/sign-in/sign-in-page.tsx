import { signInSchema } from '@opbx/contract/identity'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { api } from '../../api/client.ts'
import { meQuery, setupQuery } from '../../api/me.ts'
import { ApiProblem } from '../../api/problem.ts'
import { queryClient } from '../../api/query-client.ts'
import { useGo, useQueryParam } from '../../app/navigation.ts'
import { PasswordField, TextField } from '../../forms/fields.tsx'
import { useContractForm } from '../../forms/use-contract-form.ts'
import { type Text, useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/card.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { Door } from './door.tsx'
import { safeReturn } from './safe-return.ts'

/** E-mail and password; afterwards to the page that one wanted. */
export function SignInPage() {
  const t = useText()
  const go = useGo()
  const problemText = useProblemText()
  const [wanted] = useQueryParam('return')
  const setup = useQuery(setupQuery)
  const needed = setup.data?.needed
  useEffect(() => {
    if (needed) go('/setup', { replace: true })
  }, [needed, go])
  const form = useContractForm({
    schema: signInSchema,
    values: { email: '', password: '' },
    save: async (value) => {
      await api.post('/api/auth/sign-in/email', { body: value })
      queryClient.clear()
      await queryClient.fetchQuery(meQuery)
      go(safeReturn(wanted), { replace: true })
    },
  })
  return (
    <Door title={t('signIn.title')} lead={t('signIn.lead')}>
      <form className="col gap-4" onSubmit={form.submit} noValidate>
        {form.problem !== null && (
          <Callout tone="danger" announce>
            {refusal(form.problem, t) ?? problemText(form.problem)}
          </Callout>
        )}
        <TextField
          control={form.control}
          name="email"
          label={t('signIn.email')}
          input={{ type: 'email', autoComplete: 'username', autoFocus: true }}
        />
        <PasswordField
          control={form.control}
          name="password"
          label={t('signIn.password')}
          autoComplete="current-password"
        />
        <Button type="submit" variant="primary" size="lg" block busy={form.isSaving}>
          {form.isSaving ? t('signIn.busy') : t('signIn.button')}
        </Button>
      </form>
    </Door>
  )
}

function refusal(problem: unknown, t: Text): string | undefined {
  if (!(problem instanceof ApiProblem)) return undefined
  if (problem.status === 401) return t('signIn.refused')
  return problem.status === 429 ? t('signIn.tooMany') : undefined
}
