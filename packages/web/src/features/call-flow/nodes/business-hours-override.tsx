import {
  type HoursOverrideChange,
  hoursOverrideSchema,
} from '@opbx/contract/call-flow/hours-override'
import {
  epochMillisecondsOfLocal,
  isoTimeOf,
  localReadingOf,
} from '@opbx/contract/call-flow/zone-time'
import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../../api/client.ts'
import { useMay } from '../../../api/me.ts'
import { queryClient } from '../../../api/query-client.ts'
import { useFormat } from '../../../format/format-context.tsx'
import { useText } from '../../../texts/i18n.ts'
import { IconButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Field } from '../../../ui/field.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { useProblemText } from '../../../ui/problem-text.ts'
import { Segments } from '../../../ui/segments.tsx'
import { Select } from '../../../ui/select.tsx'
import { TextInput } from '../../../ui/text-input.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { overridesKey, useOverrideOf } from './business-hours-queries.ts'

const states = ['auto', 'open', 'closed'] as const
type State = (typeof states)[number]
const ends = ['hand', 'hour', 'day', 'time'] as const
type End = (typeof ends)[number]

interface Hours {
  id: string
  name: string
  zone: string
}

/** Sets by hand, at once; answers whether it went well. */
function useSetByHand({ id, name }: Hours) {
  const t = useText()
  const problemText = useProblemText()
  return async (body: HoursOverrideChange) => {
    try {
      await api.put(`/business-hours/${id}/override`, { body, schema: hoursOverrideSchema })
      showToast(t(`hoursByHand.done.${body.override}`, { name }))
    } catch (error) {
      showToast(problemText(error), { isProblem: true })
    }
    await queryClient.invalidateQueries({ queryKey: overridesKey })
  }
}

/** The first moment of tomorrow on the clock of the hours. */
function endOfDay(zone: string, now: number): string {
  const today = localReadingOf(zone, now).slice(0, 10)
  const tomorrow = new Date(Date.parse(`${today}T00:00:00Z`) + 86_400_000)
  const date = tomorrow.toISOString().slice(0, 10)
  return isoTimeOf(epochMillisecondsOfLocal(zone, `${date}T00:00`))
}

function untilOf(end: End, { zone, time }: { zone: string; time: string }): string | null {
  const now = Date.now()
  if (end === 'hour') return isoTimeOf(now + 3_600_000)
  if (end === 'day') return endOfDay(zone, now)
  if (end === 'hand' || time === '') return null
  return isoTimeOf(epochMillisecondsOfLocal(zone, time))
}

/** Right now, whatever the hours say: acts at once. */
export function OverrideCard(hours: Hours) {
  const t = useText()
  const format = useFormat()
  const mayChange = useMay('flow.write')
  const override = useOverrideOf(hours.id)
  const set = useSetByHand(hours)
  const [end, setEnd] = useState<End>('hand')
  const [time, setTime] = useState('')
  const needsTime = end === 'time' && time === ''
  const choose = (state: State) => {
    const until = state === 'auto' ? null : untilOf(end, { zone: hours.zone, time })
    if (state === 'auto' || !needsTime) void set({ override: state, until })
  }
  const who = override?.setBy ?? ''
  const state = override?.override ?? 'auto'
  return (
    <Card title={t('hoursByHand.title')} lead={t('hoursByHand.lead')} pad>
      {mayChange && (
        <div className="grid2">
          <Field label={t('hoursByHand.until')}>
            <Select
              value={end}
              onChange={setEnd}
              options={ends.map((value) => ({ value, label: t(`hoursByHand.ends.${value}`) }))}
            />
          </Field>
          {end === 'time' && (
            <Field
              label={t('hoursByHand.time')}
              hint={needsTime ? t('hoursByHand.timeHint') : undefined}
            >
              <TextInput
                type="datetime-local"
                value={time}
                onChange={(event) => setTime(event.target.value)}
              />
            </Field>
          )}
        </div>
      )}
      {mayChange && (
        <Segments
          label={t('hoursByHand.title')}
          className="self-start"
          value={state}
          onChange={choose}
          segments={states.map((value) => ({ value, label: t(`hoursByHand.states.${value}`) }))}
        />
      )}
      <p className="small muted" aria-live="polite">
        {state === 'auto' && t('hoursByHand.now.auto')}
        {state !== 'auto' &&
          (override?.until
            ? t(`hoursByHand.now.${state}Until`, { who, until: format.dateTime(override.until) })
            : t(`hoursByHand.now.${state}`, { who }))}
      </p>
    </Card>
  )
}

/** The same from the list. */
export function OverrideMenu(hours: Hours) {
  const t = useText()
  const override = useOverrideOf(hours.id)
  const set = useSetByHand(hours)
  if (!useMay('flow.write')) return null
  const entries = (state: 'open' | 'closed') => [
    {
      label: t(`hoursByHand.menu.${state}Day`),
      onSelect: () => void set({ override: state, until: endOfDay(hours.zone, Date.now()) }),
    },
    {
      label: t(`hoursByHand.menu.${state}`),
      onSelect: () => void set({ override: state, until: null }),
    },
  ]
  const back = {
    label: t('hoursByHand.menu.auto'),
    onSelect: () => void set({ override: 'auto', until: null }),
  }
  return (
    <Menu
      trigger={
        <IconButton icon={Ellipsis} label={t('hoursByHand.menu.label', { name: hours.name })} />
      }
      groups={[
        { entries: [...entries('open'), ...entries('closed')] },
        ...(override === null ? [] : [{ entries: [back] }]),
      ]}
    />
  )
}
