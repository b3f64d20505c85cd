import { ArrowRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { type Control, type FieldPath, type FieldValues, useController } from 'react-hook-form'
import { useText } from '../../texts/i18n.ts'
import { Card } from '../../ui/card.tsx'
import { FieldError, fieldId } from '../../ui/field.tsx'
import { DestinationPicker } from './destination-picker.tsx'

type ExitName =
  | 'no_answer'
  | 'busy'
  | 'unreachable'
  | 'timeout'
  | 'invalid'
  | 'open'
  | 'closed'
  | 'holiday'
  | 'otherwise'
  | 'ended'
  | 'refused'
  | 'next'
  | 'failed'
  | 'full'
  | 'no_agents'
  | 'key_pressed'
  | 'success'

interface ExitsCardProps<I extends FieldValues, O> {
  control: Control<I, unknown, O>
  exits: readonly ExitName[]
  /** The node itself: a call that comes back to where it was goes in circles. */
  self?: string | undefined
  /** Words for exits that mean something else here. */
  labels?: Partial<Record<string, string>> | undefined
  /** Where exits that are left open lead, where that is not hanging up. */
  openLabels?: Partial<Record<ExitName, string>> | undefined
}

/** Where calls go on from here: one row per exit. Nothing for a node without exits. */
export function ExitsCard<I extends FieldValues, O>({
  control,
  exits,
  self,
  labels = {},
  openLabels = {},
}: ExitsCardProps<I, O>) {
  const t = useText()
  if (exits.length === 0) return null
  return (
    <Card title={t('forms.exits')} lead={t('forms.exitsHint')} pad>
      <div className="col gap-3">
        {exits.map((exit) => (
          <ExitRow
            key={exit}
            control={control}
            exit={exit}
            label={labels[exit] ?? t(`callFlow.exit.${exit}`)}
            self={self}
            openLabel={openLabels[exit]}
          />
        ))}
      </div>
    </Card>
  )
}

interface ExitRowProps<I extends FieldValues, O> {
  control: Control<I, unknown, O>
  /** Name of the exit: `no_answer`, or a menu's digits. */
  exit: string
  /** Read aloud; shown at the start of the row unless `start` says otherwise. */
  label: string
  start?: ReactNode
  self?: string | undefined
  openLabel?: string | undefined
}

/** One exit: its name, an arrow, where it leads. */
export function ExitRow<I extends FieldValues, O>({
  control,
  exit,
  label,
  start,
  self,
  openLabel,
}: ExitRowProps<I, O>) {
  const name = exitPath<I>(exit)
  const { field, fieldState } = useController<I, FieldPath<I>, O>({ control, name })
  const value: unknown = field.value
  const id = fieldId(name)
  return (
    <div className="col gap-1">
      <div className="exitrow">
        <span className="small muted">{start ?? label}</span>
        <ArrowRight className="i" />
        <DestinationPicker
          value={typeof value === 'string' ? value : null}
          onChange={field.onChange}
          label={label}
          id={id}
          isWrong={fieldState.error !== undefined}
          exclude={self}
          openLabel={openLabel}
        />
      </div>
      {fieldState.error?.message && <FieldError>{fieldState.error.message}</FieldError>}
    </div>
  )
}

// Exits are a record, whose keys the compiler does not list as paths.
function exitPath<I extends FieldValues>(exit: string): FieldPath<I> {
  return `exits.${exit}` as FieldPath<I>
}
