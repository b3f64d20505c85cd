import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react'
import { Plus, Unlink } from 'lucide-react'
import { memo } from 'react'
import { useText } from '../../../texts/i18n.ts'
import { IconButton } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { useCanvasTools } from './canvas-context.ts'
import type { WayEdge } from './card-data.ts'

/** An arrow from an exit to a step; chosen, it can be cut or take a step in between. */
export const WayArrow = memo(function WayArrow(props: EdgeProps<WayEdge>) {
  const { id, data, selected } = props
  const t = useText()
  const [path, labelX, labelY] = getBezierPath({
    ...props,
    targetX: props.targetX - 5,
    curvature: 0.3,
  })
  const mark = data?.mark ?? null
  const look = classNames(
    'way',
    data?.isTaken && 'hot',
    selected && 'is-sel',
    mark && `way--${mark}`,
  )
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        className={look}
        interactionWidth={16}
        markerEnd={data?.isTaken ? 'url(#way-end-hot)' : 'url(#way-end)'}
      />
      {mark && (
        <EdgeLabelRenderer>
          <span className={`way__mark node__ch--${mark}`} style={{ transform: at(labelX, labelY) }}>
            {t(`canvas.wayMark.${mark}`)}
          </span>
        </EdgeLabelRenderer>
      )}
      {selected && data?.canChange && <WayTools id={id} x={labelX} y={labelY} />}
    </>
  )
})

function WayTools({ id, x, y }: { id: string; x: number; y: number }) {
  const t = useText()
  const { insert, disconnect } = useCanvasTools()
  return (
    <EdgeLabelRenderer>
      <div className="way__tools pop nodrag nopan" style={{ transform: at(x, y) }}>
        <IconButton
          icon={Plus}
          label={t('canvas.insert')}
          onClick={(event) => {
            const { left, bottom } = event.currentTarget.getBoundingClientRect()
            insert(id, { x: left, y: bottom })
          }}
        />
        <IconButton icon={Unlink} label={t('canvas.disconnect')} onClick={() => disconnect(id)} />
      </div>
    </EdgeLabelRenderer>
  )
}

const at = (x: number, y: number) => `translate(-50%, -50%) translate(${x}px, ${y}px)`

/** Heads of the arrows; once on the canvas. */
export function ArrowHeads() {
  return (
    <svg className="arrowheads" aria-hidden="true">
      <defs>
        {['way-end', 'way-end-hot'].map((id) => (
          <marker
            key={id}
            id={id}
            viewBox="0 0 8 8"
            refX="4"
            refY="4"
            markerWidth={id === 'way-end' ? 8 : 10}
            markerHeight={id === 'way-end' ? 8 : 10}
            orient="auto"
            markerUnits="userSpaceOnUse"
          >
            <path d="M0 0 8 4 0 8z" />
          </marker>
        ))}
      </defs>
    </svg>
  )
}
