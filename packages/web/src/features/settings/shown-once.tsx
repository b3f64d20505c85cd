import { Button } from '../../ui/button.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { Dialog } from '../../ui/dialog.tsx'

interface ShownOnceProps {
  title: string
  lead: string
  label: string
  /** The secret; null: closed. */
  value: string | null
  confirm: string
  onClose: () => void
}

/** A secret that is shown this once. */
export function ShownOnce({ title, lead, label, value, confirm, onClose }: ShownOnceProps) {
  return (
    <Dialog
      isOpen={value !== null}
      onClose={onClose}
      title={title}
      lead={lead}
      foot={
        <Button variant="primary" onClick={onClose}>
          {confirm}
        </Button>
      }
    >
      <CopyField value={value ?? ''} label={label} />
    </Dialog>
  )
}
