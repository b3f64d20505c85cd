import { type ComponentProps, useState } from 'react'
import { TextInput } from './text-input.tsx'

export interface NumberInputProps
  extends Omit<ComponentProps<typeof TextInput>, 'value' | 'onChange' | 'suffix' | 'type'> {
  value: number | null | undefined
  /** `NaN` while the box is empty or holds no number: the form then says what it wants. */
  onChange: (value: number) => void
  /** Told instead when the box was cleared: for numbers that may be absent. */
  onClear?: (() => void) | undefined
  /** "seconds", "times" */
  unit?: string | undefined
}

/** A whole number with its unit. Keeps what is typed, so that a number can be cleared and typed anew. */
export function NumberInput({ value, onChange, onClear, unit, ...rest }: NumberInputProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed !== null && numberOf(typed) === (value ?? Number.NaN) ? typed : textOf(value)
  return (
    <TextInput
      {...rest}
      value={typed !== null && Number.isNaN(numberOf(typed)) ? typed : shown}
      inputMode="numeric"
      autoComplete="off"
      className="num"
      suffix={unit}
      onChange={(event) => {
        setTyped(event.target.value)
        if (onClear && event.target.value.trim() === '') onClear()
        else onChange(numberOf(event.target.value))
      }}
      onBlur={(event) => {
        setTyped(null)
        rest.onBlur?.(event)
      }}
    />
  )
}

function numberOf(text: string): number {
  return /^-?\d+$/.test(text.trim()) ? Number(text) : Number.NaN
}
function textOf(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? '' : String(value)
}
