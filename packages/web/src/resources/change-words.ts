import type { FlowChange } from '@opbx/contract/call-flow/draft'
import { weekdays } from '@opbx/contract/call-flow/nodes/business-hours'
import { callerRuleKinds } from '@opbx/contract/call-flow/nodes/caller-filter'
import { queueStrategies } from '@opbx/contract/call-flow/nodes/queue'
import { huntStrategies } from '@opbx/contract/call-flow/nodes/ring-group'
import { isSecretReference } from '@opbx/contract/call-flow/secrets'
import { countryName } from '../format/country-name.ts'
import { formatPhoneNumber } from '../format/phone-number.ts'
import { en } from '../texts/en.ts'
import type { Text } from '../texts/i18n.ts'

/** A flow whose things can be named and described: the draft, or a version. */
export interface KnownFlow {
  nodes: readonly {
    id: string
    name: string
    extension: string | null
    config: unknown
    exits: Record<string, string | null>
  }[]
  prompts?: readonly { id: string; name: string }[] | undefined
  phoneNumbers: readonly { id: string; label: string; entry: string | null }[]
  outboundRoutes: readonly {
    id: string
    countries: readonly string[]
    prefixes: readonly string[]
    sipDomains: readonly string[]
    trunks: readonly string[]
  }[]
}

export interface ChangeLine {
  sign: '−' | '+'
  label: string
  value: string
}

/** What changed about one thing, as lines with − and +. A new thing is described by what matters most. */
export function linesOf(change: FlowChange, flow: KnownFlow | undefined, t: Text): ChangeLine[] {
  if (change.change === 'removed') return []
  if (change.change === 'added') return contentOf(change, flow, t)
  const config = flow?.nodes.find(({ id }) => id === change.id)?.config
  const isPlain = (path: string) => change.kind !== 'flow_test' || plainOfTest.has(path)
  return change.fields
    .filter(({ path }) => isPlain(path))
    .flatMap(({ path, before, after }) => {
      const label = fieldLabel(path, t, config)
      const lines: ChangeLine[] = []
      if (!isNothing(before, path))
        lines.push({ sign: '−', label, value: valueText(before, path, t) })
      if (!isNothing(after, path))
        lines.push({ sign: '+', label, value: valueText(after, path, t) })
      return lines
    })
}

/** What a test does and expects is for its own page: as lines it would be many and say little. */
const plainOfTest = new Set(['name', 'enabled', 'from', 'to', 'at'])

/** A missing exit hangs up, which is worth a line; a missing text or device is not. */
function isNothing(value: unknown, path: string): boolean {
  if (path.startsWith('exits.') || path === 'entry') return false
  return value === null || value === undefined || value === ''
}

const headlines: Record<string, readonly string[]> = {
  extension: ['devices'],
  ring_group: ['strategy', 'members'],
  queue: ['strategy', 'agents'],
  ivr_menu: ['prompt', 'options'],
  caller_filter: ['rules'],
  caller_id: ['callerName', 'tags'],
  announcement: ['prompt'],
  voicemail: ['greeting'],
  external: ['number'],
  conference: ['pin', 'hostPin'],
  ai_assistant: ['provider', 'number', 'url'],
  application: ['url', 'allowedHost'],
  webhook: ['url', 'headers'],
  http_request: ['method', 'url', 'headers', 'variables'],
  hang_up: ['reason', 'message'],
}

function contentOf(change: FlowChange, flow: KnownFlow | undefined, t: Text): ChangeLine[] {
  const node = flow?.nodes.find(({ id }) => id === change.id)
  const line = (path: string, value: unknown): ChangeLine[] => {
    if (isNothing(value, path) || (Array.isArray(value) && value.length === 0)) return []
    const label = fieldLabel(path, t, node?.config)
    return [{ sign: '+', label, value: valueText(named(value, flow), path, t) }]
  }
  if (node) {
    const shown = headlines[change.nodeType ?? ''] ?? []
    return [
      ...line('extension', node.extension),
      ...shown.flatMap((key) => line(`config.${key}`, partOf(node.config, key))),
      ...Object.entries(node.exits)
        .filter(([, to]) => to !== null)
        .flatMap(([exit, to]) => line(`exits.${exit}`, to)),
    ]
  }
  const phoneNumber = flow?.phoneNumbers.find(({ id }) => id === change.id)
  if (phoneNumber) return [...line('label', phoneNumber.label), ...line('entry', phoneNumber.entry)]
  const route = flow?.outboundRoutes.find(({ id }) => id === change.id)
  if (!route) return []
  return [
    ...line('countries', route.countries),
    ...line('prefixes', route.prefixes),
    ...line('sipDomains', route.sipDomains),
    ...line('trunks', route.trunks),
  ]
}

/** The server names nodes in differences; in a flow they are ids. */
function named(value: unknown, flow: KnownFlow | undefined): unknown {
  if (typeof value === 'string') {
    const known = [...(flow?.nodes ?? []), ...(flow?.prompts ?? [])]
    return known.find(({ id }) => id === value)?.name ?? value
  }
  if (Array.isArray(value)) return value.map((item) => named(item, flow))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, named(item, flow)]))
}

function partOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  return Object.getOwnPropertyDescriptor(value, key)?.value
}

/**
 * "Ring for" for `config.ringSeconds`, "Phone 2, Name" for `config.devices.1.name`. With the node's
 * configuration the exit of a caller rule has the rule's name.
 */
export function fieldLabel(path: string, t: Text, config?: unknown): string {
  const [first, ...rest] = path.replace(/^config\./, '').split('.')
  if (first === 'exits') return exitLabel(rest.join('.'), t, config)
  if (first === 'weekly') return hoursLabel(rest, t)
  if (first === 'languages') return languageLabel(rest, t)
  const label = fieldWord(first ?? '', t)
  const number = rest.find((part) => /^\d+$/.test(part))
  // The text of a prompt and the node of a member are the thing itself.
  const last = rest.findLast((part) => !/^(\d+|text|node)$/.test(part))
  const part = last && fieldWord(last, t)
  // What was added or taken away as a whole says itself what it is.
  if (number !== undefined && !/\d$/.test(path)) {
    const place = Number(number) + 1
    if (part) return t('changes.numberedPart', { label, number: place, part })
    return t('changes.numbered', { label, number: place })
  }
  return part ? t('changes.part', { label, part }) : label
}

function exitLabel(exit: string, t: Text, config: unknown): string {
  if (exit === 'timeout' && partOf(config, 'agents') !== undefined) return t('callFlow.exit.waited')
  const known = keysOf(en.callFlow.exit).find((one) => one === exit)
  if (known) return t(`callFlow.exit.${known}`)
  if (/^[0-9*#]+$/.test(exit)) return t('changes.key', { digits: exit })
  if (listOf(partOf(config, 'namedExits')).includes(exit)) return t('changes.answer', { exit })
  return t('changes.rule', { name: ruleName(partOf(config, 'rules'), exit) ?? exit })
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function ruleName(rules: unknown, id: string): string | undefined {
  const rule = Array.isArray(rules) ? rules.find((one) => partOf(one, 'id') === id) : undefined
  const name = partOf(rule, 'name')
  return typeof name === 'string' ? name : undefined
}

function languageLabel([language = '', part]: readonly string[], t: Text): string {
  if (part === undefined) return t('changes.language', { language })
  return t('changes.languagePart', { language, part: fieldWord(part, t) })
}

function hoursLabel([day, , side]: readonly string[], t: Text): string {
  const known = weekdays.find((one) => one === day)
  const name = known ? t(`nodeForms.business_hours.days.${known}`) : (day ?? '')
  if (side === 'from') return t('changes.dayFrom', { day: name })
  return side === 'to' ? t('changes.dayTo', { day: name }) : name
}

function fieldWord(name: string, t: Text): string {
  const known = keysOf(en.changes.field).find((one) => one === name)
  return known ? t(`changes.field.${known}`) : name
}

/** A value as people say it: "20 seconds", "leads to Sales", “Welcome.” */
export function valueText(value: unknown, path: string, t: Text): string {
  if (path.startsWith('exits.')) {
    return typeof value === 'string' ? t('changes.leadsTo', { name: value }) : t('changes.hangsUp')
  }
  if (value === null || value === undefined)
    return path === 'entry' ? t('changes.nowhere') : t('changes.none')
  if (Array.isArray(value)) return listText(value, path, t)
  return typeof value === 'object' ? objectText(value, path, t) : plainText(value, path, t)
}

function listText(items: readonly unknown[], path: string, t: Text): string {
  if (items.length === 0) return t('changes.none')
  return items.map((item) => valueText(item, path, t)).join(', ')
}

function plainText(value: unknown, path: string, t: Text): string {
  if (typeof value === 'boolean') return t(value ? 'common.yes' : 'common.no')
  if (typeof value === 'number' && /Seconds$/.test(path))
    return t('changes.seconds', { count: value })
  return wordText(String(value), path, t)
}

function wordText(text: string, path: string, t: Text): string {
  if (isSecretReference(text)) return t('changes.secret')
  if (/(\.text|invalidPrompt|timeoutPrompt|prompt|pinPrompt|filler|greeting)$/.test(path))
    return t('changes.spoken', { text })
  const strategy = path.endsWith('strategy') && huntStrategies.find((one) => one === text)
  if (strategy) return t(`nodeForms.ring_group.strategies.${strategy}`)
  const queueStrategy = path.endsWith('strategy') && queueStrategies.find((one) => one === text)
  if (queueStrategy) return t(`nodeForms.queue.strategies.${queueStrategy}`)
  const joinEmpty =
    path.endsWith('joinEmpty') && keysOf(en.nodeForms.queue.joinEmpties).find((one) => one === text)
  if (joinEmpty) return t(`nodeForms.queue.joinEmpties.${joinEmpty}`)
  const music =
    path.endsWith('holdMusic') && keysOf(en.nodeForms.queue.holdMusics).find((one) => one === text)
  if (music) return t(`nodeForms.queue.holdMusics.${music}`)
  const reason =
    path.endsWith('reason') && keysOf(en.nodeForms.hang_up.reasons).find((one) => one === text)
  if (reason) return t(`nodeForms.hang_up.reasons.${reason}`)
  const kind = path.endsWith('.kind') && callerRuleKinds.find((one) => one === text)
  if (kind) return t(`nodeForms.caller_filter.kinds.${kind}`)
  const mode =
    path.endsWith('.mode') && keysOf(en.nodeForms.caller_id.modes).find((one) => one === text)
  if (mode) return t(`nodeForms.caller_id.modes.${mode}`)
  const tone =
    path.endsWith('.tone') && keysOf(en.nodeForms.conference.tones).find((one) => one === text)
  if (tone) return t(`nodeForms.conference.tones.${tone}`)
  const type =
    path.endsWith('.type') && keysOf(en.nodeForms.business_hours.types).find((one) => one === text)
  if (type) return t(`nodeForms.business_hours.types.${type}`)
  return /^(countries|country)$/.test(path) ? countryName(text) : formatPhoneNumber(text)
}

function objectText(value: object, path: string, t: Text): string {
  const part = (key: string) => {
    const found = partOf(value, key)
    return typeof found === 'string' ? found : undefined
  }
  const from = part('from')
  const digits = part('digits')
  const date = part('date')
  const text = part('text')
  if (from) return t('changes.range', { from, to: part('to') ?? '' })
  if (digits) return `${digits} ${part('label') ?? ''}`.trim()
  if (date) return t('changes.closedOn', { name: part('name') ?? '', date })
  if (text) return t('changes.spoken', { text })
  if ('greeting' in value) return t('changes.ownVoicemail')
  const number = part('number')
  if (number) return formatPhoneNumber(number)
  const name = part('node') ?? part('name') ?? part('promptId') ?? part('audio')
  if (name) return name
  return Object.entries(value)
    .map(([key, item]) => valueText(item, `${path}.${key}`, t))
    .join(', ')
}

// Object.keys is typed as string[]; of a constant object the keys are known.
function keysOf<T extends object>(object: T): (keyof T & string)[] {
  return Object.keys(object) as (keyof T & string)[]
}
