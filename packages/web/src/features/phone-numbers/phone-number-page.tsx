import {
  type PhoneNumberResource,
  phoneNumberCreateSchema,
  phoneNumberSchema,
} from '@opbx/contract/call-flow/flow'
import { useQuery } from '@tanstack/react-query'
import { PhoneCall } from 'lucide-react'
import { useState } from 'react'
import type { z } from 'zod'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useMay } from '../../api/me.ts'
import { useGo, usePathParam } from '../../app/navigation.ts'
import { formatPhoneNumber } from '../../format/phone-number.ts'
import { BoundField, TextField } from '../../forms/fields.tsx'
import { useContractForm } from '../../forms/use-contract-form.ts'
import { DeleteButton } from '../../resources/delete-button.tsx'
import { ResourceEditPage } from '../../resources/resource-edit.tsx'
import { useText } from '../../texts/i18n.ts'
import { DraftBadge } from '../../ui/badge.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { showToast } from '../../ui/toast.tsx'
import { DestinationPicker } from '../call-flow/destination-picker.tsx'

const list = '/flow/phone-numbers'

export function NewPhoneNumberPage() {
  return <PhoneNumberForm stored={undefined} />
}

export function PhoneNumberPage() {
  const id = usePathParam('id')
  const [round, setRound] = useState(0)
  const query = useQuery({
    queryKey: ['flow', 'phone_number', id],
    queryFn: ({ signal }) => api.get(`/phone-numbers/${id}`, { schema: phoneNumberSchema, signal }),
  })
  return (
    <Loaded query={query} isPage>
      {(stored) => (
        <PhoneNumberForm
          key={`${id} ${round}`}
          stored={stored}
          onReload={() => void query.refetch().then(() => setRound(round + 1))}
        />
      )}
    </Loaded>
  )
}

interface PhoneNumberFormProps {
  stored: PhoneNumberResource | undefined
  onReload?: () => void
}

function PhoneNumberForm({ stored, onReload }: PhoneNumberFormProps) {
  const t = useText()
  const go = useGo()
  const mayWrite = useMay('flow.write')
  const { form, version } = usePhoneNumberForm(stored)
  const name = stored && formatPhoneNumber(stored.number)
  return (
    <ResourceEditPage
      title={name ?? t('phoneNumbers.createTitle')}
      up={{ to: list, label: t('phoneNumbers.list') }}
      badge={stored && <DraftBadge state={stored.state} />}
      form={form}
      saveLabel={stored ? t('common.save') : t('phoneNumbers.create')}
      note={t('forms.goesIntoDraft')}
      isReadOnly={!mayWrite}
      onReload={onReload}
      actions={
        stored &&
        mayWrite && (
          <>
            <ButtonLink
              to={`/flow/try?${new URLSearchParams({ number: stored.number, using: 'draft' })}`}
              icon={PhoneCall}
            >
              {t('phoneNumbers.tryIt')}
            </ButtonLink>
            <DeleteButton
              name={name ?? ''}
              onDelete={() => api.delete(`/phone-numbers/${stored.id}`, { ifMatch: version })}
              onDeleted={() => go(list, { after: flowChanged })}
              onUndo={() => create(contentOf(stored)).then(flowChanged)}
            />
          </>
        )
      }
    >
      <PhoneNumberFields form={form} isNew={!stored} />
    </ResourceEditPage>
  )
}

function PhoneNumberFields({ form, isNew }: { form: Form; isNew: boolean }) {
  const t = useText()
  const isNowhere = form.watch('entry') === null
  return (
    <>
      <Card pad>
        <div className="grid2">
          <TextField
            control={form.control}
            name="number"
            label={t('phoneNumbers.number')}
            hint={t('phoneNumbers.numberHint')}
            input={{
              autoFocus: isNew,
              inputMode: 'tel',
              autoComplete: 'off',
              className: 'num',
              placeholder: '+12025550100',
            }}
          />
          <TextField
            control={form.control}
            name="label"
            label={t('phoneNumbers.label')}
            hint={t('phoneNumbers.labelHint')}
            input={{ autoComplete: 'off', placeholder: t('phoneNumbers.labelExample') }}
          />
        </div>
      </Card>
      <Card title={t('phoneNumbers.entering')} pad>
        <BoundField
          control={form.control}
          name="entry"
          label={t('phoneNumbers.entry')}
          hint={t(isNowhere ? 'phoneNumbers.entryNoneHint' : 'phoneNumbers.entryHint')}
        >
          {({ value, onChange }) => (
            <DestinationPicker
              value={typeof value === 'string' ? value : null}
              onChange={onChange}
              canHangUp={false}
              placeholder={t('phoneNumbers.entryNone')}
            />
          )}
        </BoundField>
        <TextField
          control={form.control}
          name="callerNamePrefix"
          label={t('phoneNumbers.prefix')}
          hint={t('phoneNumbers.prefixHint')}
          input={{
            autoComplete: 'off',
            className: 'max-w-[320px]',
            placeholder: t('phoneNumbers.prefixExample'),
          }}
        />
      </Card>
    </>
  )
}

type PhoneNumberInput = z.input<typeof phoneNumberCreateSchema>
type PhoneNumberOutput = z.output<typeof phoneNumberCreateSchema>
type Form = ReturnType<typeof usePhoneNumberForm>['form']

const create = (body: PhoneNumberOutput) =>
  api.post('/phone-numbers', { body, schema: phoneNumberSchema })

function usePhoneNumberForm(stored: PhoneNumberResource | undefined) {
  const t = useText()
  const go = useGo()
  // Of what the form was filled from, not of what was read since: else somebody's change were overwritten.
  const [version, setVersion] = useState(stored?.version)
  const form = useContractForm<PhoneNumberInput, PhoneNumberOutput>({
    schema: phoneNumberCreateSchema,
    values: stored
      ? contentOf(stored)
      : { number: '', label: '', entry: null, callerNamePrefix: '' },
    save: async (value) => {
      if (stored) {
        const saved = await api.patch(`/phone-numbers/${stored.id}`, {
          body: value,
          ifMatch: version,
          schema: phoneNumberSchema,
        })
        setVersion(saved.version)
        showToast(t('forms.savedInDraft'))
      } else {
        const made = await create(value)
        showToast(t('forms.created', { name: formatPhoneNumber(made.number) }))
        go(list)
      }
      await flowChanged()
    },
  })
  return { form, version }
}

function contentOf({ number, label, entry, callerNamePrefix }: PhoneNumberResource) {
  return { number, label, entry, callerNamePrefix }
}
