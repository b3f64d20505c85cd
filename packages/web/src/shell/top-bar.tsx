import type { FlowChanges } from '@opbx/contract/call-flow/draft'
import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { FlaskConical, Search } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { flowChangesQuery } from '../api/flow.ts'
import { useLive } from '../api/live.ts'
import { useMay } from '../api/me.ts'
import { pairingQuery } from '../api/pairing.ts'
import { useFormat } from '../format/format-context.tsx'
import { useText } from '../texts/i18n.ts'
import { Badge, Dot } from '../ui/badge.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { commandKey, Kbd } from '../ui/figures.tsx'
import { showToast } from '../ui/toast.tsx'

/** Way to the page, what is unusual at the moment, search, and Apply. */
export function TopBar({
  crumbs,
  onSearch,
}: {
  crumbs: (slot: HTMLElement | null) => void
  onSearch: () => void
}) {
  const t = useText()
  return (
    <header className="top">
      <div ref={crumbs} className="min-w-0 trunc" />
      <span className="grow" />
      <ConnectionNote />
      <SimulatorNote />
      <button
        type="button"
        className="search"
        onClick={onSearch}
        title={t('shell.searchButton')}
        aria-keyshortcuts="Meta+K Control+K"
      >
        <Search className="i" />
        <span className="grow">{t('shell.searchButton')}</span>
        <Kbd>{commandKey}</Kbd>
        <Kbd>K</Kbd>
      </button>
      <ApplyLink />
    </header>
  )
}

/** Stands on every page while something is changed and not live; the review page has its own button. */
function ApplyLink() {
  const t = useText()
  const may = useMay('flow.write')
  const { pathname } = useLocation()
  const changes = useQuery({ ...flowChangesQuery, enabled: may })
  const count = changes.data?.changes.length ?? 0
  const atOnce = changes.data?.atOnce
  useToldProblem(may && pathname !== '/flow/apply' ? changes.data : undefined)
  if (!may || count === 0 || pathname === '/flow/apply') return null
  if (atOnce?.pending) return <Badge>{t('shell.applyingAtOnce')}</Badge>
  const isStuck = atOnce !== undefined && atOnce.problem !== null
  return (
    <ButtonLink to="/flow/apply" variant="apply" className="top__apply">
      <span className="only-l">{t(isStuck ? 'shell.notApplied' : 'shell.apply', { count })}</span>
      <span className="only-s">
        {t(isStuck ? 'shell.notApplied' : 'shell.applyShort', { count })}
      </span>
    </ButtonLink>
  )
}

/** Says once of each version that it was not applied at once, and why. */
function useToldProblem(changes: FlowChanges | undefined) {
  const t = useText()
  const navigate = useNavigate()
  const told = useRef<number>(null)
  const problem = changes?.atOnce.problem ?? null
  const version = changes?.draftVersion ?? null
  useEffect(() => {
    if (problem === null || told.current === version) return
    told.current = version
    showToast(t('shell.notAppliedToast', { problem }), {
      isProblem: true,
      action: {
        label: t('shell.notAppliedShow'),
        onPress: () => void navigate({ to: '/flow/apply' }),
      },
    })
  }, [problem, version, t, navigate])
}

function SimulatorNote() {
  const t = useText()
  const may = useMay('cloudonix.manage')
  const pairing = useQuery({ ...pairingQuery, enabled: may })
  if (pairing.data?.platform !== 'simulator' || pairing.data.status === 'unpaired') return null
  return (
    <span className="hide-s">
      <Badge tone="accent" icon={FlaskConical} className="rounded-full! px-2.5! h-6!">
        {t('shell.simulator')}
      </Badge>
    </span>
  )
}

/** Nothing while the live stream is there; otherwise how old the figures are. */
function ConnectionNote() {
  const t = useText()
  const format = useFormat()
  const may = useMay('calls.read')
  const { state, lastAt } = useLive()
  if (!may || state === 'live' || !lastAt) return null
  return (
    <span className="row tiny text-ringing nowrap" role="status">
      <Dot tone="warn" />
      <span className="only-l">{t('shell.reconnectingSince', { time: format.time(lastAt) })}</span>
      <span className="only-s">{t('shell.reconnecting')}</span>
    </span>
  )
}
