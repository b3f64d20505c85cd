import { queueStrategies } from '@opbx/contract/call-flow/nodes/queue'
import { useWatch } from 'react-hook-form'
import { ChoiceField, NumberField, SelectField, SwitchField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Card } from '../../../ui/card.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'
import { OptionalPrompt } from '../optional-prompt.tsx'
import { AgentsCard } from './queue-agents.tsx'
import { AgentsNowCard } from './queue-agents-now.tsx'
import { CallersNowCard } from './queue-callers-now.tsx'
import { ExitKeyField } from './queue-exit-key.tsx'

/** Callers wait in line until an agent is free. */
export const queueView: NodeView<'queue'> = {
  type: 'queue',
  columns: (t) => [
    {
      key: 'strategy',
      head: t('nodeForms.queue.columnStrategy'),
      cell: (node) => t(`nodeForms.queue.strategies.${node.config.strategy}`),
      phone: 'sub',
    },
    {
      key: 'agents',
      head: t('nodeForms.queue.columnAgents'),
      align: 'end',
      cell: (node) => node.config.agents.length,
    },
  ],
  start: () => ({
    strategy: 'ring_all',
    agents: [],
    maxWaitSeconds: 600,
    maxCallers: 50,
    agentRingSeconds: 15,
    retrySeconds: 5,
    wrapUpSeconds: 10,
    holdMusic: 'music',
    welcome: null,
    announcePosition: true,
    periodic: null,
    exitKey: null,
    joinEmpty: 'signed_in',
    serviceLevelSeconds: 20,
    autoPauseAfter: 0,
  }),
  summary: (config, t) => t('nodeForms.ring_group.summary', { count: config.agents.length }),
  Form: QueueForm,
  Aside: QueueNow,
  openExits: ({ exitKey }, t) => (exitKey ? {} : { key_pressed: t('nodeForms.queue.noExitKey') }),
  exitLabels: (t) => ({ timeout: t('callFlow.exit.waited') }),
}

/** Who waits and who answers just now: of a queue that is live. */
function QueueNow({ node }: NodeFormProps<'queue'>) {
  if (node === undefined || node.state === 'new') return null
  return (
    <>
      <CallersNowCard queue={node.id} />
      <AgentsNowCard queue={node.id} />
    </>
  )
}

function QueueForm({ form }: NodeFormProps<'queue'>) {
  const strategy = useWatch({ control: form.control, name: 'config.strategy' })
  return (
    <>
      <AgentsCard form={form} hasOrder={strategy === 'linear' || strategy === 'round_robin'} />
      <RingingCard form={form} />
      <WaitingCard form={form} />
      <LimitsCard form={form} />
    </>
  )
}

type CardProps = Pick<NodeFormProps<'queue'>, 'form'>

function RingingCard({ form }: CardProps) {
  const t = useText()
  const seconds = t('common.seconds')
  return (
    <Card title={t('nodeForms.queue.ringing')} pad>
      <ChoiceField
        control={form.control}
        name="config.strategy"
        label={t('nodeForms.queue.strategy')}
        columns
        choices={queueStrategies.map((value) => ({
          value,
          label: t(`nodeForms.queue.strategies.${value}`),
          hint: t(`nodeForms.queue.strategyHints.${value}`),
        }))}
      />
      <div className="grid2">
        <NumberField
          control={form.control}
          name="config.agentRingSeconds"
          label={t('nodeForms.queue.agentRingSeconds')}
          unit={seconds}
        />
        <NumberField
          control={form.control}
          name="config.retrySeconds"
          label={t('nodeForms.queue.retrySeconds')}
          unit={seconds}
        />
        <NumberField
          control={form.control}
          name="config.wrapUpSeconds"
          label={t('nodeForms.queue.wrapUpSeconds')}
          hint={t('nodeForms.queue.wrapUpHint')}
          unit={seconds}
        />
        <NumberField
          control={form.control}
          name="config.autoPauseAfter"
          label={t('nodeForms.queue.autoPauseAfter')}
          hint={t('nodeForms.queue.autoPauseHint')}
        />
      </div>
    </Card>
  )
}

function WaitingCard({ form }: CardProps) {
  const t = useText()
  return (
    <Card title={t('nodeForms.queue.waiting')} pad>
      <div className="grid2">
        <SelectField
          control={form.control}
          name="config.holdMusic"
          label={t('nodeForms.queue.holdMusic')}
          options={(['music', 'silence'] as const).map((value) => ({
            value,
            label: t(`nodeForms.queue.holdMusics.${value}`),
          }))}
        />
        <ExitKeyField form={form} />
      </div>
      <SwitchField
        control={form.control}
        name="config.announcePosition"
        label={t('nodeForms.queue.announcePosition')}
        hint={t('nodeForms.queue.announcePositionHint')}
      />
      <OptionalPrompt
        control={form.control}
        name="config.welcome"
        label={t('nodeForms.queue.welcome')}
        hint={t('nodeForms.queue.welcomeHint')}
        start={{ text: '' }}
      />
      <OptionalPrompt
        control={form.control}
        name="config.periodic"
        promptPath="config.periodic.prompt"
        label={t('nodeForms.queue.periodic')}
        hint={t('nodeForms.queue.periodicHint')}
        start={{ prompt: { text: '' }, everySeconds: 60 }}
      >
        <NumberField
          control={form.control}
          name="config.periodic.everySeconds"
          label={t('nodeForms.queue.everySeconds')}
          unit={t('common.seconds')}
        />
      </OptionalPrompt>
    </Card>
  )
}

const policies = ['signed_in', 'working', 'always'] as const

function LimitsCard({ form }: CardProps) {
  const t = useText()
  return (
    <Card title={t('nodeForms.queue.limits')} pad>
      <div className="grid3">
        <NumberField
          control={form.control}
          name="config.maxWaitSeconds"
          label={t('nodeForms.queue.maxWaitSeconds')}
          unit={t('common.seconds')}
        />
        <NumberField
          control={form.control}
          name="config.maxCallers"
          label={t('nodeForms.queue.maxCallers')}
        />
        <NumberField
          control={form.control}
          name="config.serviceLevelSeconds"
          label={t('nodeForms.queue.serviceLevelSeconds')}
          hint={t('nodeForms.queue.serviceLevelHint')}
          unit={t('common.seconds')}
        />
      </div>
      <SelectField
        control={form.control}
        name="config.joinEmpty"
        label={t('nodeForms.queue.joinEmpty')}
        hint={t('nodeForms.queue.joinEmptyHint')}
        options={policies.map((value) => ({
          value,
          label: t(`nodeForms.queue.joinEmpties.${value}`),
        }))}
      />
    </Card>
  )
}
