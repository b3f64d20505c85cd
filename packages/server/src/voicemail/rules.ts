import type { NodeConfig } from '@opbx/contract/call-flow/node-types'
import { fillTemplate } from '@opbx/contract/call-flow/template'
import { isoTimeOf } from '@opbx/contract/call-flow/zone-time'
import type { CompiledFlow } from '../engine/compile-flow.ts'
import { type Email, subjectLine } from '../mail/rules.ts'

type BoxConfig = NodeConfig<'voicemail'>

/** A voicemail node, or the own box of an extension. */
export interface Box {
  id: string
  name: string
  config: BoxConfig
}

/** The box with this id in a flow, switched on or off; null: there is none. */
export function boxOf({ nodes }: CompiledFlow, id: string): Box | null {
  const node = nodes.get(id)
  if (node?.type === 'voicemail') return { id, name: node.name, config: node.config }
  if (node?.type !== 'extension' || node.config.voicemail === false) return null
  return { id, name: node.name, config: node.config.voicemail }
}

export function boxesOf(flow: CompiledFlow): Box[] {
  return [...flow.nodes.keys()].flatMap((id) => boxOf(flow, id) ?? [])
}

/** What an e-mail tells of a message. */
export interface Told {
  from: string
  callerName: string | null
  /** Milliseconds since 1970. */
  receivedAt: number
  seconds: number | null
  timeZone: string
  /** Null: there is no sound, and `reason` may say why. */
  link: string | null
  reason: string | null
  inbox: string
}

/** The e-mail about a message, without its recipient. */
export function emailAbout(box: Box, told: Told): Pick<Email, 'subject' | 'text'> {
  const caller = told.from === '' ? 'a hidden number' : told.from
  const values = {
    box: box.name,
    caller,
    callerName: told.callerName ?? caller,
    time: timeWords(told.receivedAt, told.timeZone),
    duration: durationWords(told.seconds),
  }
  const words = fillTemplate(box.config.emailBody, values, 'text').trim()
  return {
    subject: subjectLine(fillTemplate(box.config.emailSubject, values, 'text')),
    text: `${words}\n\n${soundWords(told)}\nAll messages: ${told.inbox}\n`,
  }
}

export const linkDays = 7

function soundWords({ link, reason }: Told): string {
  if (link !== null) return `Listen (for ${linkDays} days): ${link}`
  const because = reason === null ? '' : ` ${reason}`
  return `The sound of this message has not arrived, so it cannot be played from here.${because}`
}

function timeWords(at: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short', timeZone })
  // Newer data has a narrow space in it, which some mail programs show as a box.
  return format.format(at).replace(/\s/g, ' ')
}

function durationWords(seconds: number | null): string {
  if (seconds === null) return 'unknown length'
  const whole = Math.max(1, Math.round(seconds))
  const minutes = Math.floor(whole / 60)
  const rest = whole % 60
  if (minutes === 0) return `${rest} s`
  return rest === 0 ? `${minutes} min` : `${minutes} min ${rest} s`
}

/** `message-2026-03-02-1500.wav`, in UTC. */
export function attachmentName(receivedAt: number, contentType: string | null): string {
  const time = isoTimeOf(receivedAt).slice(0, 16).replace('T', '-').replace(':', '')
  return `message-${time}.${contentType === 'audio/wav' ? 'wav' : 'mp3'}`
}

/** A document without the signatures of its links: who may read a call's story may not hear all messages. */
export function maskMessageLinks(cxml: string): string {
  return cxml.replace(/(\/voicemail-messages\/[^<"]*signature=)[\w-]+/g, '$1********')
}

const dayMilliseconds = 86_400_000

/** The boxes that do not keep everything, each with the time before which its messages go. In milliseconds. */
export function expiries(boxes: readonly Box[], now: number): { id: string; before: number }[] {
  return boxes.flatMap(({ id, config }) => {
    if (config.retentionDays === null) return []
    return [{ id, before: now - config.retentionDays * dayMilliseconds }]
  })
}
