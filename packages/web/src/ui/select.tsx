import { ChevronsUpDown } from 'lucide-react'
import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import { useFieldProps } from './field.tsx'

export interface Option<V extends string = string> {
  value: V
  label: string
  disabled?: boolean
}
export interface SelectProps<V extends string>
  extends Omit<ComponentProps<'select'>, 'value' | 'onChange' | 'size'> {
  value: V | ''
  onChange: (value: V) => void
  options: readonly Option<V>[]
  /** Shown while nothing is chosen. */
  placeholder?: string | undefined
  size?: 'sm' | undefined
}

/** One of a few. The browser's own list: best on phones and for screen readers. Many: `Combobox`. */
export function Select<V extends string>({
  value,
  onChange,
  options,
  placeholder,
  size,
  className,
  ...rest
}: SelectProps<V>) {
  const field = useFieldProps()
  const wrong = field['aria-invalid'] ?? rest['aria-invalid']
  return (
    <span className={classNames('choose', className)}>
      <select
        {...field}
        {...rest}
        value={value}
        className={classNames('input', size && `input--${size}`, wrong && 'is-bad')}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
      >
        {placeholder !== undefined && (
          <option value="" disabled>
            {placeholder}
          </option>
        )}
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <ChevronsUpDown className="i i-sm" />
    </span>
  )
}
