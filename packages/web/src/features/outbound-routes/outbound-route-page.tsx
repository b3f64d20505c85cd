import { type OutboundRouteResource, outboundRouteSchema } from '@opbx/contract/call-flow/flow'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useMay } from '../../api/me.ts'
import { useGo, usePathParam } from '../../app/navigation.ts'
import { SwitchField, TextField } from '../../forms/fields.tsx'
import { DeleteButton } from '../../resources/delete-button.tsx'
import { ResourceEditPage } from '../../resources/resource-edit.tsx'
import { useText } from '../../texts/i18n.ts'
import { DraftBadge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { CountriesField } from './countries-field.tsx'
import { DialingCard } from './dialing-card.tsx'
import { PrefixesField } from './prefixes-field.tsx'
import {
  contentOfRoute,
  createOutboundRoute,
  outboundRouteList,
  useOutboundRouteForm,
} from './route-form.ts'
import { SipDomainsField } from './sip-domains-field.tsx'
import { TrunksCard } from './trunks-card.tsx'
import { WhoCard } from './who-card.tsx'

export function NewOutboundRoutePage() {
  return <OutboundRouteForm stored={undefined} />
}

export function OutboundRoutePage() {
  const id = usePathParam('id')
  const [round, setRound] = useState(0)
  const query = useQuery({
    queryKey: ['flow', 'outbound_route', id],
    queryFn: ({ signal }) =>
      api.get(`/outbound-routes/${id}`, { schema: outboundRouteSchema, signal }),
  })
  return (
    <Loaded query={query} isPage>
      {(stored) => (
        <OutboundRouteForm
          key={`${id} ${round}`}
          stored={stored}
          onReload={() => void query.refetch().then(() => setRound(round + 1))}
        />
      )}
    </Loaded>
  )
}

function OutboundRouteForm({
  stored,
  onReload,
}: {
  stored: OutboundRouteResource | undefined
  onReload?: () => void
}) {
  const t = useText()
  const go = useGo()
  const mayWrite = useMay('flow.write')
  const { form, version } = useOutboundRouteForm(stored)
  return (
    <ResourceEditPage
      title={stored?.name ?? t('outboundRoutes.createTitle')}
      up={{ to: outboundRouteList, label: t('outboundRoutes.list') }}
      badge={stored && <DraftBadge state={stored.state} />}
      form={form}
      saveLabel={stored ? t('common.save') : t('outboundRoutes.add')}
      note={t('forms.goesIntoDraft')}
      isReadOnly={!mayWrite}
      onReload={onReload}
      actions={
        stored &&
        mayWrite && (
          <DeleteButton
            name={stored.name}
            onDelete={() => api.delete(`/outbound-routes/${stored.id}`, { ifMatch: version })}
            onDeleted={() => go(outboundRouteList, { after: flowChanged })}
            onUndo={() => createOutboundRoute(contentOfRoute(stored)).then(flowChanged)}
          />
        )
      }
    >
      <Card pad>
        <TextField
          control={form.control}
          name="name"
          label={t('outboundRoutes.name')}
          input={{
            autoFocus: !stored,
            autoComplete: 'off',
            className: 'max-w-[400px]',
            placeholder: t('outboundRoutes.nameExample'),
          }}
        />
        <SwitchField
          control={form.control}
          name="enabled"
          label={t('outboundRoutes.enabled')}
          hint={t('outboundRoutes.enabledHint')}
        />
      </Card>
      <Card title={t('outboundRoutes.allowed')} lead={t('outboundRoutes.allowedLead')} pad>
        <CountriesField form={form} />
        <PrefixesField form={form} />
        <SipDomainsField form={form} />
      </Card>
      <WhoCard form={form} />
      <DialingCard form={form} />
      <TrunksCard form={form} />
    </ResourceEditPage>
  )
}
