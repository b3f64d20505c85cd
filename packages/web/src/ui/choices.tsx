import { Check, Minus } from 'lucide-react'
import { RadioGroup, Checkbox as RadixCheckbox, Switch as RadixSwitch } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'
import { useFieldProps } from './field.tsx'

interface ToggleProps {
  label: ReactNode
  hint?: ReactNode
  disabled?: boolean | undefined
  name?: string | undefined
}

/** On or off, at once or in the form. */
export function Switch({
  checked,
  onChange,
  label,
  hint,
  disabled,
}: ToggleProps & { checked: boolean; onChange: (on: boolean) => void }) {
  const id = useId()
  return (
    <div className="opt">
      <RadixSwitch.Root
        id={id}
        className="switch"
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      <label htmlFor={id} className="grow">
        {label}
        {hint && (
          <span className="hint" id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </label>
    </div>
  )
}

/** A box to tick; `some` where it stands for several that differ. */
export function Checkbox({
  checked,
  onChange,
  label,
  hint,
  disabled,
  isLabelHidden,
}: ToggleProps & {
  checked: boolean | 'some'
  onChange: (on: boolean) => void
  isLabelHidden?: boolean
}) {
  const id = useId()
  return (
    <div className="opt">
      <RadixCheckbox.Root
        id={id}
        className="box"
        checked={checked === 'some' ? 'indeterminate' : checked}
        onCheckedChange={(next) => onChange(next === true)}
        disabled={disabled}
      >
        <RadixCheckbox.Indicator asChild>
          {checked === 'some' ? <Minus className="i" /> : <Check className="i" />}
        </RadixCheckbox.Indicator>
      </RadixCheckbox.Root>
      <label htmlFor={id} className={isLabelHidden ? 'sr' : 'grow'}>
        {label}
        {hint && <span className="hint">{hint}</span>}
      </label>
    </div>
  )
}

export interface Choice<V extends string> {
  value: V
  label: ReactNode
  hint?: ReactNode
  /** At the end of the first line, a badge for instance. */
  end?: ReactNode
  /** Below the hint, also controls that belong to this choice. */
  more?: ReactNode
  /** Why it cannot be chosen. */
  disabledReason?: string | undefined
}
export interface RadioCardsProps<V extends string> {
  value: V | ''
  onChange: (value: V) => void
  choices: readonly Choice<V>[]
  /** Read aloud; a `Field` around it gives the visible label. */
  label: string
  big?: boolean
  className?: string
}

/** One of two to five, each with its consequence. */
export function RadioCards<V extends string>({
  value,
  onChange,
  choices,
  label,
  big,
  className,
}: RadioCardsProps<V>) {
  const field = useFieldProps()
  const choose = (next: string) => {
    const found = choices.find((choice) => choice.value === next)
    if (found) onChange(found.value)
  }
  return (
    <RadioGroup.Root
      {...field}
      value={value}
      onValueChange={choose}
      aria-label={label}
      className={className ?? 'col gap-3'}
    >
      {choices.map((choice) => (
        <RadioCard key={choice.value} choice={choice} isOn={choice.value === value} big={big} />
      ))}
    </RadioGroup.Root>
  )
}

function RadioCard<V extends string>({
  choice,
  isOn,
  big,
}: {
  choice: Choice<V>
  isOn: boolean
  big?: boolean | undefined
}) {
  const id = useId()
  const hint = choice.disabledReason ?? choice.hint
  return (
    <div
      className={classNames('choice', big && 'choice--big')}
      data-state={isOn ? 'checked' : 'unchecked'}
    >
      <RadioGroup.Item
        id={id}
        value={choice.value}
        className="box box--radio"
        disabled={choice.disabledReason !== undefined}
        aria-describedby={hint ? `${id}-hint` : undefined}
      />
      <div className="grow col">
        <label htmlFor={id}>
          <span className="row">
            <b className="strong">{choice.label}</b>
            {choice.end && <span className="end">{choice.end}</span>}
          </span>
          {hint && (
            <span className="hint" id={`${id}-hint`}>
              {hint}
            </span>
          )}
        </label>
        {choice.more}
      </div>
    </div>
  )
}
