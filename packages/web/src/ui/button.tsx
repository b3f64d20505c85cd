import type { LucideIcon } from 'lucide-react'
import type { ButtonHTMLAttributes, MouseEvent, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Link } from './link.tsx'

interface Look {
  /** `primary` once per view; `apply` only for Apply; `answer` only for Answer and Call. */
  variant?: 'primary' | 'ghost' | 'apply' | 'danger' | 'danger-solid' | 'answer' | undefined
  size?: 'sm' | 'lg' | undefined
  icon?: LucideIcon | undefined
  block?: boolean | undefined
}
export interface ButtonProps
  extends Look,
    Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled'> {
  /** Something is under way: a spinner, and further presses do nothing. */
  busy?: boolean | undefined
  /** Why it cannot be pressed now. The button stays focusable and says so. */
  disabledReason?: string | undefined
  disabled?: boolean | undefined
}

export function Button(props: ButtonProps) {
  const {
    variant,
    size,
    icon: Icon,
    block,
    busy,
    disabledReason,
    disabled,
    className,
    children,
    ...rest
  } = props
  const isOff = busy || disabled || disabledReason !== undefined
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (isOff) event.preventDefault()
    else rest.onClick?.(event)
  }
  return (
    <button
      type="button"
      {...rest}
      onClick={press}
      onMouseDown={keepFieldFocused}
      className={classNames(look({ variant, size, block }), className)}
      aria-disabled={disabled || disabledReason !== undefined || undefined}
      aria-busy={busy || undefined}
      title={disabledReason ?? rest.title}
    >
      {busy ? <span className="spin" aria-hidden="true" /> : Icon && <Icon className="i" />}
      {children}
    </button>
  )
}

/** A field that is left shows its error, and that moves the button away from below the pointer: the press was lost. */
function keepFieldFocused(event: MouseEvent<HTMLButtonElement>) {
  if (event.currentTarget.form) event.preventDefault()
}

/** A link that looks like a button: for everything that has an address. */
export function ButtonLink({
  to,
  variant,
  size,
  icon: Icon,
  block,
  className,
  children,
}: Look & { to: string; className?: string; children: ReactNode }) {
  return (
    <Link to={to} className={classNames(look({ variant, size, block }), className)}>
      {Icon && <Icon className="i" />}
      {children}
    </Link>
  )
}

/** Saves what has an address of its own. */
export function DownloadLink({
  href,
  fileName,
  icon: Icon,
  children,
}: Pick<Look, 'icon'> & { href: string; fileName: string; children: ReactNode }) {
  return (
    <a href={href} download={fileName} className={look({ size: 'sm' })}>
      {Icon && <Icon className="i" />}
      {children}
    </a>
  )
}

export interface IconButtonProps extends Omit<ButtonProps, 'children' | 'icon' | 'aria-label'> {
  icon: LucideIcon
  /** Read aloud, and shown as a tooltip. */
  label: string
}

/** A button that is only an icon. */
export function IconButton({
  label,
  className,
  size = 'sm',
  variant = 'ghost',
  ...rest
}: IconButtonProps) {
  return (
    <Button
      {...rest}
      size={size}
      variant={variant}
      aria-label={label}
      title={label}
      className={classNames('btn--icon', className)}
    />
  )
}

function look({ variant, size, block }: Look): string {
  return classNames(
    'btn',
    variant && `btn--${variant}`,
    size && `btn--${size}`,
    block && 'btn--block',
  )
}
