import { capKinds, type FraudGuardSettings } from '@opbx/contract/fraud-guard'
import { useQuery } from '@tanstack/react-query'
import { useWatch } from 'react-hook-form'
import { flowQuery } from '../../api/flow.ts'
import { useMay } from '../../api/me.ts'
import { BoundField, OptionalNumberField, SwitchField } from '../../forms/fields.tsx'
import { FormFrame } from '../../forms/form-frame.tsx'
import { useText } from '../../texts/i18n.ts'
import { Card } from '../../ui/card.tsx'
import { Select } from '../../ui/select.tsx'
import { AllowedField } from './allowed-field.tsx'
import { type GuardForm, useGuardForm } from './guard-form.ts'

/** The caps. Only the owner changes them. */
export function SettingsForm({ settings }: { settings: FraudGuardSettings }) {
  const t = useText()
  const mayChange = useMay('organization.manage')
  const form = useGuardForm(settings)
  return (
    <FormFrame
      form={form}
      saveLabel={t('fraudGuard.form.save')}
      note={t('fraudGuard.form.note')}
      isReadOnly={!mayChange}
    >
      <Card
        title={t('fraudGuard.form.caps')}
        lead={mayChange ? t('fraudGuard.form.capsLead') : t('fraudGuard.form.readOnly')}
        pad
      >
        <SwitchField
          control={form.control}
          name="enabled"
          label={t('fraudGuard.form.enabled')}
          hint={t('fraudGuard.form.enabledHint')}
        />
        <CapFields form={form} at="person" legend={t('fraudGuard.form.person')} />
        <CapFields form={form} at="organization" legend={t('fraudGuard.form.organization')} />
      </Card>
      <LateCard form={form} />
      <Card title={t('fraudGuard.form.risk')} lead={t('fraudGuard.form.riskLead')} pad>
        <AllowedField form={form} />
      </Card>
      <StopCard form={form} />
    </FormFrame>
  )
}

type CapsAt = 'person' | 'organization' | 'outsideHours.person' | 'outsideHours.organization'

function CapFields({ form, at, legend }: { form: GuardForm; at: CapsAt; legend: string }) {
  const t = useText()
  return (
    <fieldset className="col gap-2">
      <legend className="medium mb-2">{legend}</legend>
      <div className="grid3">
        {capKinds.map((cap) => (
          <OptionalNumberField
            key={cap}
            control={form.control}
            name={`${at}.${cap}`}
            label={t(`fraudGuard.caps.${cap}`)}
            unit={t(`fraudGuard.units.${cap}`)}
          />
        ))}
      </div>
    </fieldset>
  )
}

function LateCard({ form }: { form: GuardForm }) {
  const t = useText()
  const flow = useQuery(flowQuery)
  const hours = (flow.data?.nodes ?? []).filter(({ type }) => type === 'business_hours')
  const chosen = useWatch({ control: form.control, name: 'outsideHours.hours' })
  return (
    <Card title={t('fraudGuard.form.late')} lead={t('fraudGuard.form.lateLead')} pad>
      <BoundField
        control={form.control}
        name="outsideHours.hours"
        label={t('fraudGuard.form.hours')}
        className="max-w-[400px]"
      >
        {({ text, onChange, onBlur, name, ref }) => (
          <Select
            ref={ref}
            name={name}
            value={text}
            onChange={(id) => onChange(id === '' ? null : id)}
            onBlur={onBlur}
            options={[
              { value: '', label: t('fraudGuard.form.noHours') },
              ...hours.map((node) => ({ value: node.id, label: node.name })),
            ]}
          />
        )}
      </BoundField>
      {chosen && (
        <>
          <CapFields form={form} at="outsideHours.person" legend={t('fraudGuard.form.person')} />
          <CapFields
            form={form}
            at="outsideHours.organization"
            legend={t('fraudGuard.form.organization')}
          />
        </>
      )}
    </Card>
  )
}

function StopCard({ form }: { form: GuardForm }) {
  const t = useText()
  return (
    <Card title={t('fraudGuard.form.stop')} lead={t('fraudGuard.form.stopLead')} pad>
      <div className="grid2">
        <OptionalNumberField
          control={form.control}
          name="stop.afterRefusals"
          label={t('fraudGuard.form.afterRefusals')}
          hint={t('fraudGuard.form.afterRefusalsHint')}
          unit={t('fraudGuard.form.refusalsUnit')}
        />
        <OptionalNumberField
          control={form.control}
          name="stop.hours"
          label={t('fraudGuard.form.stopHours')}
          hint={t('fraudGuard.form.stopHoursHint')}
          unit={t('fraudGuard.form.hoursUnit')}
        />
      </div>
      <SwitchField
        control={form.control}
        name="stop.afterMinutes"
        label={t('fraudGuard.form.afterMinutes')}
      />
    </Card>
  )
}
