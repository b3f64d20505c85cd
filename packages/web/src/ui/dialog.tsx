import { AlertDialog, Dialog as RadixDialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { useText } from '../texts/i18n.ts'
import { Button } from './button.tsx'
import { classNames } from './class-names.ts'

interface DialogProps {
  isOpen: boolean
  onClose: () => void
  title: string
  /** One sentence below the title. */
  lead?: ReactNode
  size?: 'sm'
  children?: ReactNode
  /** Buttons at the end, the safe one first. */
  foot?: ReactNode
}

/** A task on top of the page. `Esc` and the scrim close it. */
export function Dialog({ isOpen, onClose, title, lead, size, children, foot }: DialogProps) {
  return (
    <RadixDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="scrim" />
        <RadixDialog.Content
          className={classNames('dialog', size && `dialog--${size}`)}
          {...(lead ? {} : { 'aria-describedby': undefined })}
        >
          <div className="dialog__b">
            <RadixDialog.Title>{title}</RadixDialog.Title>
            {lead && (
              <RadixDialog.Description className="small muted">{lead}</RadixDialog.Description>
            )}
            {children}
            {foot && <div className="dialog__f">{foot}</div>}
          </div>
        </RadixDialog.Content>
      </RadixDialog.Portal>
    </RadixDialog.Root>
  )
}

interface ConfirmDialogProps {
  isOpen: boolean
  onClose: () => void
  /** Names the thing: "Delete Support?" */
  title: string
  /** What happens then. */
  text: ReactNode
  /** Verb and object: "Delete Support", never "OK". */
  confirm: string
  onConfirm: () => void
  /** Word on the safe button, which is first and focused. */
  keep?: string | undefined
  busy?: boolean | undefined
  /** Without it the confirming button is a plain primary one. */
  isDanger?: boolean | undefined
  /** Details, such as where the thing is used. */
  children?: ReactNode
  /** Says why it cannot go on; the confirming button is left out. */
  isBlocked?: boolean | undefined
}

/** Asks before something leaves for good. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const t = useText()
  return (
    <AlertDialog.Root open={props.isOpen} onOpenChange={(open) => !open && props.onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="scrim" />
        <AlertDialog.Content className="dialog dialog--sm">
          <div className="dialog__b">
            <AlertDialog.Title>{props.title}</AlertDialog.Title>
            <AlertDialog.Description className="small muted">{props.text}</AlertDialog.Description>
            {props.children}
            <div className="dialog__f">
              <AlertDialog.Cancel asChild>
                <Button>{props.keep ?? t('common.keepIt')}</Button>
              </AlertDialog.Cancel>
              {!props.isBlocked && (
                <Button
                  variant={props.isDanger ? 'danger-solid' : 'primary'}
                  busy={props.busy}
                  onClick={props.onConfirm}
                >
                  {props.confirm}
                </Button>
              )}
            </div>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
