import type { CalendarDay } from '@opbx/contract/call-flow/hours-calendar'
import { useFormat } from '../../format/format-context.tsx'
import { useText } from '../../texts/i18n.ts'
import { classNames } from '../../ui/class-names.ts'

type DayKind = 'open' | 'special' | 'closed' | 'holiday'

function kindOfDay({ open, exception }: CalendarDay): DayKind {
  if (exception?.type === 'closed') return 'holiday'
  if (exception !== null) return 'special'
  return open.length > 0 ? 'open' : 'closed'
}

/** Noon in UTC: the same date in every zone that a formatter may have. */
const noonOf = (date: string) => new Date(`${date}T12:00:00Z`)

/** What a day is like in words: "New Year, closed". */
export function useDayText(): (day: CalendarDay) => string {
  const t = useText()
  const clock = useClock()
  return ({ open, exception }) => {
    const ranges = open.map(({ from, to }) =>
      t('hoursCalendar.range', { from: clock(from), to: clock(to) }),
    )
    const what =
      ranges.length === 0
        ? t('hoursCalendar.closedDay')
        : t('hoursCalendar.openAt', { ranges: ranges.join(', ') })
    return exception === null ? what : t('hoursCalendar.named', { name: exception.name, what })
  }
}

/** `17:30` as people here write it. */
export function useClock(): (text: string) => string {
  const time = new Intl.DateTimeFormat(navigator.language, {
    hour: 'numeric',
    minute: '2-digit',
    timeZone: 'UTC',
  })
  return (text) => time.format(new Date(`2026-01-01T${text === '24:00' ? '00:00' : text}:00Z`))
}

/** A small sheet per month, each day in the colour of its kind and read aloud in words. */
export function Months({ days }: { days: readonly CalendarDay[] }) {
  const months = new Map<string, CalendarDay[]>()
  for (const day of days) {
    const key = day.date.slice(0, 7)
    months.set(key, [...(months.get(key) ?? []), day])
  }
  return (
    <div className="months">
      {[...months].map(([month, ofMonth]) => (
        <Month key={month} days={ofMonth} />
      ))}
    </div>
  )
}

// 2026-06-01 is a Monday.
const week = Array.from({ length: 7 }, (_, index) => `2026-06-0${index + 1}`)

function Month({ days }: { days: readonly CalendarDay[] }) {
  const dayText = useDayText()
  const language = navigator.language
  const title = new Intl.DateTimeFormat(language, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  })
  const weekday = (width: 'narrow' | 'long') =>
    new Intl.DateTimeFormat(language, { weekday: width, timeZone: 'UTC' })
  const first = days[0]?.date ?? ''
  const before = (noonOf(first).getUTCDay() + 6) % 7
  const cells: (CalendarDay | null)[] = [...Array.from({ length: before }, () => null), ...days]
  const rows = Array.from({ length: Math.ceil(cells.length / 7) }, (_, index) =>
    cells.slice(index * 7, index * 7 + 7),
  )
  return (
    <section className="month">
      <h3>{title.format(noonOf(first))}</h3>
      <table>
        <thead>
          <tr>
            {week.map((date) => (
              <th key={date} scope="col" aria-label={weekday('long').format(noonOf(date))}>
                {weekday('narrow').format(noonOf(date))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the weeks of a month stay where they are
            <tr key={index}>
              {row.map((day, place) =>
                day === null ? (
                  // biome-ignore lint/suspicious/noArrayIndexKey: nothing is nothing
                  <td key={place} />
                ) : (
                  <Day key={day.date} day={day} text={dayText(day)} />
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Day({ day, text }: { day: CalendarDay; text: string }) {
  const t = useText()
  const format = useFormat()
  const what = t('hoursCalendar.day', { date: format.longDate(noonOf(day.date)), what: text })
  return (
    <td
      className={classNames('day', `day--${kindOfDay(day)}`, day.clockChange && 'day--clock')}
      title={what}
    >
      {Number(day.date.slice(8))}
      <span className="sr">, {text}</span>
    </td>
  )
}
