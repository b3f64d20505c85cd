import type { Flow, FlowNode } from '@opbx/contract/call-flow/flow'
import {
  type Calendar,
  calendarOf,
  type calendarQuerySchema,
} from '@opbx/contract/call-flow/hours-calendar'
import type { z } from 'zod'
import { flowOf } from '../call-flow/service.ts'
import type { Ctx } from '../context.ts'
import { notFound } from '../errors.ts'
import { holidayBook } from '../holidays/service.ts'
import type { RevisionStore } from './rules.ts'
import { liveFlow } from './service.ts'

type Query = z.infer<typeof calendarQuerySchema>

/** Business hours that the calls of one number are shown by; few numbers meet more than one. */
const mostSchedules = 5

/** The days ahead of business hours, or of those that calls to a phone number may come to, nearest first. */
export async function getCalendar(ctx: Ctx, store: RevisionStore, query: Query): Promise<Calendar> {
  const flow =
    query.source === 'draft'
      ? await flowOf(ctx.db.query, ctx.organizationId)
      : (await liveFlow(ctx, store)).flow
  const now = ctx.clock.now().getTime()
  const { organization } = flow
  const schedules = findSchedules(flow, query).map(({ id, name, config }) => {
    const timeZone = config.timeZone ?? organization.timeZone
    const place = { zone: timeZone, holidays: holidayBook }
    const days = calendarOf(config, place, { now, months: query.months })
    return { node: id, name, timeZone, days }
  })
  return { schedules }
}

type HoursNode = Extract<FlowNode, { type: 'business_hours' }>

function findSchedules(flow: Flow, { hours, number }: Query): HoursNode[] {
  if (hours !== undefined) {
    const found = flow.nodes.find(({ id }) => id === hours)
    if (found?.type !== 'business_hours') throw notFound('Business hours')
    return [found]
  }
  const called = flow.phoneNumbers.find((one) => one.number === number)
  if (called === undefined) throw notFound('Phone number')
  return schedulesBehind(flow, called.entry).slice(0, mostSchedules)
}

/** By the exits, from step to step. */
function schedulesBehind(flow: Flow, entry: string | null): HoursNode[] {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]))
  const reached = new Set(entry === null ? [] : [entry])
  const found: HoursNode[] = []
  // A set that grows while it is walked gives the new ones too.
  for (const id of reached) {
    const node = nodes.get(id)
    if (node?.type === 'business_hours') found.push(node)
    for (const target of Object.values(node?.exits ?? {})) if (target !== null) reached.add(target)
  }
  return found
}
