import { type NodeType, nodeTypeNames, nodeTypes } from '@opbx/contract/call-flow/node-types'
import { useMutation, useQuery } from '@tanstack/react-query'
import { api } from '../../api/client.ts'
import { flowChanged, flowQuery } from '../../api/flow.ts'
import { useText } from '../../texts/i18n.ts'
import {
  type Destination,
  DestinationField,
  type DestinationGroup,
} from '../../ui/destination-field.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { showToast } from '../../ui/toast.tsx'
import { storedNodeSchema } from './node-schemas.ts'

interface DestinationPickerProps {
  value: string | null
  onChange: (id: string | null) => void
  /** Read aloud where no `Field` stands around it. */
  label?: string | undefined
  id?: string | undefined
  isWrong?: boolean | undefined
  /** A node that cannot be chosen: the one that is being edited. */
  exclude?: string | undefined
  /** Only these types, people of a ring group for instance. */
  types?: readonly NodeType[] | undefined
  /** `false` where something must be chosen. */
  canHangUp?: boolean | undefined
  placeholder?: string | undefined
  openLabel?: string | undefined
  disabled?: boolean | undefined
}

/** Types that need nothing but a name can be made from the picker, to be filled in later. */
const makeable = ['voicemail', 'hang_up'] as const

/** Chooses a step of the call flow by name or number; a missing one is made in place. */
export function DestinationPicker(props: DestinationPickerProps) {
  const t = useText()
  const problemText = useProblemText()
  const flow = useQuery(flowQuery)
  const making = useMutation({
    mutationFn: async ({ type, name }: { type: (typeof makeable)[number]; name: string }) => {
      const made = await api.post(`/${nodeTypes[type].path}`, {
        body: { name, config: {} },
        schema: storedNodeSchema(type),
      })
      await flowChanged()
      return made
    },
    onSuccess: (node) => props.onChange(node.id),
    onError: (error) => showToast(problemText(error), { isProblem: true }),
  })
  const groups: DestinationGroup[] = nodeTypeNames
    .filter((type) => !props.types || props.types.includes(type))
    .map((type) => ({
      heading: t(`nodes.${type}.list`),
      destinations: (flow.data?.nodes ?? [])
        .filter((node) => node.type === type && node.id !== props.exclude)
        .map(toDestination),
    }))
    .filter((group) => group.destinations.length > 0)
  const makers = makeable
    .filter((type) => !props.types || props.types.includes(type))
    .map((type) => ({
      kind: type,
      label: (name: string) =>
        t('parts.destinationNew', { kind: t(`callFlow.kindNew.${type}`), name }),
      make: (name: string) => making.mutate({ type, name }),
    }))
  const { value, onChange, label, id, isWrong, canHangUp, placeholder, openLabel, disabled } = props
  return (
    <DestinationField
      {...{ value, onChange, label, id, isWrong, canHangUp, placeholder, openLabel, disabled }}
      {...{ groups, makers }}
    />
  )
}

function toDestination(node: {
  id: string
  type: NodeType
  name: string
  extension: string | null
}): Destination {
  return { id: node.id, name: node.name, kind: node.type, note: node.extension ?? undefined }
}
