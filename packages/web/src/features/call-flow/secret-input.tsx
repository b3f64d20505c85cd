import { isSecretReference } from '@opbx/contract/call-flow/secrets'
import { KeyRound } from 'lucide-react'
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
  const field = useFieldProps()
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
    <span className="row">
      <span className="row grow small muted">
        <KeyRound className="i i-sm" />
        {t('nodeForms.request.kept')}
      </span>
      <Button size="sm" onClick={() => onChange('')} {...field}>
        {t('nodeForms.request.replace')}
      </Button>
    </span>
  )
}
