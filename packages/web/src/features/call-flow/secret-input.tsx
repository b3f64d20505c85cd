import { isSecretReference } from '@opbx/contract/call-flow/secrets'
import { KeyRound } from 'lucide-react'
import { useId } from 'react'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { useFieldProps } from '../../ui/field.tsx'
import { PasswordInput } from '../../ui/text-input.tsx'

interface SecretInputProps {
  value: string
  onChange: (value: string) => void
  onBlur?: () => void
}

/** A secret is typed once. What is kept is never shown again; it can be replaced. */
export function SecretInput({ value, onChange, onBlur }: SecretInputProps) {
  const t = useText()
  const { id, ...described } = useFieldProps()
  const button = useId()
  if (!isSecretReference(value)) {
    return (
      <PasswordInput
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onBlur={onBlur}
        autoComplete="off"
      />
    )
  }
  return (
    <span className="row min-h-9" id={id} tabIndex={-1}>
      <span className="row grow small muted">
        <KeyRound className="i i-sm" />
        {t('nodeForms.request.kept')}
      </span>
      <Button
        size="sm"
        id={button}
        aria-labelledby={id && `${button} ${id}-label`}
        aria-describedby={described['aria-describedby']}
        onClick={() => onChange('')}
      >
        {t('nodeForms.request.replace')}
      </Button>
    </span>
  )
}
