import { huntStrategies } from '@opbx/contract/call-flow/nodes/ring-group'
import { useWatch } from 'react-hook-form'
import { ChoiceField, NumberField, SwitchField, TextField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'
import { MembersCard } from './ring-group-members.tsx'

/** Several people for one call. */
export const ringGroupView: NodeView<'ring_group'> = {
  type: 'ring_group',
  columns: (t) => [
    {
      key: 'strategy',
      head: t('nodeForms.ring_group.columnStrategy'),
      cell: (node) => t(`nodeForms.ring_group.strategies.${node.config.strategy}`),
      phone: 'sub',
    },
    {
      key: 'members',
      head: t('nodeForms.ring_group.columnMembers'),
      align: 'end',
      cell: (node) => node.config.members.length,
    },
  ],
  start: () => ({
    strategy: 'simultaneous',
    members: [],
    ringSeconds: 20,
    rounds: 1,
    skipBusy: false,
    callerNamePrefix: '',
  }),
  summary: ({ members }, t) => {
    const count = members.length
    const outside = members.filter((member) => 'number' in member).length
    return outside === 0
      ? t('nodeForms.ring_group.summary', { count })
      : t('nodeForms.ring_group.summaryOutside', { count, outside })
  },
  Form: RingGroupForm,
}

function RingGroupForm({ form }: NodeFormProps<'ring_group'>) {
  const t = useText()
  const [strategy, ringSeconds, rounds, members] = useWatch({
    control: form.control,
    name: ['config.strategy', 'config.ringSeconds', 'config.rounds', 'config.members'],
  })
  const alone = members.filter((member) => strategy !== 'simultaneous' || 'number' in member)
  const together = members.length > alone.length ? (ringSeconds ?? 0) : 0
  const round = alone.reduce((sum, own) => sum + (own.ringSeconds ?? ringSeconds ?? 0), together)
  const longest = round * (rounds ?? 1)
  return (
    <>
      <MembersCard form={form} strategy={strategy} />
      <Card title={t('nodeForms.ring_group.heading')} pad>
        <ChoiceField
          control={form.control}
          name="config.strategy"
          label={t('nodeForms.ring_group.strategy')}
          columns
          choices={huntStrategies.map((value) => ({
            value,
            label: t(`nodeForms.ring_group.strategies.${value}`),
            hint: t(`nodeForms.ring_group.strategyHints.${value}`),
          }))}
        />
        <div className="grid2">
          <NumberField
            control={form.control}
            name="config.ringSeconds"
            label={t('nodeForms.ring_group.ringSeconds')}
            hint={
              longest > 0
                ? t('nodeForms.ring_group.longest', {
                    count: longest,
                    rings: Math.round(longest / 6),
                  })
                : undefined
            }
            unit={t('common.seconds')}
          />
          <NumberField
            control={form.control}
            name="config.rounds"
            label={t('nodeForms.ring_group.rounds')}
            hint={t('nodeForms.ring_group.roundsHint')}
          />
        </div>
        <SwitchField
          control={form.control}
          name="config.skipBusy"
          label={t('nodeForms.ring_group.skipBusy')}
          hint={t('nodeForms.ring_group.skipBusyHint')}
        />
        <TextField
          control={form.control}
          name="config.callerNamePrefix"
          label={t('nodeForms.ring_group.callerNamePrefix')}
          hint={t('nodeForms.ring_group.callerNamePrefixHint')}
          input={{ autoComplete: 'off' }}
        />
      </Card>
    </>
  )
}
