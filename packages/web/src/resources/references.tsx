import { nodeTypeNames, nodeTypes } from '@opbx/contract/call-flow/node-types'
import type { Reference } from '@opbx/contract/errors'
import { nodePath, outboundRoutePath, phoneNumberPath } from '../app/paths.ts'
import { useText } from '../texts/i18n.ts'
import { Item, List } from '../ui/card.tsx'
import { KindIcon } from '../ui/kind-icon.tsx'

/** What uses a thing, each with its link. */
export function References({ references }: { references: readonly Reference[] }) {
  const t = useText()
  return (
    <div className="card">
      <List>
        {references.map((reference) => {
          const { kind, to } = placeOf(reference)
          return (
            <Item key={reference.id + reference.path} to={to}>
              {kind && <KindIcon kind={kind} tile />}
              <span className="grow trunc medium">{reference.name}</span>
              <span className="small quiet">{exitWord(reference.path)}</span>
            </Item>
          )
        })}
      </List>
    </div>
  )

  function exitWord(path: string): string {
    const exits = [
      'no_answer',
      'busy',
      'unreachable',
      'timeout',
      'invalid',
      'open',
      'closed',
      'holiday',
      'otherwise',
      'ended',
      'refused',
      'next',
      'failed',
      'full',
      'no_agents',
      'key_pressed',
      'success',
    ] as const
    const name = path.replace(/^exits\./, '')
    const exit = exits.find((one) => one === name)
    if (exit) return t(`callFlow.exit.${exit}`)
    const places = ['userId', 'callerId', 'outboundCallerId', 'hours'] as const
    const place = places.find((one) => one === path)
    return place ? t(`parts.usedAs.${placeWords[place]}`) : ''
  }
}

/** What a thing is there, where it is no exit. */
const placeWords = {
  userId: 'person',
  callerId: 'callerId',
  outboundCallerId: 'callerId',
  hours: 'hours',
} as const

/** The type of a node stands in its id's prefix. */
function placeOf(reference: Reference) {
  if (reference.kind === 'phone_number')
    return { kind: 'phone_number' as const, to: phoneNumberPath(reference.id) }
  if (reference.kind === 'outbound_route')
    return { kind: reference.kind, to: outboundRoutePath(reference.id) }
  const type = nodeTypeNames.find((one) => reference.id.startsWith(`${nodeTypes[one].idPrefix}_`))
  return { kind: type, to: type && nodePath(type, reference.id) }
}
