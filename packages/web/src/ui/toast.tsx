import { lazy, Suspense } from 'react'
import type { ToastOptions } from './toast-options.ts'

const loadToaster = () => import('./toaster.tsx')
const LazyToaster = lazy(() => loadToaster().then((module) => ({ default: module.Toaster })))

/** Says that something happened, in one sentence. With Undo or as a problem it stays longer. */
export function showToast(message: string, options: ToastOptions = {}): void {
  void loadToaster().then((module) => module.addToast(message, options))
}

/** Where toasts appear; once, in the app. Its code comes after the page. */
export function Toaster() {
  return (
    <Suspense>
      <LazyToaster />
    </Suspense>
  )
}
