import type { flowDraftSchema } from '@opbx/contract/call-flow/draft'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { flowQuery } from '../../api/flow.ts'
import { useMe } from '../../api/me.ts'
import { formatPhoneNumber } from '../../format/phone-number.ts'
import { type Text, useText } from '../../texts/i18n.ts'
import {
  type Destination,
  DestinationField,
  type DestinationGroup,
} from '../../ui/destination-field.tsx'
import { sampleCaller } from './use-settings.ts'

interface NumberPickerProps {
  value: string
  onChange: (number: string) => void
  /** Who is called: own numbers and everything inside; who calls: somebody outside or an extension. */
  end: 'called' | 'caller'
}

/** A number of the company, or any other that is typed. */
export function NumberPicker({ value, onChange, end }: NumberPickerProps) {
  const t = useText()
  const country = useMe().organization?.country ?? ''
  const flow = useQuery(flowQuery)
  const groups = groupsOf(flow.data, end, t)
  const isKnown = groups.some((group) => group.destinations.some(({ id }) => id === value))
  const typed: DestinationGroup[] =
    isKnown || value === ''
      ? []
      : [
          {
            heading: t('tryCall.otherNumber'),
            destinations: [{ id: value, name: formatPhoneNumber(value), kind: 'call' }],
          },
        ]
  return (
    <DestinationField
      value={value === '' ? null : value}
      onChange={(number) => number !== null && onChange(number)}
      groups={[...typed, ...groups]}
      canHangUp={false}
      placeholder={t('tryCall.toPlaceholder')}
      makers={[
        {
          kind: 'call',
          label: (number) =>
            t(end === 'called' ? 'tryCall.typed' : 'tryCall.typedFrom', { number }),
          // The phone-number library comes when a number was typed.
          make: async (number) => {
            const { parseNumber } = await import('@opbx/contract/e164')
            onChange(parseNumber(number, country).number)
          },
        },
      ]}
    />
  )
}

function groupsOf(
  flow: z.infer<typeof flowDraftSchema> | undefined,
  end: NumberPickerProps['end'],
  t: Text,
): DestinationGroup[] {
  const numbers = (flow?.phoneNumbers ?? []).map(
    ({ number, label }): Destination => ({
      id: number,
      name: formatPhoneNumber(number),
      kind: 'phone_number',
      note: label,
      keywords: [number],
    }),
  )
  const inside = (flow?.nodes ?? []).flatMap((node): Destination[] =>
    node.extension === null || (end === 'caller' && node.type !== 'extension')
      ? []
      : [{ id: node.extension, name: node.extension, kind: node.type, note: node.name }],
  )
  const outside: Destination[] = [
    {
      id: sampleCaller,
      name: formatPhoneNumber(sampleCaller),
      kind: 'external',
    },
  ]
  const groups =
    end === 'called'
      ? [
          { heading: t('tryCall.ownNumbers'), destinations: numbers },
          { heading: t('tryCall.inside'), destinations: inside },
        ]
      : [
          { heading: t('tryCall.outside'), destinations: outside },
          { heading: t('tryCall.inside'), destinations: inside },
        ]
  return groups.filter((group) => group.destinations.length > 0)
}
