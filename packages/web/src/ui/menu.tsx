import type { LucideIcon } from 'lucide-react'
import { DropdownMenu, Popover as RadixPopover } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Link } from './link.tsx'

export interface MenuEntry {
  label: string
  icon?: LucideIcon | undefined
  /** Small grey word at the end. */
  note?: string | undefined
  to?: string | undefined
  onSelect?: (() => void) | undefined
  isDanger?: boolean
  /** Ticked entries of a choice; read aloud as such. */
  isOn?: boolean | undefined
  /** The page where one is. */
  isCurrent?: boolean | undefined
  disabledReason?: string | undefined
}
export interface MenuGroup {
  heading?: string
  entries: readonly MenuEntry[]
}
interface MenuProps {
  /** The button that opens it; takes a ref. */
  trigger: ReactNode
  groups: readonly MenuGroup[]
  side?: 'top' | 'bottom' | 'right' | undefined
  align?: 'start' | 'end' | 'center' | undefined
  /** Above the entries, who is signed in for instance. */
  head?: ReactNode
}

/** Actions behind a button. */
export function Menu({ trigger, groups, side = 'bottom', align = 'end', head }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="pop menu min-w-[208px] max-w-[calc(100vw-16px)] max-h-[80dvh] overflow-auto"
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
        >
          {head}
          {groups.map((group, index) => (
            <DropdownMenu.Group key={group.heading ?? group.entries[0]?.label ?? index}>
              {index > 0 && <DropdownMenu.Separator className="menu__sep" />}
              {group.heading && (
                <DropdownMenu.Label className="menu__h">{group.heading}</DropdownMenu.Label>
              )}
              {group.entries.map((entry) => (
                <Entry key={entry.label} entry={entry} />
              ))}
            </DropdownMenu.Group>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function Entry({ entry }: { entry: MenuEntry }) {
  const Icon = entry.icon
  const className = classNames('menu__i', entry.isDanger && 'menu__i--danger')
  const content = (
    <>
      {Icon && <Icon className="i" />}
      <span className="grow trunc">{entry.label}</span>
      {entry.note && <span className="small quiet">{entry.note}</span>}
    </>
  )
  if (entry.to) {
    return (
      <DropdownMenu.Item asChild>
        <Link
          to={entry.to}
          className={className}
          aria-current={entry.isCurrent ? 'page' : undefined}
        >
          {content}
        </Link>
      </DropdownMenu.Item>
    )
  }
  const shared = {
    className,
    disabled: entry.disabledReason !== undefined,
    title: entry.disabledReason,
    onSelect: () => entry.onSelect?.(),
  }
  if (entry.isOn === undefined) return <DropdownMenu.Item {...shared}>{content}</DropdownMenu.Item>
  return (
    <DropdownMenu.CheckboxItem {...shared} checked={entry.isOn}>
      <span className={classNames('box box--radio', entry.isOn && 'on')} aria-hidden="true" />
      {content}
    </DropdownMenu.CheckboxItem>
  )
}

/** A small panel that belongs to a button. */
export function Popover({
  trigger,
  children,
  isOpen,
  onOpenChange,
  align = 'start',
  label,
}: {
  trigger: ReactNode
  children: ReactNode
  isOpen?: boolean
  onOpenChange?: (open: boolean) => void
  align?: 'start' | 'end'
  label: string
}) {
  const control = isOpen === undefined ? {} : { open: isOpen }
  return (
    <RadixPopover.Root {...control} onOpenChange={(open) => onOpenChange?.(open)}>
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          className="pop pickpop"
          align={align}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  )
}
