import type { FlowChange } from '@opbx/contract/call-flow/draft'
import { AudioLines, Building2, Hash, ListChecks } from 'lucide-react'
import {
  featureCodesPath,
  flowTestPath,
  nodePath,
  outboundRoutePath,
  phoneNumberPath,
  promptPath,
} from '../app/paths.ts'
import { formatPhoneNumber } from '../format/phone-number.ts'
import { useText } from '../texts/i18n.ts'
import { Badge } from '../ui/badge.tsx'
import { Tile } from '../ui/card.tsx'
import { KindIcon } from '../ui/kind-icon.tsx'
import { Link } from '../ui/link.tsx'
import './change-list.css'
import { type ChangeLine, type KnownFlow, linesOf } from './change-words.ts'

interface ChangeListProps {
  changes: readonly FlowChange[]
  /** Describes what is new. */
  flow: KnownFlow | undefined
  /** Whether the things exist in the draft and can be opened. */
  isLinked?: boolean | undefined
}

/** What differs, per thing: its icon, name, and lines with − and +. */
export function ChangeList({ changes, flow, isLinked }: ChangeListProps) {
  return (
    <ul className="list">
      {changes.map((change) => (
        <Change key={`${change.kind} ${change.id}`} {...{ change, flow, isLinked }} />
      ))}
    </ul>
  )
}

const tones = { added: 'draft', changed: 'draft', removed: 'danger' } as const

function Change({
  change,
  flow,
  isLinked,
}: Omit<ChangeListProps, 'changes'> & { change: FlowChange }) {
  const t = useText()
  const lines = linesOf(change, flow, t)
  const to = isLinked && change.change !== 'removed' ? placeOf(change) : undefined
  const name = formatPhoneNumber(change.name)
  return (
    <li className="diff">
      <div className="row">
        <ChangeIcon change={change} />
        <span className="grow trunc">
          <b className="medium">{to ? <Link to={to}>{name}</Link> : name}</b>{' '}
          <span className="small quiet">
            {change.kind === 'node'
              ? change.nodeType && t(`callFlow.kind.${change.nodeType}`)
              : t(`changes.kind.${change.kind}`)}
          </span>
        </span>
        <Badge tone={tones[change.change]}>{t(`changes.change.${change.change}`)}</Badge>
      </div>
      {lines.length > 0 && (
        <ul className="diff__r">
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two lines may be equal, and none ever moves
            <Line key={index} line={line} />
          ))}
        </ul>
      )}
    </li>
  )
}

function Line({ line }: { line: ChangeLine }) {
  const t = useText()
  const isRemoved = line.sign === '−'
  return (
    <li className={isRemoved ? 'dr dr--del' : 'dr dr--add'}>
      <span>
        <span aria-hidden="true">{line.sign}</span>
        <span className="sr">{t(isRemoved ? 'changes.before' : 'changes.after')}</span>
      </span>
      <span className="dr__l">{line.label}</span>
      {isRemoved ? <del>{line.value}</del> : <span>{line.value}</span>}
    </li>
  )
}

function ChangeIcon({ change }: { change: FlowChange }) {
  if (change.kind === 'organization') return <Tile icon={Building2} />
  if (change.kind === 'feature_codes') return <Tile icon={Hash} />
  if (change.kind === 'flow_test') return <Tile icon={ListChecks} />
  if (change.kind === 'prompt') return <Tile icon={AudioLines} />
  if (change.kind !== 'node') return <KindIcon kind={change.kind} tile />
  return change.nodeType && <KindIcon kind={change.nodeType} tile />
}

function placeOf({ kind, id, nodeType }: FlowChange): string | undefined {
  if (kind === 'phone_number') return phoneNumberPath(id)
  if (kind === 'outbound_route') return outboundRoutePath(id)
  if (kind === 'prompt') return promptPath(id)
  if (kind === 'feature_codes') return featureCodesPath
  if (kind === 'flow_test') return flowTestPath(id)
  return kind === 'node' && nodeType ? nodePath(nodeType, id) : undefined
}
