import { Temporal } from 'temporal-polyfill'
import type { NodeOf } from '../flow.ts'
import { hoursAtMilliseconds, type RangeMinutes, rangeMinutes } from '../hours.ts'
import { type TimeRange, weekdays } from '../nodes/business-hours.ts'
import { type ClockChange, epochMillisecondsOf, nextClockChange } from '../zone-time.ts'
import { type LintContext, nodeError, nodeWarning } from './lint-context.ts'

type Schedule = NodeOf<'business_hours'>

/** Hours that overlap, never come, or meet a clock change. */
export function lintHours(context: LintContext, now: string | null) {
  const changesOf = rememberClockChanges(now === null ? null : epochMillisecondsOf(now))
  for (const node of context.active) {
    if (node.type !== 'business_hours') continue
    lintWeek(context, node)
    lintExceptions(context, node)
    lintCalendars(context, node)
    lintNeverOpen(context, node)
    const zone = node.config.timeZone ?? context.flow.organization.timeZone
    for (const change of changesOf(zone)) lintClockChange(context, node, { zone, change })
  }
}

const minutesOfDay = 1440
const minutesOfWeek = 7 * minutesOfDay

interface Span extends RangeMinutes {
  label: string
}

function lintWeek(context: LintContext, node: Schedule) {
  const spans = weekdays.flatMap((weekday, day) =>
    node.config.weekly[weekday].map((range) =>
      spanOf(range, { offset: day * minutesOfDay, label: capital(weekday) }),
    ),
  )
  // Sunday night runs into Monday morning: what passes the end of the week comes again before its beginning.
  const wrapped = spans
    .filter((span) => span.to > minutesOfWeek)
    .map((span) => ({ ...span, from: span.from - minutesOfWeek, to: span.to - minutesOfWeek }))
  reportOverlaps(context, node, [...wrapped, ...spans])
}

function lintExceptions(context: LintContext, node: Schedule) {
  const dates = new Set<string>()
  for (const exception of node.config.exceptions) {
    if (dates.has(exception.date)) {
      nodeError(context, node, {
        code: 'exception_repeated',
        message: `${node.name} has two exceptions for ${exception.date}.`,
        remedy: 'Delete one of the two.',
      })
    }
    dates.add(exception.date)
    const label = `${exception.name} (${exception.date})`
    const spans = exception.ranges.map((range) => spanOf(range, { offset: 0, label }))
    if (exception.type === 'special_hours') reportOverlaps(context, node, spans)
  }
}

function lintCalendars(context: LintContext, node: Schedule) {
  for (const calendar of node.config.holidays) {
    if (context.holidays(calendar) !== null) continue
    const { country, region } = calendar
    nodeError(context, node, {
      code: 'holiday_calendar_unknown',
      message: `${node.name} has a holiday calendar that does not exist: ${region === null ? country : `${country}, ${region}`}.`,
      remedy: 'Choose another country or region, or remove the calendar.',
    })
  }
}

function reportOverlaps(context: LintContext, node: Schedule, spans: Span[]) {
  const inOrder = [...spans].sort((a, b) => a.from - b.from || a.to - b.to)
  let longest: Span | undefined
  for (const span of inOrder) {
    if (longest && span.from < longest.to) {
      nodeError(context, node, {
        code: 'hours_overlap',
        message: `In ${node.name} the hours ${longest.label} and ${span.label} overlap.`,
        remedy: 'End the first before the second begins.',
      })
    }
    if (!longest || span.to > longest.to) longest = span
  }
}

function spanOf(range: TimeRange, at: { offset: number; label: string }): Span {
  const { from, to } = rangeMinutes(range)
  const label = `${at.label} ${range.from}–${range.to}`
  return { from: from + at.offset, to: to + at.offset, label }
}

function lintNeverOpen(context: LintContext, node: Schedule) {
  const { weekly, exceptions } = node.config
  const opens =
    weekdays.some((weekday) => weekly[weekday].length > 0) ||
    exceptions.some((day) => day.type === 'special_hours' && day.ranges.length > 0)
  if (opens) return
  nodeWarning(context, node, {
    code: 'hours_never_open',
    message: `${node.name} is never open, so every call leaves by closed.`,
    remedy: 'Add opening hours.',
  })
}

function lintClockChange(
  context: LintContext,
  node: Schedule,
  { zone, change }: { zone: string; change: ClockChange },
) {
  const place = { zone, holidays: context.holidays }
  const isOpen = (at: number) => hoursAtMilliseconds(node.config, place, at).state === 'open'
  if (!isOpen(change.at - 60_000) || !isOpen(change.at)) return
  const minutes = Math.abs(change.offsetAfter - change.offsetBefore)
  const forward = change.offsetAfter > change.offsetBefore
  nodeWarning(context, node, {
    code: 'clock_change_in_hours',
    message: `On ${dateOf(change.at, zone)} the clocks in ${zone} go ${
      forward ? 'forward' : 'back'
    } by ${minutes} minutes while ${node.name} is open: it is open ${minutes} minutes ${
      forward ? 'less' : 'longer'
    }.`,
    remedy: 'Nothing to do if that is meant; else set special hours for that date.',
  })
}

function rememberClockChanges(now: number | null): (zone: string) => ClockChange[] {
  const known = new Map<string, ClockChange[]>()
  return (zone) => {
    if (now === null) return []
    const found = known.get(zone) ?? nextClockChanges(zone, now)
    known.set(zone, found)
    return found
  }
}

function nextClockChanges(zone: string, now: number): ClockChange[] {
  const first = nextClockChange(zone, now)
  const second = first && nextClockChange(zone, first.at)
  return [first, second].filter((change) => change !== null)
}

function dateOf(epochMilliseconds: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(epochMilliseconds)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .toString()
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
