import {
  type HolidayCalendar,
  type HolidayCountries,
  holidayCountriesSchema,
} from '@opbx/contract/call-flow/holidays'
import { useQuery } from '@tanstack/react-query'
import { CalendarDays, Plus, X } from 'lucide-react'
import { useState } from 'react'
import { useFieldArray } from 'react-hook-form'
import { api } from '../../../api/client.ts'
import { useMe } from '../../../api/me.ts'
import { useFormat } from '../../../format/format-context.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Card, Item, List, Tile } from '../../../ui/card.tsx'
import { Combobox } from '../../../ui/combobox.tsx'
import { Field } from '../../../ui/field.tsx'
import { Loaded } from '../../../ui/loading.tsx'
import { Select } from '../../../ui/select.tsx'
import type { NodeForm } from '../node-view.ts'
import { holidaysQuery } from './business-hours-queries.ts'

const most = 5

/** Public holidays of countries and regions: closed days that nobody has to enter. */
export function CalendarsCard({ form }: { form: NodeForm<'business_hours'> }) {
  const t = useText()
  const [isAdding, setAdding] = useState(false)
  const calendars = useFieldArray({
    control: form.control,
    name: 'config.holidays',
    keyName: 'key',
  })
  const add = (calendar: HolidayCalendar) => {
    // Twice the same would close no other day.
    const isThere = calendars.fields.some(
      ({ country, region = null }) => country === calendar.country && region === calendar.region,
    )
    if (!isThere) calendars.append(calendar)
    setAdding(false)
  }
  return (
    <Card
      title={t('holidays.title')}
      lead={t('holidays.lead')}
      end={
        !isAdding &&
        calendars.fields.length < most && (
          <Button size="sm" icon={Plus} onClick={() => setAdding(true)}>
            {t('holidays.add')}
          </Button>
        )
      }
    >
      {isAdding && <NewCalendar onAdd={add} onCancel={() => setAdding(false)} />}
      {calendars.fields.length > 0 && (
        <List label={t('holidays.title')}>
          {calendars.fields.map(({ key, country, region = null, types = ['public'] }, index) => (
            <CalendarItem
              key={key}
              calendar={{ country, region, types }}
              onRemove={() => calendars.remove(index)}
            />
          ))}
        </List>
      )}
    </Card>
  )
}

const shown = 3

function CalendarItem({ calendar, onRemove }: { calendar: HolidayCalendar; onRemove: () => void }) {
  const t = useText()
  const format = useFormat()
  const { data, isError } = useQuery(holidaysQuery(calendar))
  const label = data?.label ?? calendar.country
  const today = new Date().toISOString().slice(0, 10)
  const next = (data?.days ?? [])
    .filter(({ date }) => date >= today)
    .slice(0, shown)
    .map(({ date, name }) =>
      t('holidays.day', { name, date: format.dateWithYear(new Date(`${date}T12:00:00Z`)) }),
    )
  return (
    <Item>
      <Tile icon={CalendarDays} />
      <span className="grow min-w-0">
        <span className="medium block">
          {calendar.types.includes('bank') ? t('holidays.withBank', { label }) : label}
        </span>
        <span className="small muted block">
          {isError ? t('holidays.failed') : t('holidays.next', { days: next.join(' · ') })}
        </span>
      </span>
      <IconButton icon={X} label={t('holidays.remove', { label })} onClick={onRemove} />
    </Item>
  )
}

interface NewCalendarProps {
  onAdd: (calendar: HolidayCalendar) => void
  onCancel: () => void
}

function NewCalendar(props: NewCalendarProps) {
  const countries = useQuery({
    queryKey: ['holiday-countries'],
    queryFn: ({ signal }) =>
      api.get('/holidays/countries', { schema: holidayCountriesSchema, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return (
    <div className="card--pad">
      <Loaded query={countries} rows={2}>
        {(known) => <ChooseCalendar {...known} {...props} />}
      </Loaded>
    </div>
  )
}

const kinds = { public: ['public'], bank: ['public', 'bank'] } as const

function ChooseCalendar({
  countries,
  onAdd,
  onCancel,
}: NewCalendarProps & { countries: HolidayCountries['countries'] }) {
  const t = useText()
  const home = useMe().organization?.country ?? ''
  const [country, setCountry] = useState(countries.some((one) => one.country === home) ? home : '')
  const [region, setRegion] = useState('')
  const [kind, setKind] = useState<keyof typeof kinds>('public')
  const regions = countries.find((one) => one.country === country)?.regions ?? []
  return (
    <div className="col gap-4">
      <div className="bh__calendar">
        <Field label={t('holidays.country')}>
          <Combobox
            value={country}
            onChange={(next) => {
              setCountry(next)
              setRegion('')
            }}
            options={countries.map((one) => ({ value: one.country, label: one.name }))}
          />
        </Field>
        {regions.length > 0 && (
          <Field label={t('holidays.region')}>
            <Combobox
              value={region}
              onChange={setRegion}
              options={[
                { value: '', label: t('holidays.wholeCountry') },
                ...regions.map((one) => ({ value: one.region, label: one.name })),
              ]}
              placeholder={t('holidays.wholeCountry')}
            />
          </Field>
        )}
        <Field label={t('holidays.kind')}>
          <Select
            value={kind}
            onChange={setKind}
            options={(['public', 'bank'] as const).map((value) => ({
              value,
              label: t(`holidays.kinds.${value}`),
            }))}
          />
        </Field>
      </div>
      <div className="row">
        <Button
          disabledReason={country === '' ? t('holidays.chooseCountry') : undefined}
          onClick={() =>
            onAdd({ country, region: region === '' ? null : region, types: [...kinds[kind]] })
          }
        >
          {t('holidays.addThis')}
        </Button>
        <Button variant="ghost" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
      </div>
    </div>
  )
}
