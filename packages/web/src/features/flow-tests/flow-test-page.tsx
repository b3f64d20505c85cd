import { type FlowTestResource, flowTestResourceSchema } from '@opbx/contract/call-flow/flow'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useWatch } from 'react-hook-form'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useMay, useMe } from '../../api/me.ts'
import { useGo, usePathParam } from '../../app/navigation.ts'
import { BoundField, SwitchField, TextField } from '../../forms/fields.tsx'
import { DeleteButton } from '../../resources/delete-button.tsx'
import { ResourceEditPage } from '../../resources/resource-edit.tsx'
import { useText } from '../../texts/i18n.ts'
import { DraftBadge } from '../../ui/badge.tsx'
import { Card } from '../../ui/card.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { ActionsCard } from './actions-card.tsx'
import { ExpectCard } from './expect-card.tsx'
import { FactsCard } from './facts-card.tsx'
import { ResultCard } from './result-card.tsx'
import {
  contentOfTest,
  createFlowTest,
  flowTestList,
  type TestForm,
  useFlowTestForm,
} from './test-form.ts'

export function NewFlowTestPage() {
  return <FlowTestForm stored={undefined} />
}

export function FlowTestPage() {
  const id = usePathParam('id')
  const [round, setRound] = useState(0)
  const query = useQuery({
    queryKey: ['flow', 'flow_test', id],
    queryFn: ({ signal }) =>
      api.get(`/flow-tests/${id}`, { schema: flowTestResourceSchema, signal }),
  })
  return (
    <Loaded query={query} isPage>
      {(stored) => (
        <FlowTestForm
          key={`${id} ${round}`}
          stored={stored}
          onReload={() => void query.refetch().then(() => setRound(round + 1))}
        />
      )}
    </Loaded>
  )
}

function FlowTestForm({
  stored,
  onReload,
}: {
  stored: FlowTestResource | undefined
  onReload?: () => void
}) {
  const t = useText()
  const go = useGo()
  const mayWrite = useMay('flow.write')
  const { form, version } = useFlowTestForm(stored)
  return (
    <ResourceEditPage
      title={stored?.name ?? t('flowTests.createTitle')}
      up={{ to: flowTestList, label: t('flowTests.list') }}
      badge={stored && <DraftBadge state={stored.state} />}
      form={form}
      saveLabel={stored ? t('common.save') : t('flowTests.add')}
      note={t('forms.goesIntoDraft')}
      isReadOnly={!mayWrite}
      onReload={onReload}
      aside={<ResultCard form={form} isStored={stored !== undefined} />}
      actions={
        stored &&
        mayWrite && (
          <DeleteButton
            name={stored.name}
            onDelete={() => api.delete(`/flow-tests/${stored.id}`, { ifMatch: version })}
            onDeleted={() => go(flowTestList, { after: flowChanged })}
            onUndo={() => createFlowTest(contentOfTest(stored)).then(flowChanged)}
          />
        )
      }
    >
      <Card pad>
        <TextField
          control={form.control}
          name="name"
          label={t('flowTests.name')}
          input={{
            autoFocus: !stored,
            autoComplete: 'off',
            className: 'max-w-[400px]',
            placeholder: t('flowTests.nameExample'),
          }}
        />
        <SwitchField
          control={form.control}
          name="enabled"
          label={t('flowTests.enabled')}
          hint={t('flowTests.enabledHint')}
        />
      </Card>
      <CallCard form={form} />
      <ActionsCard form={form} />
      <ExpectCard form={form} />
      <FactsCard form={form} />
    </ResourceEditPage>
  )
}

const numberInput = { inputMode: 'tel', autoComplete: 'off', className: 'num' } as const

function CallCard({ form }: { form: TestForm }) {
  const t = useText()
  const zone = useMe().organization?.timeZone ?? ''
  const isPhone = useWatch({ control: form.control, name: 'origin' }) === 'phone'
  return (
    <Card title={t('flowTests.call')} pad>
      <div className="grid2">
        <BoundField control={form.control} name="origin" label={t('flowTests.origin')}>
          {({ text, onChange, onBlur, name, ref }) => (
            <Select
              ref={ref}
              name={name}
              value={text}
              onChange={onChange}
              onBlur={onBlur}
              options={[
                { value: 'trunk', label: t('flowTests.origins.trunk') },
                { value: 'phone', label: t('flowTests.origins.phone') },
              ]}
            />
          )}
        </BoundField>
        <TextField
          control={form.control}
          name="from"
          label={t('flowTests.from')}
          hint={t(isPhone ? 'flowTests.fromPhoneHint' : 'flowTests.fromHint')}
          input={{ ...numberInput, placeholder: isPhone ? '1001' : '+12025550173' }}
        />
        <TextField
          control={form.control}
          name="to"
          label={t('flowTests.to')}
          hint={t('flowTests.toHint')}
          input={{ ...numberInput, placeholder: '+12025550100' }}
        />
        <BoundField
          control={form.control}
          name="at"
          label={t('flowTests.at')}
          hint={t('flowTests.atHint', { zone })}
        >
          {({ text, onChange, onBlur, name, ref }) => (
            <TextInput
              ref={ref}
              name={name}
              type="datetime-local"
              step={1}
              value={text}
              onChange={onChange}
              onBlur={onBlur}
            />
          )}
        </BoundField>
      </div>
    </Card>
  )
}
