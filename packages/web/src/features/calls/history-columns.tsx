import type { Call } from '@opbx/contract/calls'
import { callStateOf } from '../../format/call-state.ts'
import { useText } from '../../texts/i18n.ts'
import { CallState } from '../../ui/badge.tsx'
import type { Column } from '../../ui/data-table.tsx'
import { Duration, TimeText } from '../../ui/figures.tsx'
import { CallerCell, PlaceCell } from './call-cells.tsx'

export function useHistoryColumns(): readonly Column<Call>[] {
  const t = useText()
  return [
    {
      key: 'time',
      head: t('calls.history.time'),
      width: '104px',
      phone: 'end',
      cell: (call) => <TimeText at={call.startedAt} as="time" />,
    },
    {
      key: 'from',
      head: t('calls.history.from'),
      phone: 'title',
      cell: (call) => <CallerCell call={call} />,
    },
    {
      key: 'result',
      head: t('calls.history.result'),
      phone: 'state',
      cell: (call) => <CallState state={callStateOf(call)} />,
    },
    {
      key: 'where',
      head: t('calls.history.where'),
      phone: 'sub',
      cell: (call) => <PlaceCell call={call} />,
    },
    {
      key: 'talk',
      head: t('calls.history.talk'),
      align: 'end',
      cell: (call) => <Duration seconds={talkSeconds(call)} />,
    },
    {
      key: 'length',
      head: t('calls.history.ring'),
      align: 'end',
      cell: (call) => <Duration seconds={call.durationSeconds} />,
    },
  ]
}

/** How long two people talked; null where nobody answered or the call goes on. */
function talkSeconds(call: Call): number | null {
  if (call.answeredAt === null || call.endedAt === null) return null
  return Math.max(0, (Date.parse(call.endedAt) - Date.parse(call.answeredAt)) / 1000)
}
