import type { Call } from '@opbx/contract/calls'
import { useText } from '../../texts/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { Tel } from '../../ui/figures.tsx'

/** Who calls: the number, and the name where there is one. */
export function CallerCell({
  call,
}: {
  call: Pick<Call, 'from' | 'caller' | 'callerName' | 'trial' | 'tags'>
}) {
  const t = useText()
  return (
    <span className="col gap-0">
      <span className="row wrap">
        <Tel number={call.from} className="medium" />
        {call.trial && <Badge>{t('calls.history.trial')}</Badge>}
        {call.tags.map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
      </span>
      {(call.caller?.name ?? call.callerName) && (
        <span className="quiet">{call.caller?.name ?? call.callerName}</span>
      )}
    </span>
  )
}

/** Where the call went: the last step, and who answered or rang. */
export function PlaceCell({ call }: { call: Pick<Call, 'node' | 'answeredBy' | 'rang' | 'to'> }) {
  const people = call.answeredBy ? [call.answeredBy] : call.rang
  const names = people.map((person) => person.name).filter((name) => name !== call.node?.name)
  return (
    <span className="col gap-0">
      <span className="medium">{call.node?.name ?? <Tel number={call.to} />}</span>
      {names.length > 0 && <span className="quiet trunc">{names.join(', ')}</span>}
    </span>
  )
}
