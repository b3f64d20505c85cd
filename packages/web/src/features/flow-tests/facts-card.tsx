import {
  type PersonalSettings,
  usualPersonalSettings,
} from '@opbx/contract/call-flow/personal-settings'
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useController, useWatch } from 'react-hook-form'
import { flowQuery } from '../../api/flow.ts'
import { SwitchField } from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Field } from '../../ui/field.tsx'
import type { TestForm } from './test-form.ts'

/** What is taken as known. What came from a call and has no field of its own is kept and named. */
export function FactsCard({ form }: { form: TestForm }) {
  const t = useText()
  return (
    <Card title={t('flowTests.known')} lead={t('flowTests.knownLead')} pad>
      <SwitchField control={form.control} name="facts.blocked" label={t('flowTests.blocked')} />
      <DisturbField form={form} />
      <Taken form={form} />
    </Card>
  )
}

function DisturbField({ form }: { form: TestForm }) {
  const t = useText()
  const flow = useQuery(flowQuery)
  const { field } = useController({ control: form.control, name: 'facts.personal' })
  const personal: Record<string, PersonalSettings> = field.value ?? {}
  const people = (flow.data?.nodes ?? []).filter(({ type }) => type === 'extension')
  const isOn = (id: string) => personal[id]?.doNotDisturb === true
  const set = (id: string, doNotDisturb: boolean) =>
    field.onChange({
      ...personal,
      [id]: { ...(personal[id] ?? usualPersonalSettings), doNotDisturb },
    })
  return (
    <Field label={t('flowTests.disturb')} className="max-w-[440px]">
      <span className="col gap-2">
        <Combobox
          value=""
          onChange={(id) => set(id, true)}
          options={people
            .filter(({ id }) => !isOn(id))
            .map(({ id, name, extension }) => ({
              value: id,
              label: name,
              note: extension ?? undefined,
            }))}
          placeholder={t('flowTests.disturbAdd')}
        />
        <span className="row wrap gap-1">
          {people
            .filter(({ id }) => isOn(id))
            .map(({ id, name }) => (
              <Button
                key={id}
                size="sm"
                icon={X}
                aria-label={t('flowTests.disturbRemove', { name })}
                onClick={() => set(id, false)}
              >
                {name}
              </Button>
            ))}
        </span>
      </span>
    </Field>
  )
}

function Taken({ form }: { form: TestForm }) {
  const t = useText()
  const facts = useWatch({ control: form.control, name: 'facts' })
  const personal = Object.values(facts?.personal ?? {})
  const forwards = personal.filter(({ doNotDisturb: _, ...rest }) =>
    Object.values(rest).some((value) => value !== null),
  )
  const parts = [
    count('flowTests.takenNotReady', facts?.notReady?.length ?? 0),
    count('flowTests.takenPersonal', forwards.length),
    count('flowTests.takenAnswers', Object.keys(facts?.answers ?? {}).length),
  ].filter((part) => part !== null)
  if (parts.length === 0) return null
  return (
    <p className="small quiet">
      {t('flowTests.taken')} {parts.join(', ')}.
    </p>
  )

  function count(
    key: 'flowTests.takenNotReady' | 'flowTests.takenPersonal' | 'flowTests.takenAnswers',
    many: number,
  ): string | null {
    return many === 0 ? null : t(key, { count: many })
  }
}
