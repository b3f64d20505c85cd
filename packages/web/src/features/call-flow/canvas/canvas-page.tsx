import type { FlowNode } from '@opbx/contract/call-flow/flow'
import { nodeTypeNames } from '@opbx/contract/call-flow/node-types'
import { ReactFlowProvider, useReactFlow } from '@xyflow/react'
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { useMay } from '../../../api/me.ts'
import { useGo, useQueryParam } from '../../../app/navigation.ts'
import { nodePath, phoneNumberPath } from '../../../app/paths.ts'
import { formatPhoneNumber } from '../../../format/phone-number.ts'
import { useText } from '../../../texts/i18n.ts'
import { ButtonLink } from '../../../ui/button.tsx'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { FailedState, SkeletonRows } from '../../../ui/loading.tsx'
import { PageHead } from '../../../ui/page-head.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { useIsPhone } from '../../../ui/use-media.ts'
import { type Addable, type Adding, AddMenu } from './add-menu.tsx'
import './canvas.css'
import { CanvasContext } from './canvas-context.ts'
import type { Shown } from './card-data.ts'
import { Checks } from './checks.tsx'
import { ComparePanel } from './compare-panel.tsx'
import { DeleteDialog } from './delete-dialog.tsx'
import { Dock } from './dock.tsx'
import { FindStep } from './find-step.tsx'
import { FlowCanvas, fit } from './flow-canvas.tsx'
import { LiveCalls } from './live-calls.tsx'
import { MakingPanel } from './making-panel.tsx'
import { motion } from './motion.ts'
import { OutlineView } from './outline-view.tsx'
import { PathPanel, PathPill } from './path-pill.tsx'
import { centreOf } from './places.ts'
import { OpenPanel, tryPath } from './step-panel.tsx'
import { tidied } from './tidy.ts'
import { Tools, Zoom } from './tools.tsx'
import { leadTo, placeFor, useAdding } from './use-adding.ts'
import { type CanvasState, useCanvas } from './use-canvas.ts'
import { useCanvasKeys } from './use-canvas-keys.ts'
import { useShowCard } from './use-card-keys.ts'
import { useViews } from './use-views.ts'
import { deletionOf, type Uses, usesOf } from './uses.ts'
import { ViewSwitch } from './view-switch.tsx'

/** The call flow as a map: numbers at the left, steps with their exits, lines between them. */
export function CanvasPage() {
  const t = useText()
  const state = useCanvas()
  const isPhone = useIsPhone()
  const views = useViews(state.flow)
  const [as] = useQueryParam('as')
  const { shown } = state
  const isList = isPhone || as === 'list'
  const content = () => {
    if (state.error && !shown) return <FailedState error={state.error} isPage />
    if (!shown) return <SkeletonRows rows={6} />
    return isList ? (
      <ListPage state={state} shown={shown} />
    ) : (
      <MapPage {...{ state, shown, views }} />
    )
  }
  const tools = useMemo(
    () => ({ canChange: false, views, insert: () => {}, disconnect: () => {} }),
    [views],
  )
  return (
    <CanvasContext value={tools}>
      <div className="sr">
        <PageHead
          title={t('canvas.title')}
          up={{ to: '/flow/map', label: t('shell.nav.callFlow') }}
        />
      </div>
      <ReactFlowProvider>{content()}</ReactFlowProvider>
    </CanvasContext>
  )
}

/** The list: on phones the whole page, else another look at the same, with the panel beside it. */
function ListPage({ state, shown }: { state: CanvasState; shown: Shown }) {
  const t = useText()
  const isPhone = useIsPhone()
  const go = useGo()
  const deletion = useDeletion(state)
  const pageOf = (id: string) => {
    const step = shown.graph.steps.find((one) => one.id === id)
    return step ? nodePath(step.node.type, id) : phoneNumberPath(id)
  }
  const mayWrite = useMay('flow.write')
  const number = shown.graph.entries[0]?.phoneNumber.number
  return (
    <div className="flowmain">
      <div className="flowlist">
        <div className="row wrap">
          <ViewSwitch state={state} />
          {!isPhone && (
            <ButtonLink to="/flow/map" size="sm">
              {t('canvas.asMap')}
            </ButtonLink>
          )}
          {mayWrite && number !== undefined && (
            <span className="end">
              <ButtonLink size="sm" to={tryPath(number)}>
                {t('canvas.tryCall')}
              </ButtonLink>
            </span>
          )}
        </div>
        {state.call && <PathPill call={state.call} />}
        {shown.canChange && (
          <Checks
            lint={shown.lint}
            onShow={(id) => (isPhone ? go(pageOf(id)) : state.setOpen(id))}
          />
        )}
        {isEmpty(shown) ? (
          <Nothing canChange={shown.canChange} isPhone />
        ) : (
          <OutlineView shown={shown} onOpen={isPhone ? undefined : state.setOpen} />
        )}
      </div>
      {!isPhone && <SidePanel state={state} shown={shown} onDelete={deletion.ask} />}
      {deletion.dialog}
    </div>
  )
}

interface MapPageProps {
  state: CanvasState
  shown: Shown
  views: ReturnType<typeof useViews>
}

function MapPage({ state, shown, views }: MapPageProps) {
  const t = useText()
  const { edits, setOpen } = state
  const flow = useReactFlow()
  const [, setAs] = useQueryParam('as')
  const [isFinding, setFinding] = useState(false)
  const [adding, setAdding] = useState<Adding | null>(null)
  const [isTidying, setTidying] = useState(false)
  const deletion = useDeletion(state)
  const show = useShowCard(shown)
  const { graph, places, canChange } = shown
  const close = useCallback(() => setOpen(''), [setOpen])
  const making = useAdding({ edits, onMade: setOpen, onMaking: close })
  const { add } = making
  const tell = edits.tell
  const onMove = useCallback(
    (positions: Record<string, { x: number; y: number }>) =>
      void (Object.keys(positions).length > 0 && tell([{ kind: 'move', positions }])),
    [tell],
  )
  const onConnect = useCallback(
    (source: string, exit: string, target: string | null) =>
      void tell([leadTo({ source, exit }, target)]),
    [tell],
  )
  const addHere = (type: Addable) => {
    const box = document.querySelector('.cv')?.getBoundingClientRect()
    const middle = box
      ? flow.screenToFlowPosition({
          x: box.left + box.width / 2 - 94,
          y: box.top + box.height / 2 - 60,
        })
      : { x: 0, y: 0 }
    void add(type, { at: placeFor(graph, places, middle), from: undefined, into: undefined })
  }
  const tidy = async () => {
    setTidying(true)
    const positions = await tidied(graph)
    await tell([{ kind: 'move', positions }])
    setTidying(false)
    showToast(t('canvas.tidied'), { onUndo: edits.undo })
    void flow.fitView({ ...fit, ...motion(280) })
  }
  useCanvasKeys({
    onUndo: canChange ? edits.undo : undefined,
    onRedo: canChange ? edits.redo : undefined,
    onFind: () => setFinding(true),
    onFit: () => void flow.fitView({ ...fit, ...motion(280) }),
    onClose: () => {
      if (shown.open === '') return
      close()
      show(shown.open)
    },
  })
  useFirstSight(state, show)
  useOpenInSight(shown)
  useCloseWhenGone(shown, close)
  const goTo = (id: string) => {
    setOpen(id)
    show(id, true)
  }
  return (
    <div className="flowmain">
      <FlowCanvas
        shown={shown}
        views={views}
        onOpen={setOpen}
        onDelete={deletion.ask}
        onMove={onMove}
        onConnect={onConnect}
        onAdding={setAdding}
        onDropped={(type, at) =>
          void add(type, { at: placeFor(graph, places, at), from: undefined, into: undefined })
        }
        isAddable={isAddable}
      >
        <div className="cv__bar">
          <Tools
            edits={edits}
            canChange={canChange}
            find={
              <FindStep graph={graph} isOpen={isFinding} onOpenChange={setFinding} onFound={goTo} />
            }
            onTidy={() => void tidy()}
            isTidying={isTidying}
            number={graph.entries[0]?.phoneNumber.number}
            onOutline={() => setAs('list')}
          />
          <div className="cv__end">
            {state.call && <PathPill call={state.call} />}
            {!state.call && <ViewSwitch state={state} />}
          </div>
        </div>
        {isEmpty(shown) && <Nothing canChange={canChange} />}
        {canChange && <Checks lint={shown.lint} onShow={goTo} />}
        {canChange && (
          <Dock onAdd={addHere} onMore={(point) => setAdding({ point, at: undefined })} />
        )}
        <Zoom />
        {!state.call && state.view !== 'compare' && <LiveCalls graph={graph} />}
      </FlowCanvas>
      {making.making ? (
        <MakingPanel adding={making} edits={edits} onMade={setOpen} />
      ) : (
        <SidePanel
          state={state}
          shown={shown}
          onDelete={deletion.ask}
          onShow={(id) => show(id, true)}
        />
      )}
      {adding && (
        <AddMenu
          adding={adding}
          onClose={() => setAdding(null)}
          onChoose={(type) => {
            setAdding(null)
            const { at, from, into } = adding
            if (at === undefined) addHere(type)
            else void add(type, { at: placeFor(graph, places, at), from, into })
          }}
        />
      )}
      {deletion.dialog}
    </div>
  )
}

/** What stands beside: the open step, the stops of a call, or all differences. */
function SidePanel({
  state,
  shown,
  onDelete,
  onShow,
}: {
  state: CanvasState
  shown: Shown
  onDelete: (id: string) => void
  onShow?: (id: string) => void
}) {
  const mayApply = useMay('flow.write')
  const close = () => state.setOpen('')
  if (shown.open !== '') return <OpenPanel state={state} onClose={close} onDelete={onDelete} />
  if (state.call)
    return <PathPanel call={state.call} state={state} onShow={onShow ?? state.setOpen} />
  if (state.view === 'compare') return <ComparePanel state={state} canApply={mayApply} />
  return null
}

/** Asks before a step that is used is deleted; one that is not used is gone at once, with Undo. */
function useDeletion(state: CanvasState): { ask: (id: string) => void; dialog: ReactNode } {
  const t = useText()
  const [asked, setAsked] = useState<{ node: FlowNode; uses: Uses } | null>(null)
  const { edits, flow, open, setOpen } = state
  const { draft, tell, undo } = edits
  const remove = async (id: string, name: string, edit: Parameters<typeof tell>[0]) => {
    if (open === id) setOpen('')
    if (await tell(edit)) showToast(t('canvas.deleted', { name }), { onUndo: undo })
  }
  const ask = (id: string) => {
    const node = flow?.nodes.find((one) => one.id === id)
    const phoneNumber = flow?.phoneNumbers.find((one) => one.id === id)
    if (phoneNumber) {
      const name = formatPhoneNumber(phoneNumber.number)
      void remove(id, name, [{ kind: 'removeNumber', id }])
    }
    if (!node || !flow || !draft) return
    const uses = usesOf({ ...flow, outboundRoutes: draft.outboundRoutes }, id)
    if (uses.ways.length + uses.fixed.length > 0) setAsked({ node, uses })
    else void remove(id, node.name, deletionOf(uses, id, null))
  }
  const dialog = asked && (
    <DeleteDialog
      node={asked.node}
      uses={asked.uses}
      onClose={() => setAsked(null)}
      onDelete={(instead) => {
        setAsked(null)
        const { node, uses } = asked
        void remove(node.id, node.name, deletionOf(uses, node.id, instead))
      }}
    />
  )
  return { ask, dialog }
}

/** An address that names a step brings its card into sight. */
function useFirstSight(state: CanvasState, show: (id: string, always?: boolean) => void): void {
  const [first] = useState(state.open)
  const latest = useRef(show)
  latest.current = show
  useEffect(() => {
    if (first === '') return
    // Once the cards have been measured.
    const frame = requestAnimationFrame(() =>
      requestAnimationFrame(() => latest.current(first, true)),
    )
    return () => cancelAnimationFrame(frame)
  }, [first])
}

/** The panel takes width: the card that it is about stays in sight. */
function useOpenInSight(shown: Shown): void {
  const flow = useReactFlow()
  const latest = useRef({ flow, shown })
  latest.current = { flow, shown }
  const { open } = shown
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const at = centreOf(latest.current.shown.graph, latest.current.shown.places, open)
      const seen = document.querySelector('.cv')?.getBoundingClientRect()
      if (!at || !seen) return
      const { x, y } = latest.current.flow.flowToScreenPosition(at)
      const zoom = latest.current.flow.getZoom()
      const half = 120 * zoom
      const isInside =
        x > seen.left + half && x < seen.right - half && y > seen.top + 60 && y < seen.bottom - 60
      if (!isInside) void latest.current.flow.setCenter(at.x, at.y, { zoom, ...motion(280) })
    })
    return () => cancelAnimationFrame(frame)
  }, [open])
}

/** What was deleted or undone while its panel was open has none any more. */
function useCloseWhenGone({ graph, open }: Shown, close: () => void): void {
  const seen = useRef('')
  const isThere = [...graph.steps, ...graph.entries].some(({ id }) => id === open)
  useEffect(() => {
    if (isThere) seen.current = open
    else if (open !== '' && seen.current === open) close()
  }, [isThere, open, close])
}

function Nothing({ canChange, isPhone }: { canChange: boolean; isPhone?: boolean }) {
  const t = useText()
  return (
    <div className="cv__empty">
      <EmptyState
        title={t('canvas.emptyTitle')}
        action={
          isPhone && canChange ? (
            <ButtonLink to="/flow/phone-numbers/new" variant="primary">
              {t('canvas.newNumber')}
            </ButtonLink>
          ) : undefined
        }
      >
        {t(canChange ? 'canvas.emptyText' : 'canvas.emptyRead')}
      </EmptyState>
    </div>
  )
}

const isEmpty = ({ graph }: Shown) => graph.steps.length + graph.entries.length === 0

function isAddable(type: string): type is Addable {
  return type === 'phone_number' || nodeTypeNames.some((one) => one === type)
}
