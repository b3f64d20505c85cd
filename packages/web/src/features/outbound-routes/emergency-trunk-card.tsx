import { outboundSettingsResourceSchema } from '@opbx/contract/call-flow/flow'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useMay } from '../../api/me.ts'
import { useText } from '../../texts/i18n.ts'
import { DraftBadge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Field, fieldId } from '../../ui/field.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { showToast } from '../../ui/toast.tsx'
import { type Trunk, useTrunks } from './use-trunks.ts'

const path = 'emergencyTrunk'

/** By which trunk emergency calls leave first. */
export function EmergencyTrunkCard() {
  const t = useText()
  const problemText = useProblemText()
  const mayWrite = useMay('flow.write')
  const trunks = useTrunks()
  const settings = useQuery({
    queryKey: ['flow', 'outbound_settings'],
    queryFn: ({ signal }) =>
      api.get('/outbound-settings', { schema: outboundSettingsResourceSchema, signal }),
  })
  const change = useMutation({
    mutationFn: (emergencyTrunk: string | null) =>
      api.put('/outbound-settings', { body: { emergencyTrunk } }),
    onSuccess: () => showToast(t('forms.savedInDraft')),
    onSettled: () => flowChanged(),
    onError: (error) => showToast(problemText(error), { isProblem: true }),
  })
  if (settings.data === undefined) return null
  const { emergencyTrunk, state } = settings.data
  const current = emergencyTrunk ?? ''
  const save = (name: string) => change.mutate(name === '' ? null : name)
  return (
    <Card
      title={t('outboundRoutes.emergency')}
      lead={t('outboundRoutes.emergencyLead')}
      end={<DraftBadge state={state} />}
      pad
    >
      <Field
        name={path}
        label={t('outboundRoutes.emergencyTrunk')}
        hint={t('outboundRoutes.emergencyHint')}
      >
        {!mayWrite && <p>{current || t('outboundRoutes.anyTrunk')}</p>}
        {mayWrite && trunks.data && (
          <TrunkSelect known={trunks.data.items} value={current} onChange={save} />
        )}
        {mayWrite && trunks.error && <TrunkText key={current} value={current} onChange={save} />}
      </Field>
    </Card>
  )
}

interface TrunkProps {
  value: string
  onChange: (name: string) => void
}

function TrunkSelect({ known, value, onChange }: TrunkProps & { known: readonly Trunk[] }) {
  const t = useText()
  const isMissing = value !== '' && !known.some(({ name }) => name === value)
  return (
    <Select
      id={fieldId(path)}
      className="max-w-[400px]"
      value={value}
      onChange={onChange}
      options={[
        { value: '', label: t('outboundRoutes.platformChooses') },
        ...(isMissing ? [{ value, label: t('outboundRoutes.trunkUnknown', { name: value }) }] : []),
        ...known.map(({ name, active }) => ({
          value: name,
          label: active ? name : t('outboundRoutes.trunkOff', { name }),
        })),
      ]}
    />
  )
}

/** Where the trunks cannot be read, their name is written. */
function TrunkText({ value, onChange }: TrunkProps) {
  const t = useText()
  const [typed, setTyped] = useState(value)
  return (
    <span className="row max-w-[400px]">
      <TextInput
        id={fieldId(path)}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        placeholder={t('outboundRoutes.trunkExample')}
        autoComplete="off"
      />
      <Button disabled={typed.trim() === value} onClick={() => onChange(typed.trim())}>
        {t('common.save')}
      </Button>
    </span>
  )
}
