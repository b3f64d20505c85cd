import type { FlowChanges, FlowDraft, RevisionDetail } from '@opbx/contract/call-flow/draft'
import { type CallStory, callStorySchema } from '@opbx/contract/calls'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api } from '../../../api/client.ts'
import { flowChangesQuery, lintQuery, revisionQuery } from '../../../api/flow.ts'
import { useMay } from '../../../api/me.ts'
import { useQueryParam } from '../../../app/navigation.ts'
import { pathOf } from './call-path.ts'
import type { Shown } from './card-data.ts'
import { comparedGraph, type FlowShape, graphOf, type Mark, shapeOf } from './graph.ts'
import { placesOf } from './places.ts'
import { type Edits, useEdits } from './use-edits.ts'

export type CanvasView = 'draft' | 'live' | 'compare'

export interface CanvasState {
  edits: Edits
  view: CanvasView
  setView: (view: CanvasView) => void
  /** The id of the step or number whose panel is open; empty: none. */
  open: string
  setOpen: (id: string) => void
  changes: FlowChanges | undefined
  /** What is drawn; nothing until it was read. */
  shown: Shown | undefined
  /** The flow that the cards come from: the draft, or a version. */
  flow: FlowShape | undefined
  call: ShownCall | undefined
  error: unknown
}
/** A finished call and what its path is drawn on. */
export interface ShownCall {
  story: CallStory
  /** The version that the call went through; null: it is gone, and the draft stands in for it. */
  version: number | null
  hide: () => void
}

/** What the canvas shows, all of it chosen in the address: version, open step, path of a call. */
export function useCanvas(): CanvasState {
  const edits = useEdits()
  const mayWrite = useMay('flow.write')
  const [view, setView] = useView()
  const [open, setOpen] = useQueryParam('step')
  const { story, hide } = useStory()
  const changes = useQuery(flowChangesQuery).data
  const lint = useQuery(lintQuery).data
  const wanted = story.data
    ? story.data.revision
    : (view !== 'draft' && changes?.liveRevision) || null
  const revision = useQuery({ ...revisionQuery(wanted ?? 0), enabled: wanted !== null })
  const version = wanted === null ? undefined : revision.data
  const isWaiting =
    changes === undefined || story.isLoading || (wanted !== null && revision.isLoading)
  const { draft } = edits
  const drawn = useMemo(
    () =>
      draft && !isWaiting
        ? draw({ draft, version, view, changes, isCall: !!story.data })
        : undefined,
    [draft, version, view, changes, isWaiting, story.data],
  )
  const isDraft = drawn !== undefined && !drawn.isVersion && view === 'draft'
  const shown = useMemo<Shown | undefined>(() => {
    if (!drawn) return undefined
    const { graph, places } = drawn
    const path = story.data && pathOf(story.data, graph)
    const canChange = isDraft && mayWrite
    return { graph, places, open, path, canChange, lint: isDraft ? lint : undefined }
  }, [drawn, open, story.data, isDraft, mayWrite, lint])
  return {
    edits,
    view,
    setView,
    open,
    setOpen,
    changes,
    shown,
    flow: drawn?.flow,
    call: story.data && { story: story.data, version: version?.number ?? null, hide },
    error: edits.error ?? story.error,
  }
}

function useView(): [CanvasView, (view: CanvasView) => void] {
  const [value, setValue] = useQueryParam('view')
  const view = value === 'live' || value === 'compare' ? value : 'draft'
  return [view, (next) => setValue(next === 'draft' ? '' : next)]
}

function useStory() {
  const [id, setId] = useQueryParam('call')
  const story = useQuery({
    queryKey: ['calls', 'story', id],
    queryFn: ({ signal }) => api.get(`/calls/${id}`, { schema: callStorySchema, signal }),
    enabled: id !== '',
  })
  return { story, hide: () => setId('') }
}

interface Drawing {
  draft: FlowDraft
  version: RevisionDetail | undefined
  view: CanvasView
  changes: FlowChanges | undefined
  isCall: boolean
}

function draw({ draft, version, view, changes, isCall }: Drawing) {
  const now = shapeOf(draft)
  const marks = new Map<string, Mark>(changes?.changes.map(({ id, change }) => [id, change]))
  const positions = {
    ...version?.positions,
    ...Object.fromEntries(draft.nodes.map(({ id, position }) => [id, position])),
  }
  // Before the first Apply nothing is live, and to compare with nothing shows everything as new.
  const before: FlowShape = version?.flow ?? { nodes: [], phoneNumbers: [] }
  const isVersion = isCall ? version !== undefined : view === 'live'
  const flow = isVersion ? before : now
  const compared = () => (isVersion ? graphOf(before) : comparedGraph(now, before, marks))
  const graph = !isCall && view === 'draft' ? graphOf(now, marks) : compared()
  const plain = isCall && !isVersion ? graphOf(now) : graph
  return { flow, graph: plain, places: placesOf(plain, positions), isVersion }
}
