import { X } from 'lucide-react'
import { useState } from 'react'
import { Field, fieldId } from './field.tsx'
import { TextInput } from './text-input.tsx'

interface TagsInputProps {
  name: string
  label: string
  hint?: string
  removeLabel: (tag: string) => string
  error: string | undefined
  value: readonly string[]
  onChange: (tags: string[]) => void
}

/** Short words of one's own: Enter or a comma adds one, Backspace in the empty box takes the last one away. */
export function TagsInput(props: TagsInputProps) {
  const { value, onChange } = props
  const [typed, setTyped] = useState('')
  const add = (text: string) => {
    const tag = text.trim()
    setTyped('')
    if (tag !== '' && !value.includes(tag)) onChange([...value, tag])
  }
  return (
    <Field name={props.name} label={props.label} hint={props.hint} error={props.error}>
      <span className="col gap-2">
        <TextInput
          id={fieldId(props.name)}
          value={typed}
          autoComplete="off"
          onChange={(event) => {
            if (event.target.value.endsWith(',')) add(event.target.value.slice(0, -1))
            else setTyped(event.target.value)
          }}
          onBlur={() => add(typed)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && typed.trim() !== '') {
              event.preventDefault()
              add(typed)
            } else if (event.key === 'Backspace' && typed === '') onChange(value.slice(0, -1))
          }}
        />
        {value.length > 0 && (
          <span className="row wrap gap-1">
            {value.map((tag) => (
              <button
                key={tag}
                type="button"
                className="badge"
                aria-label={props.removeLabel(tag)}
                onClick={() => onChange(value.filter((one) => one !== tag))}
              >
                {tag}
                <X className="i i-sm" aria-hidden="true" />
              </button>
            ))}
          </span>
        )}
      </span>
    </Field>
  )
}
