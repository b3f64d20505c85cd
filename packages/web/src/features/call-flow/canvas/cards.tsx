import { exitsOf } from '@opbx/contract/call-flow/flow'
import { Handle, type NodeProps, Position } from '@xyflow/react'
import { CircleAlert, TriangleAlert } from 'lucide-react'
import { memo } from 'react'
import { formatPhoneNumber } from '../../../format/phone-number.ts'
import { useText } from '../../../texts/i18n.ts'
import { classNames } from '../../../ui/class-names.ts'
import { Kbd } from '../../../ui/figures.tsx'
import { KindIcon } from '../../../ui/kind-icon.tsx'
import { useCanvasTools } from './canvas-context.ts'
import type { NumberCardNode, NumberData, StepCardNode, StepData } from './card-data.ts'
import { exitWords } from './exit-words.ts'
import { entryExit, targetOf } from './graph.ts'

/** A step: what it is, one line about it, and an exit with its jack in each row. */
export const StepCard = memo(function StepCard({ data, selected }: NodeProps<StepCardNode>) {
  const { node } = data
  const t = useText()
  const { canChange, views } = useCanvasTools()
  const words = views.get(node.type)?.words(node.config, t)
  const summary = words?.summary ?? t(`callFlow.kind.${node.type}`)
  const taken = data.taken.split('\n')
  const lost = data.lost.split('\n')
  const exits = exitsOf(node)
  return (
    <div className={classNames('node', looks(data, selected), !node.enabled && 'is-off')}>
      <Handle
        type="target"
        position={Position.Left}
        id="in"
        className="node__in"
        isConnectable={canChange}
        isConnectableStart={false}
      />
      <Marks data={data} />
      <div className="node__h">
        <KindIcon kind={node.type} tile />
        <div className="grow">
          <b className="trunc">{node.name}</b>
          <span className="trunc">
            {node.enabled ? summary : t('canvas.notInUse')}
            {node.extension !== null && ` · ${node.extension}`}
          </span>
        </div>
        <LintMark data={data} />
      </div>
      {exits.length > 0 && (
        <ul className="node__x">
          {exits.map((exit) => {
            const { keys, label } = exitWords(node, exit, t)
            const isOpen = targetOf(node, exit) === null
            const instead = words?.openExits[exit]
            const isLost = lost.includes(exit)
            return (
              <li
                key={exit}
                className={classNames(
                  taken.includes(exit) && 'hot',
                  ((isOpen && instead === undefined) || isLost) && 'is-open',
                )}
              >
                {keys !== null && <Kbd>{keys}</Kbd>}
                <span className="trunc">{label}</span>
                {isOpen && instead !== undefined && <em className="quiet trunc">{instead}</em>}
                {isOpen && instead === undefined && <em>{t('canvas.hangsUp')}</em>}
                {isLost && <em>{t('canvas.deletedTarget')}</em>}
                <Handle
                  type="source"
                  position={Position.Right}
                  id={exit}
                  className="jack"
                  isConnectable={canChange}
                  isConnectableEnd={false}
                />
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
})

/** A phone number, and the jack through which its calls come in. */
export const NumberCard = memo(function NumberCard({ data, selected }: NodeProps<NumberCardNode>) {
  const t = useText()
  const { canChange } = useCanvasTools()
  const { phoneNumber, isLost, isTaken } = data
  return (
    <div
      className={classNames(
        'node node--num',
        looks(data, selected),
        isLost && 'is-open',
        isTaken && 'hot',
      )}
    >
      <Marks data={data} />
      <span className="row">
        <span className="tel medium grow trunc">{formatPhoneNumber(phoneNumber.number)}</span>
        <LintMark data={data} />
      </span>
      {isLost ? (
        <em className="tiny">{t('canvas.nowhere')}</em>
      ) : (
        <span className="tiny quiet trunc">{phoneNumber.label}</span>
      )}
      <Handle
        type="source"
        position={Position.Right}
        id={entryExit}
        className="jack"
        isConnectable={canChange}
        isConnectableEnd={false}
      />
    </div>
  )
})

function looks(data: StepData | NumberData, isSelected: boolean): string {
  return classNames(
    data.stop !== '' && 'is-path',
    (data.isOpen || isSelected) && 'is-sel',
    data.errors > 0 && 'is-err',
    data.mark === 'removed' && 'is-removed',
    data.mark === 'added' && 'is-added',
  )
}

/** The number of the stop, and how it differs from the live version: in words. */
function Marks({ data }: { data: StepData | NumberData }) {
  const t = useText()
  return (
    <>
      {data.stop !== '' && (
        <span className="node__step">
          <span className="sr">{t('canvas.pathNumber', { number: data.stop })}</span>
          <span aria-hidden="true">{data.stop}</span>
        </span>
      )}
      {data.mark && (
        <span className={classNames('node__ch', `node__ch--${data.mark}`)}>
          {t(`canvas.mark.${data.mark}`)}
        </span>
      )}
    </>
  )
}

/** Errors before warnings; the words are the tooltip and are read aloud. */
export function LintMark({ data }: { data: Pick<StepData, 'errors' | 'warnings'> }) {
  const t = useText()
  if (data.errors === 0 && data.warnings === 0) return null
  const isError = data.errors > 0
  const Icon = isError ? CircleAlert : TriangleAlert
  const words = isError
    ? t('canvas.errors', { count: data.errors })
    : t('canvas.warnings', { count: data.warnings })
  return (
    <span className={classNames('lintmark', isError && 'lintmark--err')} title={words}>
      <Icon className="i" />
      <span className="sr">{words}</span>
    </span>
  )
}
