import { type FlowTestResource, flowTestResourceSchema } from '@opbx/contract/call-flow/flow'
import { type FlowTestCreate, flowTestCreateSchema } from '@opbx/contract/call-flow/flow-tests'
import { useState } from 'react'
import type { z } from 'zod'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useGo } from '../../app/navigation.ts'
import { useContractForm } from '../../forms/use-contract-form.ts'
import { useText } from '../../texts/i18n.ts'
import { showToast } from '../../ui/toast.tsx'

export const flowTestList = '/flow/flow-tests'

type TestInput = z.input<typeof flowTestCreateSchema>
export type TestForm = ReturnType<typeof useFlowTestForm>['form']

export function createFlowTest(body: FlowTestCreate) {
  return api.post('/flow-tests', { body, schema: flowTestResourceSchema })
}

export function contentOfTest(test: FlowTestResource): FlowTestCreate {
  const { id, version, createdAt, updatedAt, state, ...content } = test
  return content
}

const emptyTest: FlowTestCreate = {
  name: '',
  enabled: true,
  origin: 'trunk',
  from: '',
  to: '',
  at: '',
  actions: [],
  facts: { notReady: [], personal: {}, blocked: false, seed: 1, answers: {} },
  expect: { path: null, rings: null, says: [], ends: null, tags: [] },
}

export function useFlowTestForm(stored: FlowTestResource | undefined) {
  const t = useText()
  const go = useGo()
  // Of what the form was filled from, not of what was read since: else somebody's change were overwritten.
  const [version, setVersion] = useState(stored?.version)
  const form = useContractForm<TestInput, FlowTestCreate>({
    schema: flowTestCreateSchema,
    values: stored ? contentOfTest(stored) : emptyTest,
    save: async (value) => {
      if (stored) {
        const saved = await api.patch(`/flow-tests/${stored.id}`, {
          body: value,
          ifMatch: version,
          schema: flowTestResourceSchema,
        })
        setVersion(saved.version)
        showToast(t('forms.savedInDraft'))
      } else {
        await createFlowTest(value)
        showToast(t('forms.created', { name: value.name }))
        go(flowTestList)
      }
      await flowChanged()
    },
  })
  return { form, version }
}
