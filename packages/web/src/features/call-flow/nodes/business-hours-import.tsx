import {
  type HolidayDay,
  type ImportedHolidays,
  importedHolidaysSchema,
} from '@opbx/contract/call-flow/holidays'
import { useMutation } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { api } from '../../../api/client.ts'
import { useFormat } from '../../../format/format-context.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Button } from '../../../ui/button.tsx'
import { Callout } from '../../../ui/card.tsx'
import { Checkbox } from '../../../ui/choices.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, useFieldProps } from '../../../ui/field.tsx'
import { useProblemText } from '../../../ui/problem-text.ts'

interface ImportDialogProps {
  isOpen: boolean
  onClose: () => void
  /** Dates that have an entry already: they are not offered twice. */
  taken: ReadonlySet<string>
  onAdd: (days: HolidayDay[]) => void
}

/** Days of a calendar file, to be looked at before they are added. */
export function ImportDialog({ isOpen, onClose, taken, onAdd }: ImportDialogProps) {
  const t = useText()
  const problemText = useProblemText()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const reading = useMutation({
    mutationFn: async (file: File) =>
      api.post('/business-hours/import-holidays', {
        body: {
          format: /\.ics$/i.test(file.name) ? 'ical' : 'csv',
          text: await file.text(),
        },
        schema: importedHolidaysSchema,
      }),
  })
  const close = () => {
    reading.reset()
    setLeft(new Set())
    onClose()
  }
  const fresh = (reading.data?.days ?? []).filter(({ date }) => !taken.has(date))
  const chosen = fresh.filter(({ date }) => !left.has(date))
  const toggle = (date: string, on: boolean) => {
    const next = new Set(left)
    if (on) next.delete(date)
    else next.add(date)
    setLeft(next)
  }
  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={t('holidayImport.title')}
      lead={t('holidayImport.lead')}
      foot={
        <>
          <Button onClick={close}>{t('common.cancel')}</Button>
          {chosen.length > 0 && (
            <Button
              variant="primary"
              onClick={() => {
                onAdd(chosen)
                close()
              }}
            >
              {t('holidayImport.add', { count: chosen.length })}
            </Button>
          )}
        </>
      }
    >
      <Field
        label={t('holidayImport.file')}
        hint={t('holidayImport.fileHint')}
        error={reading.error ? problemText(reading.error) : undefined}
      >
        <FileInput
          onFile={(file) => {
            setLeft(new Set())
            reading.mutate(file)
          }}
        />
      </Field>
      {reading.data && (
        <Preview imported={reading.data} fresh={fresh}>
          {fresh.map((day) => (
            <DayRow
              key={day.date}
              day={day}
              isOn={!left.has(day.date)}
              onChange={(on) => toggle(day.date, on)}
            />
          ))}
        </Preview>
      )}
    </Dialog>
  )
}

function FileInput({ onFile }: { onFile: (file: File) => void }) {
  const field = useFieldProps()
  return (
    <input
      {...field}
      type="file"
      accept=".ics,.csv,.txt,text/calendar,text/csv"
      className="input bh__file"
      onChange={(event) => {
        const file = event.target.files?.[0]
        if (file) onFile(file)
      }}
    />
  )
}

function Preview({
  imported,
  fresh,
  children,
}: {
  imported: ImportedHolidays
  fresh: readonly HolidayDay[]
  children: ReactNode
}) {
  const t = useText()
  const known = imported.days.length - fresh.length
  return (
    <div className="col gap-4">
      {imported.problems.length > 0 && (
        <Callout tone="warn" title={t('holidayImport.leftOut')}>
          <ul className="bh__problems">
            {imported.problems.map(({ line, message }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a list that does not change
              <li key={index}>
                {line === null ? message : t('holidayImport.line', { line, message })}
              </li>
            ))}
          </ul>
        </Callout>
      )}
      <p className="small muted">
        {t('holidayImport.found', { count: imported.days.length })}
        {known > 0 && ` ${t('holidayImport.known', { count: known })}`}
      </p>
      {fresh.length > 0 && <div className="bh__days">{children}</div>}
    </div>
  )
}

function DayRow({
  day,
  isOn,
  onChange,
}: {
  day: HolidayDay
  isOn: boolean
  onChange: (on: boolean) => void
}) {
  const format = useFormat()
  return (
    <Checkbox
      checked={isOn}
      onChange={onChange}
      label={day.name}
      hint={format.dateWithYear(new Date(`${day.date}T12:00:00Z`))}
    />
  )
}
