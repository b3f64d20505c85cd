import type { NodeType } from '@opbx/contract/call-flow/node-types'
import { createContext, useContext } from 'react'
import type { NodePages } from '../node-pages.tsx'

/** What cards and arrows need beside their own data. */
export interface CanvasTools {
  canChange: boolean
  /** The views of the kinds of steps that are there, once their code has come. */
  views: ReadonlyMap<NodeType, NodePages>
  /** Puts a step into an arrow; the point is where the choice appears. */
  insert: (wayId: string, point: { x: number; y: number }) => void
  disconnect: (wayId: string) => void
}

export const CanvasContext = createContext<CanvasTools>({
  canChange: false,
  views: new Map(),
  insert: () => {},
  disconnect: () => {},
})
export const useCanvasTools = () => useContext(CanvasContext)
