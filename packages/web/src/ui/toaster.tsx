import { CircleAlert, CircleCheck } from 'lucide-react'
import { Toaster as Sonner, toast as sonner } from 'sonner'
import { text } from '../texts/i18n.ts'
import type { ToastOptions } from './toast-options.ts'

export function addToast(message: string, options: ToastOptions): void {
  const action = options.onUndo
    ? { label: text('common.undo'), onPress: options.onUndo }
    : options.action
  const Icon = options.isProblem ? CircleAlert : CircleCheck
  sonner.custom(
    (id) => (
      <div className="toast">
        <Icon className="i" />
        <span className="grow">{message}</span>
        {action && (
          <button
            type="button"
            onClick={() => {
              sonner.dismiss(id)
              action.onPress()
            }}
          >
            {action.label}
          </button>
        )}
      </div>
    ),
    { duration: action || options.isProblem ? 8_000 : 4_000 },
  )
}

/** Where toasts appear; once, in the app. */
export function Toaster() {
  return <Sonner position="bottom-center" gap={8} offset={24} mobileOffset={{ bottom: 72 }} />
}
