import type { FlowDraft } from '@opbx/contract/call-flow/draft'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo, useRef, useState } from 'react'
import { flowChanged, flowChangesQuery, flowQuery } from '../../../api/flow.ts'
import { isProblem } from '../../../api/problem.ts'
import { queryClient } from '../../../api/query-client.ts'
import { useFormat } from '../../../format/format-context.tsx'
import { useText } from '../../../texts/i18n.ts'
import { useProblemText } from '../../../ui/problem-text.ts'
import { showToast } from '../../../ui/toast.tsx'
import { applyEdit, type FlowEdit, shownEdit } from './edits.ts'
import {
  deedOf,
  type History,
  noHistory,
  redo,
  renamed,
  renamedEdit,
  undo,
  withDeed,
  withoutDeed,
} from './history.ts'
import { sendEdit } from './send-edit.ts'

/** What was saved: the ids of what was made, by key, and the newest version. */
interface Done {
  ids: Record<string, string>
  version: number | undefined
}
export interface Edits {
  /** The draft with what is still on its way to the server. */
  draft: FlowDraft | undefined
  error: unknown
  /** Makes these changes as one deed. Rejects when one is refused; then the server's draft is shown again. */
  perform: (edits: readonly FlowEdit[]) => Promise<Done>
  /** The same where nobody waits for it: a refusal is told in a toast. */
  tell: (edits: readonly FlowEdit[]) => Promise<Done | null>
  undo: () => void
  redo: () => void
  canUndo: boolean
  canRedo: boolean
}

/** Changes of the draft, one after the other, shown at once, with a history. */
export function useEdits(): Edits {
  const flow = useQuery(flowQuery)
  const tellProblem = useTellProblem()
  const [pending, setPending] = useState<readonly FlowEdit[]>([])
  const [history, setHistory] = useState<History>(noHistory)
  const latest = useRef(history)
  const waiting = useRef<readonly FlowEdit[]>([])
  const counter = useRef(0)
  const tail = useRef<Promise<unknown>>(Promise.resolve())
  const draft = useMemo(
    () => flow.data && pending.reduce(shownEdit, flow.data),
    [flow.data, pending],
  )

  const remember = useCallback((change: (history: History) => History) => {
    latest.current = change(latest.current)
    setHistory(latest.current)
  }, [])
  const setWaiting = useCallback((change: (edits: readonly FlowEdit[]) => readonly FlowEdit[]) => {
    waiting.current = change(waiting.current)
    setPending(waiting.current)
  }, [])

  /** Sends edits once those before them are through. */
  const run = useCallback(
    (edits: readonly FlowEdit[]): Promise<Done> => {
      setWaiting((now) => [...now, ...edits])
      const sending = tail.current.then(async () => {
        const ids: Record<string, string> = {}
        let version: number | undefined
        try {
          for (const edit of edits) {
            const named = Object.entries(ids).reduce(
              (one, [key, id]) => renamedEdit(one, key, id),
              edit,
            )
            const saved = await sendEdit(named)
            if (saved) version = saved.version
            if (saved && 'key' in edit && saved.id !== edit.key) {
              ids[edit.key] = saved.id
              remember((now) => renamed(now, edit.key, saved.id))
            }
          }
        } finally {
          setWaiting((now) => now.filter((one) => !edits.includes(one)))
          // A moved card changes nothing that was read.
          const isMove = edits.every(({ kind }) => kind === 'move')
          if (waiting.current.length === 0 && !isMove) void flowChanged()
        }
        return { ids, version }
      })
      tail.current = sending.catch(() => undefined)
      return sending
    },
    [remember, setWaiting],
  )

  const perform = useCallback(
    async (edits: readonly FlowEdit[]): Promise<Done> => {
      const before = queryClient.getQueryData(flowQuery.queryKey)
      if (before === undefined || edits.length === 0) return { ids: {}, version: undefined }
      counter.current += 1
      const deed = deedOf(waiting.current.reduce(applyEdit, before), edits, counter.current)
      remember((now) => withDeed(now, deed))
      try {
        return await run(edits)
      } catch (error) {
        remember((now) => withoutDeed(now, deed.number))
        void flowChanged()
        throw error
      }
    },
    [remember, run],
  )
  const tell = useCallback(
    (edits: readonly FlowEdit[]) =>
      perform(edits).catch((error: unknown) => {
        void tellProblem(error)
        return null
      }),
    [perform, tellProblem],
  )
  const step = useCallback(
    (move: typeof undo | typeof redo) => {
      const moved = move(latest.current)
      if (!moved) return
      remember(() => moved.history)
      run(moved.edits).catch((error: unknown) => {
        remember(() => noHistory)
        void flowChanged()
        void tellProblem(error)
      })
    },
    [remember, run, tellProblem],
  )
  return {
    draft,
    error: flow.error,
    perform,
    tell,
    undo: useCallback(() => step(undo), [step]),
    redo: useCallback(() => step(redo), [step]),
    canUndo: history.done.length > 0,
    canRedo: history.undone.length > 0,
  }
}

/** Why nothing was saved. Somebody who was faster is named, with the time. */
function useTellProblem(): (error: unknown) => Promise<void> {
  const t = useText()
  const format = useFormat()
  const problemText = useProblemText()
  return useCallback(
    async (error) => {
      if (!isProblem(error, 'outdated')) return showToast(problemText(error), { isProblem: true })
      const { changedBy, changedAt } = await queryClient.fetchQuery({
        ...flowChangesQuery,
        staleTime: 0,
      })
      showToast(
        changedBy && changedAt
          ? t('canvas.faster', { name: changedBy, time: format.time(changedAt) })
          : problemText(error),
        { isProblem: true },
      )
    },
    [t, format, problemText],
  )
}
