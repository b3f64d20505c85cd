import { useRouterState } from '@tanstack/react-router'
import { useOutsideStop } from '../api/fraud-guard.ts'
import { fraudGuardPath } from '../app/paths.ts'
import { reachedText } from '../format/reached-cap.ts'
import { useText } from '../texts/i18n.ts'
import { ButtonLink } from '../ui/button.tsx'
import { Callout } from '../ui/card.tsx'

/** Nobody can call outside: said on every page but those that say it themselves. */
export function OutsideStopNotice() {
  const t = useText()
  const stop = useOutsideStop()
  const pathname = useRouterState({ select: (state) => state.location.pathname })
  if (stop === null || pathname === '/' || pathname === fraudGuardPath) return null
  return (
    <div className="p-4">
      <Callout
        tone="danger"
        announce
        title={t('fraudGuard.stopped.title')}
        action={
          <ButtonLink to={fraudGuardPath} size="sm">
            {t('fraudGuard.stopped.show')}
          </ButtonLink>
        }
      >
        {t('fraudGuard.stopped.why', { reason: reachedText(stop.reached, t) })}
      </Callout>
    </div>
  )
}
