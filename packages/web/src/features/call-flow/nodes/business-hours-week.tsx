import type { Weekday } from '@opbx/contract/call-flow/nodes/business-hours'
import { Copy, Plus, X } from 'lucide-react'
import { useFieldArray, useFormState, useWatch } from 'react-hook-form'
import { messageOf } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { IconButton } from '../../../ui/button.tsx'
import { FieldError } from '../../../ui/field.tsx'
import type { NodeForm } from '../node-view.ts'
import { TimeRangeInputs } from './time-range-inputs.tsx'

const workdays = ['tuesday', 'wednesday', 'thursday', 'friday'] as const

/** One day: its bar, and its hours to edit. */
export function WeekDay({ form, day }: { form: NodeForm<'business_hours'>; day: Weekday }) {
  const t = useText()
  const name = `config.weekly.${day}` as const
  const ranges = useFieldArray({ control: form.control, name, keyName: 'key' })
  const values = useWatch({ control: form.control, name }) ?? []
  const { errors } = useFormState({ control: form.control, name })
  const dayName = t(`nodeForms.business_hours.days.${day}`)
  const problem = messageOf(errors.config?.weekly?.[day])
  const copyToWorkdays = () => {
    for (const other of workdays) {
      form.setValue(
        `config.weekly.${other}`,
        values.map((range) => ({ ...range })),
        {
          shouldDirty: true,
        },
      )
    }
  }
  return (
    <div className="wk__day">
      <b className="medium wk__name">{dayName}</b>
      <div className="wk__t" aria-hidden="true">
        {values
          .flatMap((range) => bars(range.from, range.to))
          .map((bar) => (
            <span
              key={`${bar.from} ${bar.to}`}
              className="wk__b"
              style={{
                insetInlineStart: `${(bar.from / 1440) * 100}%`,
                width: `${((bar.to - bar.from) / 1440) * 100}%`,
              }}
            />
          ))}
      </div>
      <div className="wk__ranges">
        {ranges.fields.length === 0 && (
          <span className="quiet small">{t('nodeForms.business_hours.closed')}</span>
        )}
        {ranges.fields.map((range, index) => (
          <span key={range.key} className="row gap-1">
            <TimeRangeInputs form={form} path={`${name}.${index}`} day={dayName} />
            <IconButton
              size="sm"
              variant="ghost"
              icon={X}
              label={t('nodeForms.business_hours.removeRange', { day: dayName })}
              onClick={() => ranges.remove(index)}
            />
          </span>
        ))}
        {problem && <FieldError>{problem}</FieldError>}
      </div>
      <span className="row gap-1 wk__tools">
        {day === 'monday' && (
          <IconButton
            size="sm"
            variant="ghost"
            icon={Copy}
            label={t('nodeForms.business_hours.copyMonday')}
            onClick={copyToWorkdays}
          />
        )}
        <IconButton
          size="sm"
          variant="ghost"
          icon={Plus}
          label={t('nodeForms.business_hours.addRange', { day: dayName })}
          disabled={ranges.fields.length >= 10}
          onClick={() =>
            ranges.append(
              values.length === 0 ? { from: '09:00', to: '17:00' } : { from: '18:00', to: '20:00' },
            )
          }
        />
      </span>
    </div>
  )
}

/** A range as bars within its first day; what is past midnight is drawn up to the end of the day. */
function bars(from: string | undefined, to: string | undefined): { from: number; to: number }[] {
  const begin = minutes(from)
  const end = minutes(to)
  if (begin === null || end === null) return []
  return [{ from: begin, to: end <= begin ? 1440 : end }]
}

function minutes(time: string | undefined): number | null {
  const found = /^(\d\d):(\d\d)$/.exec(time ?? '')
  return found ? Number(found[1]) * 60 + Number(found[2]) : null
}
