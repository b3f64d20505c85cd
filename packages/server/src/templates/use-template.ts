import type { Flow } from '@opbx/contract/call-flow/flow'
import { findOutboundRoute } from '@opbx/contract/call-flow/outbound'
import {
  type TemplateAsk,
  type TemplateUse,
  type TemplateUsed,
  templateAsks,
} from '@opbx/contract/call-flow/templates'
import { dateOfEpochDay } from '@opbx/contract/call-flow/zone-time'
import type { FieldError } from '@opbx/contract/errors'
import { draftOf, type FlowImport, type ImportedNode, importFlow } from '../call-flow/service.ts'
import type { Ctx } from '../context.ts'
import { AppError } from '../errors.ts'
import { holidayBook } from '../holidays/service.ts'
import { templateFlows } from './catalogue.ts'
import { freeName } from './rules.ts'

/** Adds a template to the draft, in one change: all of it, or nothing. */
export async function useTemplate(ctx: Ctx, use: TemplateUse): Promise<TemplateUsed> {
  const { flow, positions } = await draftOf(ctx.db.query, ctx.organizationId)
  refuse([...missingOf(use), ...wrongPeople(flow, use)])
  const people = peopleOf(flow, use)
  const { country } = flow.organization
  const made = templateFlows[use.template]({
    phoneNumber: use.phoneNumber,
    outsideNumbers: use.outsideNumbers,
    people: people.map(({ node, number }) => ({ node, number })),
    systemUrl: use.systemUrl ?? '',
    assistantUrl: use.assistantUrl ?? '',
    applicationUrl: use.applicationUrl ?? '',
    holiday: nextHoliday(country, ctx.clock.now()),
    country,
  })
  const lowest = Math.max(-rowsBetween, ...Object.values(positions).map(({ y }) => y))
  const names = new Set(flow.nodes.map(({ name }) => name))
  const testNames = new Set((flow.tests ?? []).map(({ name }) => name))
  const nodes = [...people.flatMap(({ made }) => made ?? []), ...made.nodes].map((node) => {
    const { x = 0, y = 0 } = node.position ?? {}
    const position = { x, y: y + lowest + rowsBetween }
    return { ...node, name: freeName(node.name, names), position }
  })
  const [entry] = made.nodes
  const tests = made.tests.map((test) => ({ ...test, name: freeName(test.name, testNames) }))
  const ids = await importFlow(ctx, {
    nodes,
    phoneNumbers: [{ number: use.phoneNumber, label: '', callerNamePrefix: '', entry: entry.key }],
    outboundRoutes: routesFor(flow, use),
    flowTests: tests,
  })
  const before = flow.phoneNumbers.find(({ number }) => number === use.phoneNumber)
  return {
    entry: ids[entry.key] ?? '',
    nodes: nodes.length,
    flowTests: tests.length,
    phoneNumberLedTo: flow.nodes.find((node) => node.id === before?.entry)?.name ?? null,
  }
}

/** Between what the canvas holds and what is added below it. */
const rowsBetween = 320

const remedies: Readonly<Record<TemplateAsk, string>> = {
  outsideNumbers: 'Add a number that is called when nobody is in the office.',
  systemUrl: 'Enter the address of the system that knows your callers.',
  assistantUrl: 'Enter the address of the assistant.',
  applicationUrl: 'Enter the address of the application that answers at night.',
}

function missingOf(use: TemplateUse): FieldError[] {
  const asks: readonly TemplateAsk[] = templateAsks[use.template]
  return asks
    .filter((ask) => use[ask] === null || use[ask].length === 0)
    .map((path) => ({ path, message: remedies[path] }))
}

function wrongPeople(flow: Flow, { people }: TemplateUse): FieldError[] {
  const seen = new Set<string>()
  return people.flatMap((person, index): FieldError[] => {
    const key = 'extension' in person ? person.extension : person.number
    const wrong = (field: string, message: string) => [
      { path: `people.${index}.${field}`, message },
    ]
    const isAgain = seen.has(key)
    seen.add(key)
    if ('extension' in person) {
      if (isAgain)
        return wrong('extension', 'This extension is here already. Remove one of the two.')
      return isExtension(flow, person.extension)
        ? []
        : wrong('extension', 'There is no such extension. Choose another.')
    }
    if (isAgain) return wrong('number', 'This number is here already. Choose another.')
    const owner = flow.nodes.find(({ extension }) => extension === person.number)
    if (owner === undefined) return []
    return wrong('number', `${person.number} belongs to “${owner.name}”. Choose another number.`)
  })
}

function isExtension(flow: Flow, id: string): boolean {
  return flow.nodes.some((node) => node.id === id && node.type === 'extension')
}

interface Rung {
  /** Id, or key of the one that is made. */
  node: string
  number: string
  made?: ImportedNode
}

function peopleOf(flow: Flow, { people }: TemplateUse): Rung[] {
  return people.map((person, index): Rung => {
    if ('extension' in person) {
      const found = flow.nodes.find(({ id }) => id === person.extension)
      return { node: person.extension, number: found?.extension ?? '' }
    }
    const { name, number } = person
    const node = `$person${index + 1}`
    const config = { voicemail: {} }
    const position = { x: 1920, y: index * 160 }
    return {
      node,
      number,
      made: { key: node, type: 'extension', name, extension: number, config, position },
    }
  })
}

/** A route of its own for numbers that no route permits: just these, and nothing else. */
function routesFor(flow: Flow, { outsideNumbers }: TemplateUse): FlowImport['outboundRoutes'] {
  const routes = { routes: flow.outboundRoutes, homeCountry: flow.organization.country }
  const caller = { permissionClass: null, accessDigits: null, isOpen: () => true }
  const refused = outsideNumbers.filter(
    (number) => findOutboundRoute(routes, number, caller).kind === 'refused',
  )
  if (refused.length === 0) return []
  const names = new Set(flow.outboundRoutes.map(({ name }) => name))
  return [{ name: freeName('On call', names), prefixes: refused }]
}

function refuse(fields: FieldError[]): void {
  if (fields.length === 0) return
  throw new AppError('validation_failed', 'Some fields need another value.', { fields })
}

/** The next public holiday of a country that is no Saturday or Sunday, `2027-01-01`; null: no calendar knows one. */
function nextHoliday(country: string, now: Date): string | null {
  const days = holidayBook({ country, region: null, types: ['public'] })
  const today = Math.floor(now.getTime() / 86_400_000)
  for (let day = today + 1; day < today + 731; day += 1) {
    // 1970-01-01 was a Thursday.
    const weekday = (day + 4) % 7
    if (weekday !== 0 && weekday !== 6 && (days?.nameOf(day) ?? null) !== null)
      return dateOfEpochDay(day)
  }
  return null
}
