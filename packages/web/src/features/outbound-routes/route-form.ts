import {
  type OutboundRouteResource,
  outboundRouteCreateSchema,
  outboundRouteSchema,
} from '@opbx/contract/call-flow/flow'
import { useState } from 'react'
import type { z } from 'zod'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useMe } from '../../api/me.ts'
import { useGo } from '../../app/navigation.ts'
import { useContractForm } from '../../forms/use-contract-form.ts'
import { useText } from '../../texts/i18n.ts'
import { showToast } from '../../ui/toast.tsx'

export const outboundRouteList = '/flow/outbound-routes'

type RouteInput = z.input<typeof outboundRouteCreateSchema>
type RouteOutput = z.output<typeof outboundRouteCreateSchema>
export type RouteForm = ReturnType<typeof useOutboundRouteForm>['form']

export function createOutboundRoute(body: RouteOutput) {
  return api.post('/outbound-routes', { body, schema: outboundRouteSchema })
}

export function contentOfRoute(route: OutboundRouteResource): RouteOutput {
  const { id, position, version, createdAt, updatedAt, state, ...content } = route
  return content
}

const emptyRoute: RouteOutput = {
  name: '',
  enabled: true,
  countries: [],
  prefixes: [],
  sipDomains: [],
  trunks: [],
  accessDigits: '',
  strip: 0,
  prepend: '',
  callerId: null,
  permissionClasses: [],
  hours: null,
}

/** A new route begins with the organization's own country, which most calls go to. */
export function useOutboundRouteForm(stored: OutboundRouteResource | undefined) {
  const t = useText()
  const go = useGo()
  const country = useMe().organization?.country
  // Of what the form was filled from, not of what was read since: else somebody's change were overwritten.
  const [version, setVersion] = useState(stored?.version)
  const form = useContractForm<RouteInput, RouteOutput>({
    schema: outboundRouteCreateSchema,
    values: stored
      ? contentOfRoute(stored)
      : { ...emptyRoute, countries: country ? [country] : [] },
    save: async (value) => {
      if (stored) {
        const saved = await api.patch(`/outbound-routes/${stored.id}`, {
          body: value,
          ifMatch: version,
          schema: outboundRouteSchema,
        })
        setVersion(saved.version)
        showToast(t('forms.savedInDraft'))
      } else {
        await createOutboundRoute(value)
        showToast(t('forms.created', { name: value.name }))
        go(outboundRouteList)
      }
      await flowChanged()
    },
  })
  return { form, version }
}
