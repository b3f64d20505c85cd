import { useQuery } from '@tanstack/react-query'
import type { FieldValues } from 'react-hook-form'
import { flowQuery } from '../../api/flow.ts'
import { formatPhoneNumber } from '../../format/phone-number.ts'
import { BoundField, type BoundProps } from '../../forms/fields.tsx'
import { Select } from '../../ui/select.tsx'

/** One of the organization's phone numbers, or none. A number that is none of them any more is kept and shown. */
export function OwnNumberPicker<I extends FieldValues, O>(
  props: BoundProps<I, O> & {
    /** What "none" means here. */
    none: string
  },
) {
  const flow = useQuery(flowQuery)
  const own = flow.data?.phoneNumbers ?? []
  return (
    <BoundField {...props}>
      {({ text, onChange, onBlur, name, ref }) => {
        const isForeign = text !== '' && !own.some(({ number }) => number === text)
        return (
          <Select
            ref={ref}
            name={name}
            value={text}
            onChange={(number) => onChange(number === '' ? null : number)}
            onBlur={onBlur}
            options={[
              { value: '', label: props.none },
              ...(isForeign ? [{ value: text, label: formatPhoneNumber(text) }] : []),
              ...own.map(({ number, label }) => ({
                value: number,
                label: [formatPhoneNumber(number), label].filter(Boolean).join(' · '),
              })),
            ]}
          />
        )
      }}
    </BoundField>
  )
}
