import type { Positions } from '@opbx/contract/call-flow/flow'
import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  type Connection,
  type EdgeTypes,
  type NodeTypes,
  type OnConnectEnd,
  type OnNodesChange,
  ReactFlow,
  useReactFlow,
} from '@xyflow/react'
import { type DragEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
import { useText } from '../../../texts/i18n.ts'
import { classNames } from '../../../ui/class-names.ts'
import type { Addable, Adding } from './add-menu.tsx'
import { CanvasContext, type CanvasTools } from './canvas-context.ts'
import {
  arrowsOf,
  type CardNode,
  cardsOf,
  keepSame,
  type Shown,
  type WayEdge,
} from './card-data.ts'
import { NumberCard, StepCard } from './cards.tsx'
import { dragType } from './dock.tsx'
import type { Way } from './graph.ts'
import { useCardKeys } from './use-card-keys.ts'
import { ArrowHeads, WayArrow } from './way-edge.tsx'

const cardTypes = { step: StepCard, number: NumberCard } satisfies NodeTypes
const arrowTypes = { way: WayArrow } satisfies EdgeTypes

interface FlowCanvasProps {
  shown: Shown
  views: CanvasTools['views']
  onOpen: (id: string) => void
  onDelete: (id: string) => void
  onMove: (positions: Positions) => void
  onConnect: (source: string, exit: string, target: string | null) => void
  /** A place for a new step was pointed at: a line let go over nothing, a choice between two steps. */
  onAdding: (adding: Adding) => void
  onDropped: (type: Addable, at: { x: number; y: number }) => void
  isAddable: (type: string) => type is Addable
  children: ReactNode
}

/** Cards and arrows, to be looked at, moved and connected. */
export function FlowCanvas(props: FlowCanvasProps) {
  const { shown, onOpen, onConnect, onAdding } = props
  const t = useText()
  const flow = useReactFlow<CardNode, WayEdge>()
  const [chosen, setChosen] = useState('')
  const [isConnecting, setConnecting] = useState(false)
  const [cards, changeCards] = useCards(shown)
  const arrows = useMemo(() => arrowsOf(shown, chosen), [shown, chosen])
  const press = useCardKeys(shown, { onOpen, onDelete: props.onDelete, onMove: props.onMove })
  const { canChange, graph } = shown
  const tools = useMemo<CanvasTools>(() => {
    const withWay = (id: string, then: (way: Way) => void) => {
      const way = graph.ways.find((one) => one.id === id)
      setChosen('')
      if (way) then(way)
    }
    return {
      canChange,
      views: props.views,
      disconnect: (id) => withWay(id, ({ source, exit }) => onConnect(source, exit, null)),
      insert: (id, point) =>
        withWay(id, ({ source, exit, target }) =>
          onAdding({
            point,
            at: flow.screenToFlowPosition({ x: point.x, y: point.y - 40 }),
            from: { source, exit },
            into: target,
          }),
        ),
    }
  }, [canChange, graph, props.views, onConnect, onAdding, flow])
  const isReconnecting = useRef(false)
  const isReconnected = useRef(false)
  const letGo: OnConnectEnd = (event, state) => {
    setConnecting(false)
    // The end of a line that was there already is let go: `onReconnectEnd` sees to it.
    if (isReconnecting.current || state.toNode || !state.fromNode || !state.fromHandle?.id) return
    const end = 'changedTouches' in event ? event.changedTouches[0] : event
    if (!end) return
    const point = { x: end.clientX, y: end.clientY }
    const from = { source: state.fromNode.id, exit: state.fromHandle.id }
    onAdding({ point, at: flow.screenToFlowPosition({ x: point.x, y: point.y - 24 }), from })
  }
  const drop = (event: DragEvent) => {
    const type = event.dataTransfer.getData(dragType)
    if (!props.isAddable(type)) return
    event.preventDefault()
    const at = flow.screenToFlowPosition({ x: event.clientX, y: event.clientY })
    props.onDropped(type, { x: at.x - 94, y: at.y - 24 })
  }
  return (
    <CanvasContext value={tools}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the cards inside have the focus, their keys come up to here */}
      <div className={classNames('cv', isConnecting && 'is-connecting')} onKeyDown={press}>
        <ArrowHeads />
        <ReactFlow<CardNode, WayEdge>
          aria-label={t('canvas.label')}
          ariaLabelConfig={{ 'node.a11yDescription.keyboardDisabled': t('canvas.help') }}
          nodes={cards}
          edges={arrows}
          nodeTypes={cardTypes}
          edgeTypes={arrowTypes}
          onNodesChange={changeCards}
          onNodeClick={(_, card) => onOpen(card.id)}
          onEdgeClick={(_, way) => setChosen(way.id)}
          onPaneClick={() => setChosen('')}
          onNodeDragStop={(_, __, moved) => props.onMove(positionsOf(moved))}
          onSelectionDragStop={(_, moved) => props.onMove(positionsOf(moved))}
          onConnectStart={() => setConnecting(true)}
          onConnectEnd={letGo}
          onConnect={(made) => connected(made, onConnect)}
          onReconnectStart={() => {
            isReconnecting.current = true
            isReconnected.current = false
            setConnecting(true)
          }}
          onReconnect={(_, made) => {
            isReconnected.current = true
            connected(made, onConnect)
          }}
          onReconnectEnd={(_, way) => {
            isReconnecting.current = false
            setConnecting(false)
            // Let go over nothing: the exit leads nowhere.
            if (!isReconnected.current && way.sourceHandle)
              onConnect(way.source, way.sourceHandle, null)
          }}
          onDragOver={(event) => {
            if (event.dataTransfer.types.includes(dragType)) event.preventDefault()
          }}
          onDrop={drop}
          nodesConnectable={canChange}
          nodesFocusable
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectNodesOnDrag={false}
          nodeDragThreshold={4}
          connectionRadius={24}
          elevateEdgesOnSelect
          zoomOnDoubleClick={false}
          minZoom={0.1}
          maxZoom={1.6}
          fitView
          fitViewOptions={fit}
        >
          <Background variant={BackgroundVariant.Dots} gap={20} size={1.2} />
        </ReactFlow>
        {props.children}
      </div>
    </CanvasContext>
  )
}

/** Everything in sight, below the tools and above the palette, never larger than it is. */
export const fit = {
  padding: { top: '76px', bottom: '96px', left: '24px', right: '64px' },
  maxZoom: 1,
} as const

function connected(made: Connection, onConnect: FlowCanvasProps['onConnect']): void {
  if (made.sourceHandle) onConnect(made.source, made.sourceHandle, made.target)
}

function positionsOf(cards: readonly CardNode[]): Positions {
  const round = (value: number) => Math.round(value)
  return Object.fromEntries(
    cards
      .filter(({ type }) => type === 'step')
      .map(({ id, position }) => [id, { x: round(position.x), y: round(position.y) }]),
  )
}

/** The cards, with what only the screen knows: what is measured, chosen or on its way with the pointer. */
function useCards(shown: Shown): [CardNode[], OnNodesChange<CardNode>] {
  const t = useText()
  const wanted = useMemo(
    () =>
      cardsOf(shown).map((card): CardNode => {
        const name =
          card.type === 'step'
            ? t('canvas.stepCard', {
                name: card.data.node.name,
                kind: t(`callFlow.kind.${card.data.node.type}`),
              })
            : t('canvas.numberCard', {
                number: card.data.phoneNumber.number,
                label: card.data.phoneNumber.label,
              })
        return { ...card, ariaLabel: name }
      }),
    [shown, t],
  )
  const [cards, setCards] = useState(wanted)
  useEffect(() => setCards((before) => keepSame(before, wanted)), [wanted])
  return [cards, (changes) => setCards((now) => applyNodeChanges(changes, now))]
}
