import type { Continuation } from '../engine/continuation.ts'
import type { Conference, Dial, Gather, RecordVerb, Say, Verb } from './verbs.ts'

type UrlOf = (next: Continuation) => string

/** Writes verbs as a CXML document. `urlOf` makes the address of a continuation. */
export function renderCxml(verbs: readonly Verb[], urlOf: UrlOf): string {
  let body = ''
  for (const verb of verbs) body += renderVerb(verb, urlOf)
  return `<?xml version="1.0" encoding="UTF-8"?><Response>${body}</Response>`
}

// Only what the platform documents (protocol 3.3, 3.4): an attribute that it does not know may be refused.
function renderVerb(verb: Verb, urlOf: UrlOf): string {
  switch (verb.kind) {
    case 'Say':
      return renderSay(verb)
    case 'Pause':
      return `<Pause${attribute('length', verb.seconds)}/>`
    case 'Gather':
      return renderGather(verb, urlOf)
    case 'Dial':
      return renderDial(verb, urlOf)
    case 'Conference':
      return renderConference(verb, urlOf)
    case 'Record':
      return renderRecord(verb, urlOf)
    case 'Redirect':
      return `<Redirect method="POST">${escapeXml('next' in verb ? urlOf(verb.next) : verb.url)}</Redirect>`
    case 'Reject':
      return `<Reject${attribute('reason', verb.reason)}/>`
    case 'Hangup':
      return '<Hangup/>'
  }
}

function renderSay(say: Say): string {
  const attributes = attribute('voice', say.voice) + attribute('language', say.language)
  return `<Say${attributes}>${escapeXml(say.text)}</Say>`
}

function renderGather(gather: Gather, urlOf: UrlOf): string {
  const attributes =
    action(urlOf(gather.next)) +
    attribute('input', 'dtmf') +
    attribute('numDigits', gather.numDigits) +
    attribute('finishOnKey', gather.finishOnKey) +
    attribute('timeout', gather.interDigitSeconds) +
    attribute('maxTimeout', gather.firstDigitSeconds) +
    attribute('actionOnEmptyResult', 'true')
  return `<Gather${attributes}>${gather.prompts.map(renderSay).join('')}</Gather>`
}

function renderDial(dial: Dial, urlOf: UrlOf): string {
  const attributes =
    action(urlOf(dial.next)) +
    attribute('timeout', dial.ringSeconds) +
    attribute('timeLimit', dial.timeLimitSeconds) +
    attribute('callerId', dial.callerId) +
    attribute('callerName', dial.callerName) +
    attribute('trunks', dial.trunks?.join(','))
  const numbers = dial.numbers.map((number) => `<Number>${escapeXml(number)}</Number>`)
  return `<Dial${attributes}>${numbers.join('')}</Dial>`
}

/** How long the platform may take to connect the caller with the room: it has no phone to ring. */
const connectSeconds = 30

function renderConference(conference: Conference, urlOf: UrlOf): string {
  const dial =
    action(urlOf(conference.next)) +
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

function renderRecord(record: RecordVerb, urlOf: UrlOf): string {
  const attributes =
    action(urlOf(record.next)) +
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
