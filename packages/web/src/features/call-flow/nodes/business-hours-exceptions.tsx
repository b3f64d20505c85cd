import { Plus, Upload, X } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useFieldArray, useWatch } from 'react-hook-form'
import { SelectField, TextField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import type { NodeForm } from '../node-view.ts'
import { TimeRangeInputs } from './time-range-inputs.tsx'

/** Days on which the week does not hold. */
export function ExceptionsCard({ form }: { form: NodeForm<'business_hours'> }) {
  const t = useText()
  const days = useFieldArray({ control: form.control, name: 'config.exceptions', keyName: 'key' })
  const [isImporting, setImporting] = useState(false)
  const add = () =>
    days.append({
      date: '',
      name: t('nodeForms.business_hours.newException'),
      type: 'closed',
      ranges: [],
    })
  return (
    <Card
      title={t('nodeForms.business_hours.exceptions')}
      lead={t('nodeForms.business_hours.exceptionsLead')}
      end={
        <span className="row wrap">
          <Button size="sm" icon={Upload} onClick={() => setImporting(true)}>
            {t('holidayImport.open')}
          </Button>
          <Button size="sm" icon={Plus} onClick={add}>
            {t('nodeForms.business_hours.addException')}
          </Button>
        </span>
      }
    >
      {isImporting && (
        <Suspense fallback={null}>
          <ImportDialog
            isOpen
            onClose={() => setImporting(false)}
            taken={new Set(days.fields.map(({ date }) => date))}
            onAdd={(added) =>
              days.append(added.map((day) => ({ ...day, type: 'closed' as const, ranges: [] })))
            }
          />
        </Suspense>
      )}
      {days.fields.length > 0 && (
        <div className="card--pad col gap-4">
          {days.fields.map((day, index) => (
            <ExceptionRow
              key={day.key}
              form={form}
              index={index}
              onRemove={() => days.remove(index)}
            />
          ))}
        </div>
      )}
    </Card>
  )
}

const ImportDialog = lazy(async () => ({
  default: (await import('./business-hours-import.tsx')).ImportDialog,
}))

interface ExceptionRowProps {
  form: NodeForm<'business_hours'>
  index: number
  onRemove: () => void
}

function ExceptionRow({ form, index, onRemove }: ExceptionRowProps) {
  const t = useText()
  const path = `config.exceptions.${index}` as const
  const ranges = useFieldArray({
    control: form.control,
    name: `${path}.ranges`,
    keyName: 'key',
  })
  const [type, givenName] = useWatch({
    control: form.control,
    name: [`${path}.type`, `${path}.name`],
  })
  // For a moment after the day was removed it has no name.
  const name = givenName ?? ''
  const hasHours = type === 'special_hours'
  return (
    <div className="bh__exception">
      <TextField
        control={form.control}
        name={`${path}.date`}
        label={t('nodeForms.business_hours.date')}
        input={{ type: 'date' }}
      />
      <TextField
        control={form.control}
        name={`${path}.name`}
        label={t('nodeForms.business_hours.name')}
        input={{ autoComplete: 'off' }}
      />
      <SelectField
        control={form.control}
        name={`${path}.type`}
        label={t('nodeForms.business_hours.type')}
        options={[
          { value: 'closed', label: t('nodeForms.business_hours.types.closed') },
          { value: 'special_hours', label: t('nodeForms.business_hours.types.special_hours') },
        ]}
      />
      <IconButton
        variant="ghost"
        icon={X}
        className="bh__remove"
        label={t('nodeForms.business_hours.removeException', { name })}
        onClick={onRemove}
      />
      {hasHours && (
        <div className="bh__hours row wrap">
          {ranges.fields.map((range, rangeIndex) => (
            <span key={range.key} className="row gap-1">
              <TimeRangeInputs form={form} path={`${path}.ranges.${rangeIndex}`} day={name} />
              <IconButton
                size="sm"
                variant="ghost"
                icon={X}
                label={t('nodeForms.business_hours.removeRange', { day: name })}
                onClick={() => ranges.remove(rangeIndex)}
              />
            </span>
          ))}
          <Button
            size="sm"
            variant="ghost"
            icon={Plus}
            onClick={() => ranges.append({ from: '09:00', to: '12:00' })}
          >
            {t('nodeForms.business_hours.addRange', { day: name })}
          </Button>
        </div>
      )}
    </div>
  )
}
