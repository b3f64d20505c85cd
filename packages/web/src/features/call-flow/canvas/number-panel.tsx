import { type FlowPhoneNumber, phoneNumberCreateSchema } from '@opbx/contract/call-flow/flow'
import { useState } from 'react'
import type { z } from 'zod'
import { BoundField, TextField } from '../../../forms/fields.tsx'
import { FormFrame } from '../../../forms/form-frame.tsx'
import { useContractForm } from '../../../forms/use-contract-form.ts'
import { useText } from '../../../texts/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import { DestinationPicker } from '../destination-picker.tsx'
import type { NumberContent } from './edits.ts'

type Output = z.output<typeof phoneNumberCreateSchema>

interface NumberPanelProps {
  /** Nothing while a new one is made. */
  phoneNumber: (FlowPhoneNumber & { version?: number }) | undefined
  isReadOnly: boolean
  save: (content: NumberContent, version: number | undefined) => Promise<number | undefined>
  onCancel?: (() => void) | undefined
}

/** A phone number beside the canvas: the fields of its page. */
export function NumberPanel({ phoneNumber, isReadOnly, save, onCancel }: NumberPanelProps) {
  const t = useText()
  const [version, setVersion] = useState(phoneNumber?.version)
  const { number = '', label = '', entry = null, callerNamePrefix = '' } = phoneNumber ?? {}
  const form = useContractForm<z.input<typeof phoneNumberCreateSchema>, Output>({
    schema: phoneNumberCreateSchema,
    values: { number, label, entry, callerNamePrefix },
    save: async (value) => setVersion(await save(value, version)),
  })
  const isNowhere = form.watch('entry') === null
  return (
    <FormFrame
      form={form}
      saveLabel={t(phoneNumber ? 'common.save' : 'phoneNumbers.create')}
      isReadOnly={isReadOnly}
      onCancel={onCancel}
    >
      <Card pad>
        <TextField
          control={form.control}
          name="number"
          label={t('phoneNumbers.number')}
          hint={t('phoneNumbers.numberHint')}
          input={{
            autoFocus: !phoneNumber,
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
          input={{ autoComplete: 'off', placeholder: t('phoneNumbers.prefixExample') }}
        />
      </Card>
    </FormFrame>
  )
}
