import { X } from 'lucide-react'
import { type ComponentProps, type ReactNode, useId } from 'react'
import {
  type Control,
  type ControllerRenderProps,
  type FieldPath,
  type FieldValues,
  useController,
} from 'react-hook-form'
import { IconButton } from '../ui/button.tsx'
import { type Choice, RadioCards, Switch as UiSwitch } from '../ui/choices.tsx'
import { Combobox, type ComboboxOption } from '../ui/combobox.tsx'
import { Field, FieldError, fieldId } from '../ui/field.tsx'
import { NumberInput } from '../ui/number-input.tsx'
import { type Option, Select } from '../ui/select.tsx'
import { PasswordInput, TextArea, TextInput } from '../ui/text-input.tsx'

/** What every bound field takes: the form's `control`, its path there, label and hint. */
export interface BoundProps<I extends FieldValues, O> {
  control: Control<I, unknown, O>
  name: FieldPath<I>
  label: string
  hint?: ReactNode
  note?: string | undefined
  disabled?: boolean | undefined
  className?: string | undefined
}

type Bound<I extends FieldValues> = ControllerRenderProps<I, FieldPath<I>> & { text: string }

/** Label, control and error of one path; for controls that the fields below do not cover. */
export function BoundField<I extends FieldValues, O>(
  props: BoundProps<I, O> & { children: (bound: Bound<I>) => ReactNode },
) {
  const { control, name, label, hint, note, className, children } = props
  const { field, fieldState } = useController<I, FieldPath<I>, O>({ control, name })
  const value: unknown = field.value
  return (
    <Field
      label={label}
      hint={hint}
      note={note}
      name={name}
      className={className}
      error={messageOf(fieldState.error)}
    >
      {children({ ...field, text: typeof value === 'string' ? value : '' })}
    </Field>
  )
}

/** A list's own error ("Add a member.") is at its root. */
export function messageOf(
  error: { message?: string; root?: { message?: string } } | undefined,
): string | undefined {
  return error?.message ?? error?.root?.message
}

export function TextField<I extends FieldValues, O>(
  props: BoundProps<I, O> & { input?: ComponentProps<typeof TextInput> },
) {
  return (
    <BoundField {...props}>
      {({ text, onChange, onBlur, name, ref }) => (
        <TextInput
          {...props.input}
          ref={ref}
          name={name}
          value={text}
          onChange={onChange}
          onBlur={onBlur}
          disabled={props.disabled}
        />
      )}
    </BoundField>
  )
}

/** A text that may be absent: an empty box is `null`, or what `empty` says. */
export function OptionalTextField<I extends FieldValues, O>(
  props: BoundProps<I, O> & { input?: ComponentProps<typeof TextInput>; empty?: undefined },
) {
  const { field } = useController<I, FieldPath<I>, O>({ control: props.control, name: props.name })
  const change: (value: string | null | undefined) => void = field.onChange
  const empty = 'empty' in props ? undefined : null
  return (
    <BoundField {...props}>
      {({ text, onBlur, name, ref }) => (
        <TextInput
          {...props.input}
          ref={ref}
          name={name}
          value={text}
          onChange={(event) =>
            change(event.target.value.trim() === '' ? empty : event.target.value)
          }
          onBlur={onBlur}
          disabled={props.disabled}
        />
      )}
    </BoundField>
  )
}

export function TextAreaField<I extends FieldValues, O>(
  props: BoundProps<I, O> & { rows?: number; placeholder?: string },
) {
  return (
    <BoundField {...props}>
      {({ text, onChange, onBlur, name, ref }) => (
        <TextArea
          ref={ref}
          name={name}
          value={text}
          onChange={onChange}
          onBlur={onBlur}
          rows={props.rows ?? 3}
          placeholder={props.placeholder}
          disabled={props.disabled}
        />
      )}
    </BoundField>
  )
}

export function PasswordField<I extends FieldValues, O>(
  props: BoundProps<I, O> & { autoComplete: 'current-password' | 'new-password'; more?: ReactNode },
) {
  return (
    <div className="col">
      <BoundField {...props}>
        {({ text, onChange, onBlur, name, ref }) => (
          <PasswordInput
            ref={ref}
            name={name}
            value={text}
            onChange={onChange}
            onBlur={onBlur}
            autoComplete={props.autoComplete}
          />
        )}
      </BoundField>
      {props.more}
    </div>
  )
}

export function NumberField<I extends FieldValues, O>(props: BoundProps<I, O> & { unit?: string }) {
  return (
    <BoundField {...props}>
      {({ value, onChange, onBlur, name, ref }) => (
        <NumberInput
          ref={ref}
          name={name}
          value={typeof value === 'number' ? value : null}
          onChange={onChange}
          onBlur={onBlur}
          unit={props.unit}
          disabled={props.disabled}
        />
      )}
    </BoundField>
  )
}

/** A number that may be absent: an empty box is `null`. */
export function OptionalNumberField<I extends FieldValues, O>(
  props: BoundProps<I, O> & { unit?: string },
) {
  const { field } = useController<I, FieldPath<I>, O>({ control: props.control, name: props.name })
  const change: (value: number | null) => void = field.onChange
  return (
    <BoundField {...props}>
      {({ value, onBlur, name, ref }) => (
        <NumberInput
          ref={ref}
          name={name}
          value={typeof value === 'number' ? value : null}
          onChange={change}
          onClear={() => change(null)}
          onBlur={onBlur}
          unit={props.unit}
          disabled={props.disabled}
        />
      )}
    </BoundField>
  )
}

export function SelectField<I extends FieldValues, O, V extends string>(
  props: BoundProps<I, O> & { options: readonly Option<V>[]; placeholder?: string },
) {
  return (
    <BoundField {...props}>
      {({ text, onChange, onBlur, name, ref }) => (
        <Select
          ref={ref}
          name={name}
          value={text}
          onChange={onChange}
          onBlur={onBlur}
          options={props.options}
          placeholder={props.placeholder}
          disabled={props.disabled}
        />
      )}
    </BoundField>
  )
}

export function ComboboxField<I extends FieldValues, O>(
  props: BoundProps<I, O> & {
    options: readonly ComboboxOption[]
    searchLabel?: string
    placeholder?: string
    suffix?: ReactNode
    /** It may also be nothing (null): the label of the button that makes it so. */
    clearLabel?: string
  },
) {
  return (
    <BoundField {...props}>
      {({ text, onChange }) => (
        <span className="row">
          <span className="grow min-w-0">
            <Combobox
              value={text}
              onChange={onChange}
              options={props.options}
              searchLabel={props.searchLabel}
              placeholder={props.placeholder}
              suffix={props.suffix}
              disabled={props.disabled}
            />
          </span>
          {props.clearLabel && text !== '' && (
            <IconButton icon={X} label={props.clearLabel} onClick={() => onChange(null)} />
          )}
        </span>
      )}
    </BoundField>
  )
}

/** One of two to five, each with its consequence. */
export function ChoiceField<I extends FieldValues, O, V extends string>(
  props: BoundProps<I, O> & { choices: readonly Choice<V>[]; columns?: boolean },
) {
  const { field, fieldState } = useController<I, FieldPath<I>, O>({
    control: props.control,
    name: props.name,
  })
  const value: unknown = field.value
  const id = useId()
  return (
    <div className="field" id={fieldId(props.name)} tabIndex={-1}>
      <span className="label" id={id}>
        {props.label}
      </span>
      <RadioCards
        value={typeof value === 'string' ? value : ''}
        onChange={field.onChange}
        choices={props.choices}
        label={props.label}
        {...(props.columns ? { className: 'grid2' } : {})}
      />
      {fieldState.error?.message ? (
        <FieldError>{fieldState.error.message}</FieldError>
      ) : (
        props.hint && <span className="hint">{props.hint}</span>
      )}
    </div>
  )
}

export function SwitchField<I extends FieldValues, O>(props: BoundProps<I, O>) {
  const { field } = useController<I, FieldPath<I>, O>({ control: props.control, name: props.name })
  const value: unknown = field.value
  return (
    <UiSwitch
      checked={value === true}
      onChange={field.onChange}
      label={props.label}
      hint={props.hint}
      disabled={props.disabled}
    />
  )
}
