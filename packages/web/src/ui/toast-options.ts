export interface ToastOptions {
  /** Takes back what was done; shown for 8 s and while hovered or focused. */
  onUndo?: () => void
  action?: { label: string; onPress: () => void }
  isProblem?: boolean
}
