import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export interface Segment<V extends string> {
  value: V
  label: ReactNode
}

/** Two to five views of the same thing. */
export function Segments<V extends string>({
  value,
  onChange,
  segments,
  label,
  className,
}: {
  value: V
  onChange: (value: V) => void
  segments: readonly Segment<V>[]
  label: string
  className?: string
}) {
  return (
    <fieldset className={classNames('seg', className)} aria-label={label}>
      {segments.map((segment) => (
        <button
          key={segment.value}
          type="button"
          aria-pressed={segment.value === value}
          onClick={() => onChange(segment.value)}
        >
          {segment.label}
        </button>
      ))}
    </fieldset>
  )
}
