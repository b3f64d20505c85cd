import { isSecretReference } from '@opbx/contract/call-flow/secrets'
import { isSipAddress } from '@opbx/contract/call-flow/sip-address'
import type { Continuation } from '../engine/continuation.ts'
import type {
  Conference,
  Dial,
  Gather,
  Play,
  RecordVerb,
  Say,
  Service,
  Sound,
  Stream,
  Verb,
} from './verbs.ts'

/** Makes the addresses that stand in a document. */
export interface Links {
  next(continuation: Continuation): string
  audio(audio: Play['audio']): string
}

/** Writes verbs as a CXML document. */
export function renderCxml(verbs: readonly Verb[], links: Links): string {
  let body = ''
  for (const verb of verbs) body += renderVerb(verb, links)
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${body}</Response>`
}

// Only what the platform documents (protocol 3.3, 3.4): an attribute that it does not know may be refused.
function renderVerb(verb: Verb, links: Links): string {
  switch (verb.kind) {
    case 'Say':
    case 'Play':
    case 'Pause':
      return renderSound(verb, links)
    case 'Gather':
      return renderGather(verb, links)
    case 'Dial':
      return renderDial(verb, links)
    case 'Conference':
      return renderConference(verb, links)
    case 'Service':
      return renderService(verb, links)
    case 'Stream':
      return renderStream(verb)
    case 'Record':
      return renderRecord(verb, links)
    case 'Redirect':
      return `<Redirect method="POST">${escapeXml('next' in verb ? links.next(verb.next) : verb.url)}</Redirect>`
    case 'Reject':
      return `<Reject${attribute('reason', verb.reason)}/>`
    case 'Hangup':
      return '<Hangup/>'
  }
}

function renderSound(sound: Sound, links: Links): string {
  if (sound.kind === 'Say') return renderSay(sound)
  if (sound.kind === 'Pause') return `<Pause${attribute('length', sound.seconds)}/>`
  return `<Play>${escapeXml(links.audio(sound.audio))}</Play>`
}

function renderSay(say: Say): string {
  const attributes = attribute('voice', say.voice) + attribute('language', say.language)
  return `<Say${attributes}>${escapeXml(say.text)}</Say>`
}

function renderGather(gather: Gather, links: Links): string {
  const attributes =
    action(links.next(gather.next)) +
    attribute('input', gather.speech ? 'dtmf speech' : 'dtmf') +
    attribute('numDigits', gather.numDigits) +
    attribute('finishOnKey', gather.finishOnKey) +
    attribute('timeout', gather.interDigitSeconds) +
    attribute('maxTimeout', gather.firstDigitSeconds) +
    attribute('speechTimeout', gather.speech && 'auto') +
    attribute('language', gather.speech?.language) +
    attribute('actionOnEmptyResult', 'true')
  return `<Gather${attributes}>${gather.prompts.map((sound) => renderSound(sound, links)).join('')}</Gather>`
}

function renderDial(dial: Dial, links: Links): string {
  const attributes =
    action(links.next(dial.next)) +
    attribute('timeout', dial.ringSeconds) +
    attribute('timeLimit', dial.timeLimitSeconds) +
    attribute('callerId', dial.callerId) +
    attribute('callerName', dial.callerName) +
    attribute('trunks', dial.trunks?.join(','))
  const nouns = dial.numbers.map((number) => {
    const noun = isSipAddress(number) ? 'Sip' : 'Number'
    return `<${noun}>${escapeXml(number)}</${noun}>`
  })
  return `<Dial${attributes}>${nouns.join('')}</Dial>`
}

/** How long the platform may take to connect the caller with the room: it has no phone to ring. */
const connectSeconds = 30

function renderConference(conference: Conference, links: Links): string {
  const dial =
    action(links.next(conference.next)) +
    attribute('timeout', connectSeconds) +
    attribute('timeLimit', conference.timeLimitSeconds)
  const attributes =
    attribute('beep', conference.beep) +
    attribute('startConferenceOnEnter', String(conference.startsConference)) +
    attribute('maxParticipants', conference.maxParticipants) +
    attribute('muted', String(conference.muted)) +
    attribute('holdMusic', String(conference.holdMusic)) +
    attribute('prompts', String(conference.prompts))
  const noun = `<Conference${attributes}>${escapeXml(conference.room)}</Conference>`
  return `<Dial${dial}>${noun}</Dial>`
}

/** How long the platform may take to reach a provider. */
const providerSeconds = 30

function renderService(service: Service, links: Links): string {
  const dial =
    action(links.next(service.next)) +
    attribute('timeout', providerSeconds) +
    attribute('timeLimit', service.timeLimitSeconds)
  const attributes =
    attribute('provider', service.provider) +
    attribute('username', service.username) +
    secretAttribute('password', service.password)
  return `<Dial${dial}><Service${attributes}>${escapeXml(service.number)}</Service></Dial>`
}

// No action: that Connect has one is not documented. It blocks, then the Redirect behind it runs.
function renderStream({ url, parameters }: Stream): string {
  const children = parameters.map(
    ({ name, value }) => `<Parameter${attribute('name', name)}${secretAttribute('value', value)}/>`,
  )
  return `<Connect><Stream${attribute('url', url)}>${children.join('')}</Stream></Connect>`
}

// No text that is written below can hold it: `escapeXml` leaves it out.
const mark = '\u0001'

/** A kept secret is written when the answer leaves, so that no copy of the answer holds it. */
function secretAttribute(name: string, value: string | undefined): string {
  if (value === undefined || !isSecretReference(value)) return attribute(name, value)
  return ` ${name}="${mark}${value}${mark}"`
}

const marked = new RegExp(`${mark}([^${mark}]*)${mark}`, 'g')

/** The kept secrets that a document needs, by their references. */
export function secretsIn(cxml: string): string[] {
  return cxml.includes(mark)
    ? [...cxml.matchAll(marked)].map(([, reference = '']) => reference)
    : []
}

/** Writes secrets into the document; without them stars stand there. */
export function withSecrets(cxml: string, secrets?: ReadonlyMap<string, string>): string {
  if (!cxml.includes(mark)) return cxml
  return cxml.replace(marked, (_all, reference: string) =>
    secrets === undefined ? '********' : escapeXml(secrets.get(reference) ?? ''),
  )
}

function renderRecord(record: RecordVerb, links: Links): string {
  const attributes =
    action(links.next(record.next)) +
    attribute('timeout', record.silenceSeconds) +
    attribute('maxLength', record.maxSeconds) +
    attribute('playBeep', String(record.beep))
  return `<Record${attributes}/>`
}

function action(url: string): string {
  return attribute('action', url) + attribute('method', 'POST')
}

function attribute(name: string, value: string | number | undefined): string {
  if (value === undefined) return ''
  return ` ${name}="${escapeXml(String(value)).replace(/[\t\n\r]/g, ' ')}"`
}

const special = /[&<>"']/g
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}
// XML 1.0 has no way to write these, not even escaped.
// biome-ignore lint/suspicious/noControlCharactersInRegex: the rule is about control characters
const unwritable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]/g
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

function escapeXml(text: string): string {
  const writable = text.isWellFormed() ? text : text.replace(loneSurrogate, '')
  return writable.replace(unwritable, '').replace(special, (character) => entities[character] ?? '')
}
