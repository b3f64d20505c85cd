import { Eye, EyeOff, type LucideIcon, Search, X } from 'lucide-react'
import { type ComponentProps, type ReactNode, useState } from 'react'
import { useText } from '../texts/i18n.ts'
import { classNames } from './class-names.ts'
import { useFieldProps } from './field.tsx'

export interface TextInputProps extends Omit<ComponentProps<'input'>, 'size' | 'prefix'> {
  icon?: LucideIcon | undefined
  /** Unit or note at the end of the box. */
  suffix?: ReactNode
  /** Monospaced: keys, addresses. */
  code?: boolean
  size?: 'sm'
}

export function TextInput({ icon: Icon, suffix, code, size, className, ...rest }: TextInputProps) {
  const field = useFieldProps()
  const wrong = field['aria-invalid'] ?? rest['aria-invalid']
  return (
    <span
      className={classNames(
        'input',
        size && `input--${size}`,
        code && 'input--code',
        wrong && 'is-bad',
        rest.readOnly && 'is-ro',
        className,
      )}
    >
      {Icon && <Icon className="i" />}
      <input type="text" {...field} {...rest} />
      {suffix && <span className="suffix">{suffix}</span>}
    </span>
  )
}

export function TextArea({ className, ...rest }: ComponentProps<'textarea'>) {
  const field = useFieldProps()
  const wrong = field['aria-invalid'] ?? rest['aria-invalid']
  return (
    <textarea
      rows={3}
      {...field}
      {...rest}
      className={classNames('input', wrong && 'is-bad', className)}
    />
  )
}

/** A password that can be looked at. */
export function PasswordInput({ className, ...rest }: ComponentProps<'input'>) {
  const t = useText()
  const field = useFieldProps()
  const [isShown, setShown] = useState(false)
  const Icon = isShown ? EyeOff : Eye
  return (
    <span className={classNames('input', field['aria-invalid'] && 'is-bad', className)}>
      <input
        {...field}
        {...rest}
        type={isShown ? 'text' : 'password'}
        autoCapitalize="none"
        spellCheck={false}
      />
      <button
        type="button"
        onClick={() => setShown(!isShown)}
        aria-label={t(isShown ? 'parts.hidePassword' : 'parts.showPassword')}
      >
        <Icon className="i" />
      </button>
    </span>
  )
}

export interface SearchInputProps {
  value: string
  onChange: (value: string) => void
  /** Read aloud and shown while empty. */
  label: string
  className?: string | undefined
}

/** Search of a list. `Esc` clears it. */
export function SearchInput({ value, onChange, label, className }: SearchInputProps) {
  const t = useText()
  return (
    <span className={classNames('input input--sm', className)}>
      <Search className="i" />
      <input
        type="search"
        data-list-search
        value={value}
        aria-label={label}
        placeholder={label}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onChange('')}
      />
      {value !== '' && (
        <button type="button" onClick={() => onChange('')} aria-label={t('parts.clearSearch')}>
          <X className="i i-sm" />
        </button>
      )}
    </span>
  )
}
