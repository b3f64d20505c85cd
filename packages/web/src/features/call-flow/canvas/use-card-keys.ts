import type { Positions } from '@opbx/contract/call-flow/flow'
import { useReactFlow } from '@xyflow/react'
import { type KeyboardEvent, useCallback } from 'react'
import type { Shown } from './card-data.ts'
import { motion } from './motion.ts'
import { centreOf } from './places.ts'
import { type Direction, neighbour } from './walk.ts'

const directions: Record<string, Direction> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}
const steps: Record<Direction, { x: number; y: number }> = {
  left: { x: -20, y: 0 },
  right: { x: 20, y: 0 },
  up: { x: 0, y: -20 },
  down: { x: 0, y: 20 },
}

interface CardActions {
  onOpen: (id: string) => void
  onDelete: (id: string) => void
  onMove: (positions: Positions) => void
}

/** What keys do at a card: arrows go along the exits, with Shift they move it, Enter opens, Delete removes. */
export function useCardKeys(
  { graph, places, canChange }: Shown,
  { onOpen, onDelete, onMove }: CardActions,
) {
  const goTo = useShowCard({ graph, places })
  return (event: KeyboardEvent) => {
    if (!(event.target instanceof HTMLElement) || !event.target.matches('.react-flow__node')) return
    const id = event.target.dataset.id ?? ''
    const direction = directions[event.key]
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const act = () => {
      if (event.key === 'Enter' || event.key === ' ') return openWithKeys(id, onOpen)
      if (event.key === 'Delete' || event.key === 'Backspace') return canChange && onDelete(id)
      if (!direction) return undefined
      const here = places.get(id)
      if (event.shiftKey && canChange && here && graph.steps.some((step) => step.id === id)) {
        const by = steps[direction]
        return onMove({ [id]: { x: here.x + by.x, y: here.y + by.y } })
      }
      const next = neighbour(graph, places, { id, direction })
      return next === null ? true : goTo(next)
    }
    if (act() !== undefined || direction || /^(Enter| |Delete|Backspace)$/.test(event.key))
      event.preventDefault()
  }
}

/** Who opens a panel by the keyboard goes on in it. */
function openWithKeys(id: string, onOpen: (id: string) => void): void {
  onOpen(id)
  requestAnimationFrame(() => {
    const panel = document.querySelector('.flowpanel .panel__b')
    if (panel instanceof HTMLElement) panel.focus()
  })
}

/** Gives a card the focus, and brings it into sight where it is out of it. */
export function useShowCard({ graph, places }: Pick<Shown, 'graph' | 'places'>) {
  const flow = useReactFlow()
  return useCallback(
    (id: string, always = false) => {
      const card = document.querySelector(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
      const centre = centreOf(graph, places, id)
      if (!(card instanceof HTMLElement) || !centre) return
      card.focus({ preventScroll: true })
      const seen = card.closest('.react-flow')?.getBoundingClientRect()
      const at = card.getBoundingClientRect()
      const isInside =
        seen &&
        at.left >= seen.left &&
        at.right <= seen.right - 48 &&
        at.top >= seen.top + 60 &&
        at.bottom <= seen.bottom - 80
      const zoom = Math.max(flow.getZoom(), 0.6)
      if (always || !isInside) void flow.setCenter(centre.x, centre.y, { zoom, ...motion(280) })
    },
    [flow, graph, places],
  )
}
