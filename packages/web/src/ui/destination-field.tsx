import { Command } from 'cmdk'
import { ChevronsUpDown, PhoneOff, Plus, Search } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { useText } from '../texts/i18n.ts'
import { classNames } from './class-names.ts'
import { matches } from './combobox.tsx'
import { useFieldProps } from './field.tsx'
import { type Kind, KindIcon } from './kind-icon.tsx'
import { Popover } from './menu.tsx'

export interface Destination {
  id: string
  name: string
  kind: Kind
  /** Word for its kind, or its number. */
  note?: string | undefined
  keywords?: readonly string[] | undefined
  /** Why it cannot be chosen here: refused in the list, with the reason. */
  disabledReason?: string | undefined
}
export interface DestinationGroup {
  heading: string
  destinations: readonly Destination[]
}
/** Something that can be made in place from what was typed. */
interface DestinationMaker {
  kind: Kind
  label: (typed: string) => string
  make: (typed: string) => void | Promise<void>
}
export interface DestinationFieldProps {
  value: string | null
  onChange: (id: string | null) => void
  groups: readonly DestinationGroup[]
  makers?: readonly DestinationMaker[] | undefined
  /** "Hang up" is the last choice and means `null`; `false` where something must be chosen. */
  canHangUp?: boolean | undefined
  placeholder?: string | undefined
  /** Where an open exit leads instead of hanging up: "As closed". */
  openLabel?: string | undefined
  disabled?: boolean | undefined
  /** Read aloud where no `Field` stands around it. */
  label?: string | undefined
  /** Outside of a `Field`: the DOM id, and whether it is wrong. */
  id?: string | undefined
  isWrong?: boolean | undefined
  end?: ReactNode
}

/** Where something leads: one picker for every exit, member and entry. */
export function DestinationField(props: DestinationFieldProps) {
  const t = useText()
  const field = useFieldProps()
  const [isOpen, setOpen] = useState(false)
  const chosen = props.groups
    .flatMap((group) => group.destinations)
    .find((one) => one.id === props.value)
  const choose = (id: string | null) => {
    props.onChange(id)
    setOpen(false)
  }
  return (
    <Popover
      isOpen={isOpen}
      onOpenChange={setOpen}
      label={props.label ?? t('parts.destinationSearch')}
      trigger={
        <button
          type="button"
          id={props.id}
          aria-invalid={props.isWrong || undefined}
          {...field}
          aria-labelledby={field.id && `${field.id}-label ${field.id}`}
          className={classNames('dest', !props.value && props.canHangUp !== false && 'dest--none')}
          disabled={props.disabled}
        >
          <Chosen {...props} chosen={chosen} />
          {props.end}
          <ChevronsUpDown className="i i-sm i-end" />
        </button>
      }
    >
      <Choices {...props} onChange={choose} onMade={() => setOpen(false)} />
    </Popover>
  )
}

function Chosen({
  value,
  chosen,
  canHangUp,
  placeholder,
  openLabel,
  label,
}: DestinationFieldProps & { chosen: Destination | undefined }) {
  const t = useText()
  const spoken = label && <span className="sr">{label}: </span>
  if (chosen) {
    return (
      <>
        <KindIcon kind={chosen.kind} tile />
        <span className="trunc">
          {spoken}
          {chosen.name} {chosen.note && <span className="small quiet">{chosen.note}</span>}
        </span>
      </>
    )
  }
  const isOpen = !value && openLabel !== undefined
  const hangsUp = !value && canHangUp !== false && !isOpen
  const emptyWord = () => {
    if (value) return t('parts.notFoundThing')
    if (isOpen) return openLabel
    return hangsUp ? t('parts.hangUp') : (placeholder ?? t('parts.chooseOption'))
  }
  return (
    <>
      {hangsUp && (
        <span className="tile">
          <PhoneOff className="i" />
        </span>
      )}
      <span className={classNames('trunc', !hangsUp && 'quiet px-1')}>
        {spoken}
        {emptyWord()}
      </span>
    </>
  )
}

function Choices({
  groups,
  makers = [],
  canHangUp,
  onChange,
  onMade,
}: DestinationFieldProps & { onMade: () => void }) {
  const t = useText()
  const [typed, setTyped] = useState('')
  const name = typed.trim()
  return (
    <Command label={t('parts.destinationSearch')} filter={matches}>
      <div className="cmdin">
        <Search className="i" />
        <Command.Input
          value={typed}
          onValueChange={setTyped}
          placeholder={t('parts.destinationSearch')}
        />
      </div>
      <Command.List>
        <Command.Empty>{t('parts.nothingFoundShort')}</Command.Empty>
        {groups.map((group) => (
          <Command.Group key={group.heading} heading={group.heading}>
            {group.destinations.map((one) => (
              <Command.Item
                key={one.id}
                value={one.id}
                keywords={[one.name, ...(one.note ? [one.note] : []), ...(one.keywords ?? [])]}
                disabled={one.disabledReason !== undefined}
                className="menu__i"
                onSelect={() => onChange(one.id)}
              >
                <KindIcon kind={one.kind} />
                <span className="grow trunc">{one.name}</span>
                <span className="small quiet">{one.disabledReason ?? one.note}</span>
              </Command.Item>
            ))}
          </Command.Group>
        ))}
        {name !== '' && makers.length > 0 && (
          <Command.Group heading={t('parts.destinationsNew')} forceMount>
            {makers.map((maker) => (
              <Command.Item
                key={maker.kind}
                value={`new ${maker.kind}`}
                forceMount
                className="menu__i"
                onSelect={() => {
                  maker.make(name)
                  onMade()
                }}
              >
                <Plus className="i" />
                <span className="grow trunc">{maker.label(name)}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {canHangUp !== false && (
          <Command.Item
            value="hang-up"
            forceMount
            className="menu__i"
            onSelect={() => onChange(null)}
          >
            <PhoneOff className="i" />
            <span className="grow">{t('parts.hangUp')}</span>
          </Command.Item>
        )}
      </Command.List>
    </Command>
  )
}
