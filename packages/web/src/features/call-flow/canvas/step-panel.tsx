import type { Finding } from '@opbx/contract/call-flow/draft'
import type { FlowNode } from '@opbx/contract/call-flow/flow'
import type { NodeType } from '@opbx/contract/call-flow/node-types'
import { Ellipsis, ExternalLink, FlaskConical, Trash2 } from 'lucide-react'
import { type ReactNode, Suspense, use } from 'react'
import { nodePath, phoneNumberPath } from '../../../app/paths.ts'
import { formatPhoneNumber } from '../../../format/phone-number.ts'
import { ChangeList } from '../../../resources/change-list.tsx'
import { useText } from '../../../texts/i18n.ts'
import { ButtonLink, IconButton } from '../../../ui/button.tsx'
import { Callout } from '../../../ui/card.tsx'
import { Sentence } from '../../../ui/figures.tsx'
import { KindIcon } from '../../../ui/kind-icon.tsx'
import { Link } from '../../../ui/link.tsx'
import { SkeletonRows } from '../../../ui/loading.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { showToast } from '../../../ui/toast.tsx'
import { pagesOf } from '../load-views.ts'
import type { NodePanelProps } from './node-panel.tsx'
import { NumberPanel } from './number-panel.tsx'
import { PanelFrame } from './panel-frame.tsx'
import type { CanvasState } from './use-canvas.ts'

interface OpenPanelProps {
  state: CanvasState
  onClose: () => void
  onDelete: (id: string) => void
}

/** The panel of the step or phone number that is open. */
export function OpenPanel(props: OpenPanelProps) {
  const t = useText()
  const { state, onClose } = props
  const step = state.shown?.graph.steps.find(({ id }) => id === state.open)
  if (step) return <StepPanel {...props} node={step.node} />
  const entry = state.shown?.graph.entries.find(({ id }) => id === state.open)
  if (entry) return <EntryPanel {...props} id={entry.id} />
  return (
    <PanelFrame title={t('canvas.notFound')} onClose={onClose}>
      <p className="muted">{t('parts.notFoundThing')}</p>
    </PanelFrame>
  )
}

function StepPanel({ state, node, onClose, onDelete }: OpenPanelProps & { node: FlowNode }) {
  const t = useText()
  const { edits, shown, view } = state
  const canChange = shown?.canChange === true
  const isDraft = view === 'draft' && !state.call?.version
  const save: NodePanelProps['save'] = async (content, version) => {
    const { type: _type, ...fields } = content
    const done = await edits.perform([{ kind: 'change', id: node.id, fields, version }])
    showToast(t('forms.savedInDraft'))
    return done.version
  }
  const kind = t(`callFlow.kind.${node.type}`)
  return (
    <PanelFrame
      key={node.id}
      title={node.name}
      icon={<KindIcon kind={node.type} tile />}
      lead={node.extension === null ? kind : `${kind} · ${node.extension}`}
      onClose={onClose}
      actions={
        isDraft && (
          <PanelMenu
            to={nodePath(node.type, node.id)}
            onDelete={canChange ? () => onDelete(node.id) : undefined}
          />
        )
      }
      foot={
        isDraft && canChange && node.extension !== null && <TryButton number={node.extension} />
      }
    >
      <Notes state={state} id={node.id} />
      {view === 'compare' ? (
        <Changed state={state} id={node.id} />
      ) : (
        <ViewPanel
          type={node.type}
          id={node.id}
          shown={isDraft ? undefined : node}
          isReadOnly={!canChange}
          save={save}
        />
      )}
    </PanelFrame>
  )
}

/** The view's own panel; its code comes when it is first opened. */
export function ViewPanel({ type, ...props }: NodePanelProps & { type: NodeType }) {
  return (
    <Suspense fallback={<SkeletonRows rows={4} />}>
      <LoadedPanel type={type} {...props} />
    </Suspense>
  )
}

function LoadedPanel({ type, ...props }: NodePanelProps & { type: NodeType }) {
  return use(pagesOf(type)).renderPanel(props)
}

function EntryPanel({ state, id, onClose, onDelete }: OpenPanelProps & { id: string }) {
  const t = useText()
  const { edits, shown, view } = state
  const canChange = shown?.canChange === true
  const stored = edits.draft?.phoneNumbers.find((one) => one.id === id)
  const entry = shown?.graph.entries.find((one) => one.id === id)
  const phoneNumber = canChange ? stored : entry?.phoneNumber
  if (!phoneNumber) return null
  return (
    <PanelFrame
      title={formatPhoneNumber(phoneNumber.number)}
      icon={<KindIcon kind="phone_number" tile />}
      lead={phoneNumber.label || t('canvas.addNumber')}
      onClose={onClose}
      actions={
        view === 'draft' && (
          <PanelMenu
            to={phoneNumberPath(id)}
            onDelete={canChange ? () => onDelete(id) : undefined}
          />
        )
      }
      foot={canChange && <TryButton number={phoneNumber.number} />}
    >
      <Notes state={state} id={id} />
      {view === 'compare' ? (
        <Changed state={state} id={id} />
      ) : (
        <NumberPanel
          key={`${id} ${stored?.version}`}
          phoneNumber={phoneNumber}
          isReadOnly={!canChange}
          save={async (fields, version) => {
            const done = await edits.perform([{ kind: 'changeNumber', id, fields, version }])
            showToast(t('forms.savedInDraft'))
            return done.version
          }}
        />
      )}
    </PanelFrame>
  )
}

function PanelMenu({ to, onDelete }: { to: string; onDelete: (() => void) | undefined }) {
  const t = useText()
  return (
    <Menu
      trigger={<IconButton icon={Ellipsis} label={t('canvas.panelMenu')} />}
      groups={[
        {
          entries: [
            { label: t('canvas.openPage'), icon: ExternalLink, to },
            ...(onDelete
              ? [
                  {
                    label: t('canvas.deleteStep'),
                    icon: Trash2,
                    onSelect: onDelete,
                    isDanger: true,
                  },
                ]
              : []),
          ],
        },
      ]}
    />
  )
}

function TryButton({ number }: { number: string }) {
  const t = useText()
  return (
    <span className="end">
      <ButtonLink to={tryPath(number)} size="sm" icon={FlaskConical}>
        {t('canvas.tryCall')}
      </ButtonLink>
    </span>
  )
}

export const tryPath = (number: string): string =>
  `/flow/try?${new URLSearchParams({ number, using: 'draft' })}`

/** What the linter says about the open thing, and how it differs from the live version. */
function Notes({ state, id }: { state: CanvasState; id: string }) {
  const t = useText()
  const { shown, view, changes } = state
  const errors = shown?.lint?.errors.filter(({ subject }) => subject.id === id) ?? []
  const warnings = shown?.lint?.warnings.filter(({ subject }) => subject.id === id) ?? []
  const change = changes?.changes.find((one) => one.id === id)?.change
  const isLive = changes?.liveRevision !== null
  const notes: ReactNode[] = [
    ...errors.map((finding) => <Note key={finding.message} finding={finding} tone="danger" />),
    ...warnings.map((finding) => <Note key={finding.message} finding={finding} tone="warn" />),
  ]
  return (
    <>
      {notes}
      {view === 'live' && <Callout tone="info">{t('canvas.readOnlyLive')}</Callout>}
      {view === 'draft' && shown?.canChange && change && isLive && (
        <Callout tone="draft" title={t(`canvas.${change}`)}>
          <Link to={`/flow/map?view=compare&step=${id}`}>{t('canvas.seeCompare')}</Link>
        </Callout>
      )}
    </>
  )
}

function Note({ finding, tone }: { finding: Finding; tone: 'danger' | 'warn' }) {
  return (
    <Callout tone={tone} title={<Sentence text={finding.message} />}>
      {finding.remedy}
    </Callout>
  )
}

function Changed({ state, id }: { state: CanvasState; id: string }) {
  const t = useText()
  const changes = state.changes?.changes.filter((change) => change.id === id) ?? []
  if (changes.length === 0) return <p className="muted">{t('canvas.compareNone')}</p>
  return (
    <div className="panel__changes">
      <ChangeList changes={changes} flow={state.edits.draft} />
    </div>
  )
}
