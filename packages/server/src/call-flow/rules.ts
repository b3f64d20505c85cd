import {
  type DraftState,
  type Exits,
  exitsOf,
  type Flow,
  type FlowNode,
  membersOf,
  type NodeOf,
} from '@opbx/contract/call-flow/flow'
import type { HolidayBook } from '@opbx/contract/call-flow/holidays'
import type { ExtensionConfig } from '@opbx/contract/call-flow/nodes/extension'
import type { FieldError } from '@opbx/contract/errors'

/** A way from one node to another: `exits.busy` or `config.members.0.node`, and the id that stands there. */
export interface Target {
  path: string
  node: string
}

/** An extension with its devices, in the order in which they were made. */
export interface LiveExtension {
  node: string
  name: string
  number: string
  enabled: boolean
  devices: { id: string; name: string }[]
}

/** All nodes that this node leads to. */
export function targetsOf(node: FlowNode): Target[] {
  const exits = Object.entries(node.exits).flatMap(([exit, target]) =>
    target === null ? [] : [{ path: `exits.${exit}`, node: target }],
  )
  return [...exits, ...membersOf(node)]
}

/** `config.members.0.node` in a person's words: `members.0`. */
export function referencePath(path: string): string {
  return path.replace(/^(exits|config)\./, '').replace(/\.node$/, '')
}

/** Exits that a node of this type and configuration does not have. */
export function unknownExits(node: FlowNode): FieldError[] {
  const known = new Set(exitsOf(node))
  return Object.keys(node.exits)
    .filter((exit) => !known.has(exit))
    .map((exit) => ({ path: `exits.${exit}`, message: 'There is no such exit. Remove it.' }))
}

/** Holiday calendars that do not exist. */
export function unknownCalendars(node: FlowNode, book: HolidayBook): FieldError[] {
  if (node.type !== 'business_hours') return []
  return node.config.holidays.flatMap((calendar, index) => {
    if (book(calendar) !== null) return []
    const isCountry = book({ ...calendar, region: null }) !== null
    const path = `config.holidays.${index}.${isCountry ? 'region' : 'country'}`
    const message = isCountry
      ? 'This country has no holidays of such a region. Choose another region, or none.'
      : 'The holidays of this country are not known. Choose another, or enter its days.'
    return [{ path, message }]
  })
}

/** The exits that lead somewhere; `known` limits them to those that exist. */
export function connectedExits(exits: Exits, known?: ReadonlySet<string>): Exits {
  return Object.fromEntries(
    Object.entries(exits).filter(
      ([exit, target]) => target !== null && (known === undefined || known.has(exit)),
    ),
  )
}

/** What stands on the wire for an extension node of a draft or a revision. */
export function toLiveExtension(node: NodeOf<'extension'>): LiveExtension {
  return {
    node: node.id,
    name: node.name,
    number: node.extension ?? '',
    enabled: node.enabled,
    devices: node.config.devices.flatMap((device) =>
      device.id === undefined ? [] : [{ id: device.id, name: device.name }],
    ),
  }
}

export function extensionsOf(flow: Flow): LiveExtension[] {
  return flow.nodes.flatMap((node) => (node.type === 'extension' ? [toLiveExtension(node)] : []))
}

/** Every device has an id: those without get one from `makeId`. */
export function withDeviceIds(
  config: ExtensionConfig,
  makeId: (index: number) => string,
): ExtensionConfig {
  const devices = config.devices.map((device, index) => ({
    id: device.id ?? makeId(index),
    name: device.name,
  }))
  return { ...config, devices }
}

/** Device ids that are not among the known ones of the extension, or stand there twice. */
export function wrongDeviceIds(config: ExtensionConfig, known: ReadonlySet<string>): FieldError[] {
  const seen = new Set<string>()
  return config.devices.flatMap(({ id }, index) => {
    if (id === undefined) return []
    const isWrong = !known.has(id) || seen.has(id)
    seen.add(id)
    if (!isWrong) return []
    const message = 'This is no device of the extension. Leave the id out for a new one.'
    return [{ path: `config.devices.${index}.id`, message }]
  })
}

/** JSON with sorted keys: equal texts are equal contents. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(sorted(value))
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}

/** A moment, as tables hold it. */
interface Time {
  toISOString(): string
}

/** A row of the draft beside its content. */
interface DraftRow<T extends Time> {
  version: number
  createdAt: T
  updatedAt: T
}

/** Content that has just been made, as rows. */
export function newRows<Item, T extends Time>(
  items: readonly Item[],
  at: { organizationId: string; now: T },
) {
  const { organizationId, now } = at
  return items.map((item) => ({
    ...item,
    organizationId,
    version: 1,
    createdAt: now,
    updatedAt: now,
  }))
}

/** Content that comes back from a revision, as rows: newer than the row it replaces. */
export function rowsBack<Item, T extends Time>(
  added: readonly { item: Item; row: DraftRow<T> | undefined }[],
  { organizationId, version, now }: { organizationId: string; version: number; now: T },
) {
  return added.map(({ item, row }) => ({
    ...item,
    organizationId,
    version: row === undefined ? version : row.version + 1,
    createdAt: row?.createdAt ?? now,
    updatedAt: now,
  }))
}

/** A thing of the draft as the API answers it, compared with the live one of its id. */
export function toDraftResource<Item>(row: DraftRow<Time>, item: Item, live: Item | undefined) {
  return {
    ...item,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    state: draftState(item, live),
  }
}

export function draftState<Item>(item: Item, live: Item | undefined): DraftState {
  if (live === undefined) return 'new'
  return canonicalText(item) === canonicalText(live) ? 'live' : 'changed'
}

/**
 * What to remove and what to put in so that `rows` become `wanted` again. A changed row is removed first and
 * put in anew, because two that swapped their names would collide on the way.
 */
export function stepsBack<Row extends { id: string }, Item extends { id: string }>(
  rows: readonly Row[],
  wanted: readonly Item[],
  toItem: (row: Row) => Item,
): { removed: string[]; added: { item: Item; row: Row | undefined }[] } {
  const rowById = new Map(rows.map((row) => [row.id, row]))
  const wantedIds = new Set(wanted.map((item) => item.id))
  const added = wanted.flatMap((item) => {
    const row = rowById.get(item.id)
    const isSame = row !== undefined && canonicalText(toItem(row)) === canonicalText(item)
    return isSame ? [] : [{ item, row }]
  })
  const extra = rows.filter((row) => !wantedIds.has(row.id)).map((row) => row.id)
  return { removed: [...extra, ...added.map(({ item }) => item.id)], added }
}
