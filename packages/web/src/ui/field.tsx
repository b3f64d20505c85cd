import { CircleAlert } from 'lucide-react'
import { createContext, type ReactNode, useContext, useId } from 'react'

interface FieldIds {
  id: string
  describedBy: string | undefined
  isWrong: boolean
}
const FieldContext = createContext<FieldIds | null>(null)

export interface FieldProps {
  label: ReactNode
  /** One sentence with the consequence. Gives way to the error. */
  hint?: ReactNode
  /** What is wrong and the nearest right thing. */
  error?: ReactNode
  /** Small grey word after the label, such as "optional". */
  note?: string | undefined
  /** Path of the field in its form: errors above the form lead here. */
  name?: string | undefined
  className?: string | undefined
  children: ReactNode
}

/** Label, control, hint or error. The control inside finds its id and description by itself. */
export function Field({ label, hint, error, note, name, className, children }: FieldProps) {
  const generated = useId()
  const id = name ? fieldId(name) : generated
  const hasMore = Boolean(error || hint)
  return (
    <div className={className ? `field ${className}` : 'field'}>
      <label htmlFor={id} id={`${id}-label`}>
        {label}
        {note && <span className="quiet">{note}</span>}
      </label>
      <FieldContext
        value={{ id, describedBy: hasMore ? `${id}-more` : undefined, isWrong: Boolean(error) }}
      >
        {children}
      </FieldContext>
      {error ? <FieldError id={`${id}-more`}>{error}</FieldError> : null}
      {!error && hint ? (
        <span className="hint" id={`${id}-more`}>
          {hint}
        </span>
      ) : null}
    </div>
  )
}

export function FieldError({ id, children }: { id?: string | undefined; children: ReactNode }) {
  return (
    <span className="error" id={id}>
      <CircleAlert className="i" />
      <span>{children}</span>
    </span>
  )
}

/** DOM id of the field at a path of the form: `config.members.0.node`. */
export function fieldId(name: string): string {
  return `f-${name.replaceAll('.', '-')}`
}

/** What a control inside a `Field` must carry; empty outside of one. */
export function useFieldProps() {
  const field = useContext(FieldContext)
  if (!field) return {}
  return {
    id: field.id,
    'aria-describedby': field.describedBy,
    'aria-invalid': field.isWrong || undefined,
  }
}
