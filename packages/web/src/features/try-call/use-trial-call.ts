import {
  type TrialCall,
  type trialCallCreateSchema,
  trialCallSchema,
  type trialManualActionSchema,
  trialStepSchema,
} from '@opbx/contract/trial'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { z } from 'zod'
import { addressOf, api } from '../../api/client.ts'
import { useProblemText } from '../../ui/problem-text.ts'
import { showToast } from '../../ui/toast.tsx'
import { newest, withStep } from './story.ts'

export type TrialOrder = z.input<typeof trialCallCreateSchema>
export type ManualAction = z.infer<typeof trialManualActionSchema>

const keyOf = (id: string) => ['trial', id] as const
const pathOf = (id: string) => `/trial/calls/${encodeURIComponent(id)}`

/** What is pushed while the call goes on. */
const stateSchema = trialCallSchema.pick({
  id: true,
  state: true,
  outcome: true,
  now: true,
  situation: true,
})

/** The call that the address names, kept up to date by what is pushed. */
export function useTrialCall(id: string) {
  const client = useQueryClient()
  const query = useQuery({
    queryKey: keyOf(id),
    queryFn: async ({ signal }) =>
      newest(
        client.getQueryData<TrialCall>(keyOf(id)),
        await api.get(pathOf(id), { schema: trialCallSchema, signal }),
      ),
    enabled: id !== '',
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  const isOpen = query.data !== undefined && query.data.state !== 'ended'
  useEffect(() => {
    if (!isOpen) return
    const change = (update: (call: TrialCall) => TrialCall) =>
      client.setQueryData<TrialCall>(keyOf(id), (call) => call && update(call))
    const source = new EventSource(addressOf(`${pathOf(id)}/events`))
    source.addEventListener('step', ({ data }: MessageEvent<string>) => {
      const step = trialStepSchema.safeParse(JSON.parse(data))
      if (step.success) change((call) => withStep(call, step.data))
    })
    source.addEventListener('state', ({ data }: MessageEvent<string>) => {
      const state = stateSchema.safeParse(JSON.parse(data))
      if (!state.success) return
      change((call) => ({ ...call, ...state.data }))
      // The stream ends with the call; only an answer has the reasons and the call's place in the history.
      if (state.data.state === 'ended') {
        source.close()
        void client.invalidateQueries({ queryKey: keyOf(id) })
      }
    })
    return () => source.close()
  }, [client, id, isOpen])
  return query
}

/** Places a call; `onPlaced` puts its id into the address. */
export function usePlaceCall(onPlaced: (id: string) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (order: TrialOrder) =>
      api.post('/trial/calls', { body: order, schema: trialCallSchema }),
    onSuccess: (call) => {
      client.setQueryData<TrialCall>(keyOf(call.id), call)
      onPlaced(call.id)
    },
  })
}

/** What somebody does in the call. Actions wait for each other: keys may be typed faster than they travel. */
export function useActions(id: string) {
  const client = useQueryClient()
  const problemText = useProblemText()
  const queue = useRef<Promise<void>>(Promise.resolve())
  const [waiting, setWaiting] = useState(0)
  const send = async (action: ManualAction) => {
    try {
      const answer = await api.post(`${pathOf(id)}/actions`, {
        body: action,
        schema: trialCallSchema,
      })
      client.setQueryData<TrialCall>(keyOf(id), (known) => newest(known, answer))
    } catch (error) {
      showToast(problemText(error), { isProblem: true })
    }
    setWaiting((count) => count - 1)
  }
  const act = (action: ManualAction) => {
    setWaiting((count) => count + 1)
    queue.current = queue.current.then(() => send(action))
  }
  return { act, isBusy: waiting > 0 }
}
