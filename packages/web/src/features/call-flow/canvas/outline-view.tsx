import { ChevronDown, ChevronRight, Phone } from 'lucide-react'
import { type CSSProperties, useState } from 'react'
import { useLiveCount } from '../../../api/live.ts'
import { nodePath, phoneNumberPath } from '../../../app/paths.ts'
import { formatPhoneNumber } from '../../../format/phone-number.ts'
import { useText } from '../../../texts/i18n.ts'
import { Badge } from '../../../ui/badge.tsx'
import { IconButton } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Kbd } from '../../../ui/figures.tsx'
import { KindIcon } from '../../../ui/kind-icon.tsx'
import { Link } from '../../../ui/link.tsx'
import { useCanvasTools } from './canvas-context.ts'
import { cardsOf, type Shown } from './card-data.ts'
import { LintMark } from './cards.tsx'
import { exitWords } from './exit-words.ts'
import { type Mark, targetOf } from './graph.ts'
import { isAt } from './live-places.ts'
import { type OutlineExit, type OutlineStep, outlineOf } from './outline.ts'

interface OutlineViewProps {
  shown: Shown
  /** Nothing: a step opens on its own page, as on phones. */
  onOpen?: ((id: string) => void) | undefined
}

/** The same flow as an indented list, from numbers through exits. */
export function OutlineView(props: OutlineViewProps) {
  const t = useText()
  const { graph } = props.shown
  const { numbers, others } = outlineOf(graph)
  const marks = new Map(cardsOf(props.shown).map(({ id, data }) => [id, data]))
  return (
    <div className="flowoutline">
      {numbers.length > 0 && (
        <section className="card olist" aria-label={t('canvas.outlineNumbers')}>
          <ul>
            {numbers.map(({ entry, to }) => (
              <li key={entry.id}>
                <Row
                  {...props}
                  id={entry.id}
                  path={phoneNumberPath(entry.id)}
                  depth={0}
                  kind="phone_number"
                  name={formatPhoneNumber(entry.phoneNumber.number)}
                  lead={entry.phoneNumber.label}
                  mark={entry.mark}
                  data={marks.get(entry.id)}
                  live={{ id: entry.id, number: entry.phoneNumber.number }}
                />
                {to ? (
                  <ul>
                    <Branch {...props} step={to} depth={1} marks={marks} />
                  </ul>
                ) : (
                  <ExitLine depth={0}>
                    <em>{t('canvas.nowhere')}</em>
                  </ExitLine>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
      {others.length > 0 && (
        <section aria-label={t('canvas.outlineOthers')} className="col">
          <h2 className="eyebrow">{t('canvas.outlineOthers')}</h2>
          <ul className="card olist">
            {others.map((step) => (
              <Branch key={step.key} {...props} step={step} depth={0} marks={marks} />
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

type MarksById = ReadonlyMap<string, ReturnType<typeof cardsOf>[number]['data']>

interface BranchProps extends OutlineViewProps {
  step: OutlineStep
  depth: number
  marks: MarksById
}

function Branch({ step: { step, exits, isShownAbove }, depth, marks, ...props }: BranchProps) {
  const t = useText()
  const { views } = useCanvasTools()
  const [isFolded, setFolded] = useState(false)
  const { node } = step
  const summary = views.get(node.type)?.words(node.config, t).summary
  const kind = t(`callFlow.kind.${node.type}`)
  return (
    <li>
      <Row
        {...props}
        id={node.id}
        path={nodePath(node.type, node.id)}
        depth={depth}
        kind={node.type}
        name={node.name}
        lead={isShownAbove ? t('canvas.shownAbove') : [kind, summary].filter(Boolean).join(' · ')}
        mark={step.mark}
        data={marks.get(node.id)}
        live={isShownAbove ? undefined : { id: node.id }}
        fold={
          exits.length > 0
            ? { isFolded, onFold: () => setFolded(!isFolded), name: node.name }
            : undefined
        }
      />
      {!isFolded && exits.length > 0 && (
        <ul>
          {exits.map((exit) => (
            <ExitBranch key={exit.exit} {...{ exit, node, depth, marks }} {...props} />
          ))}
        </ul>
      )}
    </li>
  )
}

function ExitBranch({
  exit: { exit, to },
  node,
  depth,
  marks,
  ...props
}: OutlineViewProps & {
  exit: OutlineExit
  node: OutlineStep['step']['node']
  depth: number
  marks: MarksById
}) {
  const t = useText()
  const { views } = useCanvasTools()
  const { keys, label } = exitWords(node, exit, t)
  const data = marks.get(node.id)
  const isTaken = data && 'taken' in data && data.taken.split('\n').includes(exit)
  const instead = views.get(node.type)?.words(node.config, t).openExits[exit]
  const isLost = targetOf(node, exit) !== null
  return (
    <li>
      <ExitLine depth={depth} isTaken={isTaken === true}>
        {keys !== null && <Kbd>{keys}</Kbd>} {label}{' '}
        {!to && isLost && <em>{t('canvas.deletedTarget')}</em>}
        {!to && !isLost && instead && <span className="quiet">{instead}</span>}
        {!to && !isLost && !instead && <em>{t('canvas.hangsUp')}</em>}
      </ExitLine>
      {to && (
        <ul>
          <Branch {...props} step={to} depth={depth + 1} marks={marks} />
        </ul>
      )}
    </li>
  )
}

function ExitLine({
  depth,
  isTaken,
  children,
}: {
  depth: number
  isTaken?: boolean
  children: React.ReactNode
}) {
  return (
    <div className={classNames('olx', isTaken && 'hot')} style={indent(depth)}>
      {children}
    </div>
  )
}

type CardOfCalls = Parameters<typeof isAt>[1]

interface RowProps extends OutlineViewProps {
  id: string
  path: string
  depth: number
  kind: Parameters<typeof KindIcon>[0]['kind']
  name: string
  lead: string
  mark: Mark | null
  data: ReturnType<typeof cardsOf>[number]['data'] | undefined
  /** Whose calls are counted; nothing where the step is not shown for the first time. */
  live: CardOfCalls | undefined
  fold?: { isFolded: boolean; onFold: () => void; name: string } | undefined
}

function Row({
  id,
  path,
  depth,
  kind,
  name,
  lead,
  mark,
  data,
  live,
  fold,
  onOpen,
  shown,
}: RowProps) {
  const t = useText()
  const content = (
    <>
      <KindIcon kind={kind} tile />
      <span className="grow">
        <b className={classNames('medium trunc', kind === 'phone_number' && 'tel')}>{name}</b>
        <span className="small muted trunc">{lead}</span>
      </span>
      {data && data.stop !== '' && (
        <span className="sr">{t('canvas.pathNumber', { number: data.stop })}</span>
      )}
      {live && !shown.path && <CallsAt card={live} />}
      {data && <LintMark data={data} />}
      {mark && (
        <Badge tone={mark === 'removed' ? 'danger' : 'draft'}>{t(`canvas.mark.${mark}`)}</Badge>
      )}
    </>
  )
  return (
    <div
      className={classNames('ol', data?.stop && 'is-path', data?.isOpen && 'is-sel')}
      style={indent(depth)}
    >
      {onOpen ? (
        <button type="button" className="ol__b" onClick={() => onOpen(id)}>
          {content}
        </button>
      ) : (
        <Link to={path} className="ol__b">
          {content}
        </Link>
      )}
      {fold && (
        <IconButton
          icon={fold.isFolded ? ChevronRight : ChevronDown}
          aria-expanded={!fold.isFolded}
          label={t(fold.isFolded ? 'canvas.unfold' : 'canvas.fold', { name: fold.name })}
          onClick={fold.onFold}
        />
      )}
    </div>
  )
}

/** How many calls are there now. Only its own number draws it again. */
function CallsAt({ card }: { card: CardOfCalls }) {
  const t = useText()
  const count = useLiveCount((call) => isAt(call, card))
  if (count === 0) return null
  return (
    <Badge tone="ok" icon={Phone}>
      {t('canvas.callsNow', { count })}
    </Badge>
  )
}

// Deep flows stay on a phone's screen: from the sixth level on nothing is indented further.
const indent = (depth: number): CSSProperties => ({ '--l': Math.min(depth, 6) }) as CSSProperties
