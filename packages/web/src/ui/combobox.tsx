import { Command } from 'cmdk'
import { Check, ChevronsUpDown, Search } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useText } from '../texts/i18n.ts'
import { classNames } from './class-names.ts'
import { useFieldProps } from './field.tsx'
import { Popover } from './menu.tsx'

export interface ComboboxOption<V extends string = string> {
  value: V
  label: string
  /** At the end of the line: a calling code, an offset. */
  note?: string | undefined
  /** Further words that find it. */
  keywords?: readonly string[] | undefined
  icon?: ReactNode
}
interface ComboboxProps<V extends string> {
  value: V | ''
  onChange: (value: V) => void
  options: readonly ComboboxOption<V>[]
  /** Words of the search box. */
  searchLabel?: string | undefined
  placeholder?: string | undefined
  disabled?: boolean | undefined
  /** At the end of the closed box. */
  suffix?: ReactNode
}

/** One of many, found by typing. */
export function Combobox<V extends string>(props: ComboboxProps<V>) {
  const { value, onChange, options, searchLabel, placeholder, disabled, suffix } = props
  const t = useText()
  const field = useFieldProps()
  const [isOpen, setOpen] = useState(false)
  const chosen = options.find((option) => option.value === value)
  const search = searchLabel ?? t('parts.searchOptions')
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={setOpen}
      label={search}
      trigger={
        <button
          type="button"
          {...field}
          aria-labelledby={field.id && `${field.id}-label ${field.id}`}
          className={classNames('input', field['aria-invalid'] && 'is-bad')}
          disabled={disabled}
        >
          {chosen?.icon}
          <span className={classNames('trunc', !chosen && 'quiet')}>
            {chosen?.label ?? placeholder ?? t('parts.chooseOption')}
          </span>
          {(suffix ?? chosen?.note) && <span className="suffix num">{suffix ?? chosen?.note}</span>}
          <ChevronsUpDown className="i i-sm" />
        </button>
      }
    >
      <Command label={search} filter={matches} defaultValue={value}>
        <div className="cmdin">
          <Search className="i" />
          <Command.Input placeholder={search} />
        </div>
        <Command.List>
          <Command.Empty>{t('parts.nothingFoundShort')}</Command.Empty>
          {options.map((option) => (
            <Command.Item
              key={option.value}
              value={option.value}
              keywords={[option.label, ...(option.keywords ?? [])]}
              className="menu__i"
              onSelect={() => {
                onChange(option.value)
                setOpen(false)
              }}
            >
              {option.icon}
              <span className="grow trunc">{option.label}</span>
              {option.note && <span className="small quiet num">{option.note}</span>}
              {option.value === value && <Check className="i i-sm" />}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Popover>
  )
}

/** Every typed word must occur; a word at the beginning of the label counts more. */
export function matches(value: string, search: string, keywords: string[] = []): number {
  const all = `${keywords.join(' ')} ${value.replaceAll(/[_/]/g, ' ')}`.toLowerCase()
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (!words.every((word) => all.includes(word))) return 0
  return keywords[0]?.toLowerCase().startsWith(words[0] ?? '') ? 1 : 0.5
}
