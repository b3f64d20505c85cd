import type { FlowNode } from '@opbx/contract/call-flow/flow'
import { useState } from 'react'
import { nodePath, outboundRoutePath } from '../../../app/paths.ts'
import { formatPhoneNumber } from '../../../format/phone-number.ts'
import { useText } from '../../../texts/i18n.ts'
import { Item, List } from '../../../ui/card.tsx'
import { ConfirmDialog } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { KindIcon } from '../../../ui/kind-icon.tsx'
import { DestinationPicker } from '../destination-picker.tsx'
import { exitText } from './exit-words.ts'
import type { Uses } from './uses.ts'

/** Asks where everything leads that led to a step, before it is deleted. */
export function DeleteDialog({
  node,
  uses,
  onDelete,
  onClose,
}: {
  node: FlowNode
  uses: Uses
  onDelete: (instead: string | null) => void
  onClose: () => void
}) {
  const t = useText()
  const [instead, setInstead] = useState<string | null>(null)
  const { name } = node
  const isBlocked = uses.fixed.length > 0
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('canvas.deleteTitle', { name })}
      text={
        isBlocked
          ? t('canvas.deleteBlocked', { name })
          : t('canvas.deleteText', { count: uses.ways.length })
      }
      confirm={t('canvas.deleteConfirm', { name })}
      onConfirm={() => onDelete(instead)}
      isDanger
      isBlocked={isBlocked}
      {...(isBlocked ? { keep: t('common.close') } : {})}
    >
      <div className="card">
        <List>
          {uses.fixed.map((use) =>
            use.kind === 'member' ? (
              <Item key={use.node.id} to={nodePath(use.node.type, use.node.id)}>
                <KindIcon kind={use.node.type} tile />
                <span className="grow trunc medium">{use.node.name}</span>
                <span className="small quiet">{t('canvas.usedAsMember')}</span>
              </Item>
            ) : (
              <Item key={use.id} to={outboundRoutePath(use.id)}>
                <KindIcon kind="outbound_route" tile />
                <span className="grow trunc medium">{use.name}</span>
                <span className="small quiet">{t('canvas.usedAsHours')}</span>
              </Item>
            ),
          )}
          {uses.ways.map((way) =>
            way.kind === 'number' ? (
              <Item key={way.id}>
                <KindIcon kind="phone_number" tile />
                <span className="grow tel medium">{formatPhoneNumber(way.number)}</span>
              </Item>
            ) : (
              <Item key={way.node.id + way.exit}>
                <KindIcon kind={way.node.type} tile />
                <span className="grow trunc medium">{way.node.name}</span>
                <span className="small quiet">{exitText(way.node, way.exit, t)}</span>
              </Item>
            ),
          )}
        </List>
      </div>
      {!isBlocked && (
        <Field label={t('canvas.deleteInstead')}>
          <DestinationPicker value={instead} onChange={setInstead} exclude={node.id} />
        </Field>
      )}
    </ConfirmDialog>
  )
}
