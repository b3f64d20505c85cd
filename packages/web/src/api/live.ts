import type { FlowChanges } from '@opbx/contract/call-flow/draft'
import { type Call, liveEventSchemas } from '@opbx/contract/calls'
import { type QueryClient, skipToken, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { z } from 'zod'
import { fraudGuardQuery, takeOutsideStop } from './fraud-guard.ts'
import { type LiveState, openLiveStream } from './live-stream.ts'
import { queryClient } from './query-client.ts'

/** Calls that are going on, as the stream last said. */
export const liveCallsKey = ['calls', 'live'] as const

interface Connection {
  state: LiveState
  /** When the last event or connection came: "figures are from 10:42 AM". */
  lastAt: Date | null
}
let connection: Connection = { state: 'reconnecting', lastAt: null }
const listeners = new Set<() => void>()

function setConnection(next: Connection): void {
  connection = next
  for (const listener of listeners) listener()
}
function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Keeps the stream open while mounted and feeds the queries. The shell calls it once. */
export function useLiveFeed(isWanted: boolean): void {
  useEffect(() => {
    if (!isWanted) return
    return openLiveStream({
      names: Object.keys(liveEventSchemas),
      onState: (state) =>
        setConnection({ state, lastAt: state === 'live' ? new Date() : connection.lastAt }),
      onEvent: (name, data) => {
        setConnection({ ...connection, lastAt: new Date() })
        takeLiveEvent(queryClient, name, JSON.parse(data))
      },
      catchUp: () => {
        const calls = queryClient.getQueryData<Call[]>(liveCallsKey)
        return calls && { name: 'snapshot', data: JSON.stringify({ calls }) }
      },
    })
  }, [isWanted])
}

/** Whether what is shown is current. */
export function useLive(): Connection {
  return useSyncExternalStore(subscribe, () => connection)
}

/** The calls that are going on; `undefined` until the stream has told. No request is made. */
export function useLiveCalls(): Call[] | undefined {
  return useQuery<Call[]>({ queryKey: liveCallsKey, queryFn: skipToken }).data
}

/** How many of the calls that are going on are such; a change of that number alone draws anew. */
export function useLiveCount(isSuch: (call: Call) => boolean): number {
  const count = (calls: Call[]) => calls.filter(isSuch).length
  return (
    useQuery<Call[], Error, number>({
      queryKey: liveCallsKey,
      queryFn: skipToken,
      select: count,
    }).data ?? 0
  )
}

const emergencyKey = ['calls', 'emergency'] as const
type Emergency = z.infer<typeof liveEventSchemas.emergency> & { at: string }

/** The last emergency call since the page was opened, and the way to put it away. */
export function useEmergency(): [Emergency | null, () => void] {
  const client = useQueryClient()
  const call = useQuery<Emergency | null>({ queryKey: emergencyKey, queryFn: skipToken }).data
  return [call ?? null, () => client.setQueryData(emergencyKey, null)]
}

/** Puts one event of the stream into the queries that show it. Unknown events are left alone. */
export function takeLiveEvent(client: QueryClient, name: string, data: unknown): void {
  if (name === 'snapshot') takeSnapshot(client, data)
  if (name === 'call') takeCall(client, data)
  if (name === 'flow') takeFlow(client, data)
  if (name === 'emergency') {
    const emergency = liveEventSchemas.emergency.safeParse(data)
    if (emergency.success) {
      client.setQueryData(emergencyKey, { ...emergency.data, at: new Date().toISOString() })
    }
  }
  if (name === 'fraud_guard') {
    const guard = liveEventSchemas.fraud_guard.safeParse(data)
    if (guard.success) takeOutsideStop(client, guard.data.stopped)
  }
  if (name === 'queues') void client.invalidateQueries({ queryKey: ['queues'] })
  if (name === 'subscribers') void client.invalidateQueries({ queryKey: ['flow', 'extension'] })
}

function takeSnapshot(client: QueryClient, data: unknown): void {
  const snapshot = liveEventSchemas.snapshot.safeParse(data)
  if (!snapshot.success) return
  client.setQueryData<Call[]>(liveCallsKey, snapshot.data.calls)
  void client.invalidateQueries({ queryKey: ['calls', 'history'] })
}

function takeCall(client: QueryClient, data: unknown): void {
  const parsed = liveEventSchemas.call.safeParse(data)
  if (!parsed.success) return
  const call = parsed.data
  client.setQueryData<Call[]>(liveCallsKey, (calls = []) => {
    const isKnown = calls.some((one) => one.id === call.id)
    if (call.status === 'ended') return calls.filter((one) => one.id !== call.id)
    return isKnown ? calls.map((one) => (one.id === call.id ? call : one)) : [call, ...calls]
  })
  void client.invalidateQueries({ queryKey: ['calls', 'story', call.id] })
  // A read that is under way is not begun anew by every call.
  void client.invalidateQueries({ queryKey: fraudGuardQuery.queryKey }, { cancelRefetch: false })
  if (call.status !== 'ended') return
  void client.invalidateQueries({ queryKey: ['calls', 'history'] })
  void client.invalidateQueries({ queryKey: ['calls', 'today'] })
  void client.invalidateQueries({ queryKey: ['voicemail-messages'] })
}

function takeFlow(client: QueryClient, data: unknown): void {
  const flow = liveEventSchemas.flow.safeParse(data)
  if (!flow.success) return
  const known = client.getQueryData<FlowChanges>(['flow', 'changes'])
  const { draftVersion, liveRevision } = flow.data
  if (known?.draftVersion === draftVersion && known.liveRevision === liveRevision) return
  void client.invalidateQueries({ queryKey: ['flow'] })
}
