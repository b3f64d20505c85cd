import { type OutboundRouteResource, outboundRouteSchema } from '@opbx/contract/call-flow/flow'
import { pageOf } from '@opbx/contract/pagination'
import { useMutation } from '@tanstack/react-query'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useMay } from '../../api/me.ts'
import { usePages } from '../../api/pages.ts'
import { fraudGuardPath, outboundRoutePath } from '../../app/paths.ts'
import { countryName } from '../../format/country-name.ts'
import { ResourceListPage } from '../../resources/resource-list.tsx'
import { useText } from '../../texts/i18n.ts'
import { Badge, DraftBadge } from '../../ui/badge.tsx'
import { IconButton } from '../../ui/button.tsx'
import { Callout } from '../../ui/card.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { KindIcon } from '../../ui/kind-icon.tsx'
import { Link } from '../../ui/link.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { showToast } from '../../ui/toast.tsx'
import { EmergencyTrunkCard } from './emergency-trunk-card.tsx'

/** What may be called outside, in the order in which it is looked at. */
export function OutboundRoutesPage() {
  const t = useText()
  const mayWrite = useMay('flow.write')
  const query = usePages(['flow', 'outbound_route', 'list'], '/outbound-routes', {
    schema: pageOf(outboundRouteSchema),
    query: { limit: 200 },
  })
  const routes = query.items ?? []
  const columns: Column<OutboundRouteResource>[] = [
    {
      key: 'name',
      head: t('outboundRoutes.name'),
      cell: ({ name }) => (
        <span className="row gap-3">
          <KindIcon kind="outbound_route" tile />
          <span className="trunc">{name}</span>
        </span>
      ),
      phone: 'title',
    },
    {
      key: 'allows',
      head: t('outboundRoutes.columnAllows'),
      cell: (route) => <Allows route={route} />,
      phone: 'sub',
    },
    {
      key: 'trunks',
      head: t('outboundRoutes.columnTrunks'),
      cell: ({ trunks }) => (trunks.length > 0 ? trunks.join(', ') : t('outboundRoutes.anyTrunk')),
    },
    {
      key: 'state',
      head: <span className="sr">{t('callFlow.state')}</span>,
      align: 'end',
      cell: ({ enabled, state }) => (
        <span className="inline-flex gap-1">
          {!enabled && <Badge>{t('common.off')}</Badge>}
          <DraftBadge state={state} />
        </span>
      ),
      phone: 'state',
    },
    ...(mayWrite && !query.hasNextPage && routes.length > 1
      ? [
          {
            key: 'order',
            head: t('outboundRoutes.order'),
            align: 'end' as const,
            cell: (route: OutboundRouteResource) => <Movers route={route} routes={routes} />,
            phone: 'end' as const,
          },
        ]
      : []),
  ]
  return (
    <ResourceListPage
      title={t('outboundRoutes.list')}
      lead={t('outboundRoutes.lead')}
      query={query}
      columns={columns}
      rowKey={({ id }) => id}
      rowTo={({ id }) => outboundRoutePath(id)}
      create={
        mayWrite
          ? { label: t('outboundRoutes.create'), to: '/flow/outbound-routes/new' }
          : undefined
      }
      above={
        <Callout title={t('outboundRoutes.refusedTitle')}>
          {t('outboundRoutes.refusedText')}{' '}
          <Link to={fraudGuardPath}>{t('outboundRoutes.guardLink')}</Link>
        </Callout>
      }
      empty={{
        title: t('outboundRoutes.emptyTitle'),
        text: t('outboundRoutes.emptyText'),
        art: <KindIcon kind="outbound_route" tile />,
      }}
    >
      <EmergencyTrunkCard />
    </ResourceListPage>
  )
}

function Allows({ route }: { route: OutboundRouteResource }) {
  const t = useText()
  const { prefixes, countries, sipDomains } = route
  const numbers = prefixes.length > 0 ? prefixes : countries.map(countryName)
  const all = [...numbers, ...sipDomains]
  if (all.length === 0) return <>{t('outboundRoutes.allowsNothing')}</>
  return <span className={prefixes.length > 0 ? 'num' : undefined}>{all.join(', ')}</span>
}

// The ground of a button that is off would stand out more than one that is on.
const quiet = 'aria-disabled:bg-transparent! aria-disabled:border-transparent!'

/** Exchanges a route with its neighbour. */
function Movers({
  route,
  routes,
}: {
  route: OutboundRouteResource
  routes: readonly OutboundRouteResource[]
}) {
  const t = useText()
  const problemText = useProblemText()
  const place = routes.indexOf(route)
  const move = useMutation({
    mutationFn: (by: -1 | 1) => {
      const ids = routes.map(({ id }) => id).filter((id) => id !== route.id)
      ids.splice(place + by, 0, route.id)
      return api.post('/outbound-routes/order', { body: { ids } })
    },
    onSettled: () => flowChanged(),
    onError: (error) => showToast(problemText(error), { isProblem: true }),
  })
  const { name } = route
  return (
    <span className="inline-flex above">
      <IconButton
        icon={ArrowUp}
        className={quiet}
        label={t('outboundRoutes.up', { name })}
        busy={move.isPending && move.variables === -1}
        disabledReason={place === 0 ? t('outboundRoutes.first') : undefined}
        onClick={() => move.mutate(-1)}
      />
      <IconButton
        icon={ArrowDown}
        className={quiet}
        label={t('outboundRoutes.down', { name })}
        busy={move.isPending && move.variables === 1}
        disabledReason={place === routes.length - 1 ? t('outboundRoutes.last') : undefined}
        onClick={() => move.mutate(1)}
      />
    </span>
  )
}
