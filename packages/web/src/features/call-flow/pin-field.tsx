import type { FieldValues } from 'react-hook-form'
import { BoundField, type BoundProps } from '../../forms/fields.tsx'
import { SecretInput } from './secret-input.tsx'

/** A PIN is typed once and never shown again. Empty: none. */
export function PinField<I extends FieldValues, O>(props: BoundProps<I, O>) {
  return (
    <BoundField {...props}>
      {({ text, onChange, onBlur }) => (
        <SecretInput
          value={text}
          onChange={(pin) => onChange(pin === '' ? null : pin)}
          onBlur={onBlur}
        />
      )}
    </BoundField>
  )
}
