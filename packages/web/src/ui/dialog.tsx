import { AlertDialog, Dialog as RadixDialog } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
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

/** Gives the focus back to what opened the dialog, or, when that is gone, to the page. */
function useFocusBack(isOpen: boolean): (event: Event) => void {
  const wasOpen = useRef(false)
  const opener = useRef<Element | null>(null)
  // Noted while rendering: a field with autoFocus has the focus before any effect runs.
  if (isOpen && !wasOpen.current) opener.current = document.activeElement
  wasOpen.current = isOpen
  return (event) => {
    event.preventDefault()
    const to = opener.current?.isConnected ? opener.current : document.getElementById('main')
    if (to instanceof HTMLElement) to.focus()
  }
}

/** A task on top of the page. `Esc` and the scrim close it. */
export function Dialog({ isOpen, onClose, title, lead, size, children, foot }: DialogProps) {
  const focusBack = useFocusBack(isOpen)
  return (
    <RadixDialog.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <RadixDialog.Portal>
        <RadixDialog.Overlay className="scrim" />
        <RadixDialog.Content
          onCloseAutoFocus={focusBack}
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
  const focusBack = useFocusBack(props.isOpen)
  return (
    <AlertDialog.Root open={props.isOpen} onOpenChange={(open) => !open && props.onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="scrim" />
        <AlertDialog.Content className="dialog dialog--sm" onCloseAutoFocus={focusBack}>
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
