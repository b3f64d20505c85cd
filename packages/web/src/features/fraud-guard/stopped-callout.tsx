import { fraudGuardSchema, type OutsideStop } from '@opbx/contract/fraud-guard'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { fraudGuardQuery, takeOutsideStop } from '../../api/fraud-guard.ts'
import { useMay } from '../../api/me.ts'
import { queryClient } from '../../api/query-client.ts'
import { reachedText } from '../../format/reached-cap.ts'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Callout } from '../../ui/card.tsx'
import { TimeText } from '../../ui/figures.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { showToast } from '../../ui/toast.tsx'

/** Why nobody can call outside, and the way out. */
export function StoppedCallout({ stop }: { stop: OutsideStop }) {
  const t = useText()
  const mayRelease = useMay('organization.manage')
  return (
    <Callout
      tone="danger"
      announce
      title={t('fraudGuard.stopped.title')}
      action={mayRelease && <ReleaseButton />}
    >
      {t('fraudGuard.stopped.why', { reason: reachedText(stop.reached, t) })}{' '}
      {stop.until === null ? (
        t('fraudGuard.stopped.never')
      ) : (
        <>
          {t('fraudGuard.stopped.until')} <TimeText at={stop.until} />.
        </>
      )}{' '}
      {t('fraudGuard.stopped.emergency')} {mayRelease && t('fraudGuard.stopped.look')}
    </Callout>
  )
}

function ReleaseButton() {
  const t = useText()
  const problemText = useProblemText()
  const [isBusy, setBusy] = useState(false)
  const release = async () => {
    setBusy(true)
    try {
      const guard = await api.post('/fraud-guard/release', { body: {}, schema: fraudGuardSchema })
      queryClient.setQueryData(fraudGuardQuery.queryKey, guard)
      takeOutsideStop(queryClient, guard.stopped)
      showToast(t('fraudGuard.stopped.released'))
    } catch (error) {
      showToast(problemText(error), { isProblem: true })
      await queryClient.invalidateQueries({ queryKey: ['fraud-guard'] })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button size="sm" variant="primary" busy={isBusy} onClick={() => void release()}>
      {t('fraudGuard.stopped.release')}
    </Button>
  )
}
