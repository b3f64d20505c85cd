import { type NodeType, nodeTypeNames } from '@opbx/contract/call-flow/node-types'
import { useEffect, useState } from 'react'
import { pagesOf } from '../load-views.ts'
import type { NodePages } from '../node-pages.tsx'
import type { FlowShape } from './graph.ts'

/** The views of the kinds of steps in a flow. Their code comes after the canvas is drawn. */
export function useViews(flow: FlowShape | undefined): ReadonlyMap<NodeType, NodePages> {
  const [views, setViews] = useState<ReadonlyMap<NodeType, NodePages>>(new Map())
  const types = [...new Set(flow?.nodes.map(({ type }) => type))].sort().join(' ')
  useEffect(() => {
    let isOver = false
    const wanted = nodeTypeNames.filter((type) => types.split(' ').includes(type))
    const load = async () => {
      const loaded = await Promise.all(
        wanted.map(async (type) => [type, await pagesOf(type)] as const),
      )
      if (!isOver) setViews((before) => new Map([...before, ...loaded]))
    }
    // Without the views cards say the kind instead of a summary.
    load().catch(() => undefined)
    return () => {
      isOver = true
    }
  }, [types])
  return views
}
