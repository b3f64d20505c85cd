import type { FlowPrompt, PromptVariant } from '@opbx/contract/call-flow/library-prompt'
import type { Prompt, SpokenPrompt } from '@opbx/contract/call-flow/prompt'
import type { Say, Sound, Verb } from '../cxml/verbs.ts'
import type { Walk } from './walk.ts'

/** A prompt as the verb that reads it aloud or plays it. */
export function sayPrompt({ compiled, carried }: Walk, prompt: Prompt): Sound {
  if (!('promptId' in prompt)) return sayText(prompt)
  const found = compiled.prompts.get(prompt.promptId)
  // The linter lets none be missing; a call that meets one all the same goes on in silence.
  if (found === undefined) return { kind: 'Pause', seconds: 1 }
  const variant = variantFor(found, carried?.variables.language)
  if (variant === undefined) return { kind: 'Pause', seconds: 1 }
  if (variant.kind === 'text') return sayText(variant)
  const { hash, type, seconds } = variant.audio
  return { kind: 'Play', audio: { kind: 'prompt', hash, type, seconds, name: found.name } }
}

/** The language in which a caller hears a prompt, where it is known. */
export function languageOf({ compiled, carried }: Walk, prompt: Prompt): string | undefined {
  if (!('promptId' in prompt)) return prompt.language
  const found = compiled.prompts.get(prompt.promptId)
  return found && variantFor(found, carried?.variables.language)?.language
}

/** That of the caller's language, as a call variable named `language` says it; else the first one. */
function variantFor({ variants }: FlowPrompt, language = ''): PromptVariant | undefined {
  const wanted = language.toLowerCase()
  const exact = variants.find((one) => one.language.toLowerCase() === wanted)
  // Who asks for `es` or es-ES is content with es-MX.
  const near = variants.find((one) => tongueOf(one.language) === tongueOf(wanted))
  return exact ?? near ?? variants[0]
}

function tongueOf(language: string): string | undefined {
  return language.toLowerCase().split('-')[0]
}

function sayText({ text, voice, language }: SpokenPrompt): Say {
  const say: Say = { kind: 'Say', text }
  if (voice !== undefined) say.voice = voice
  if (language !== undefined) say.language = language
  return say
}

/** Where a caller stands in line. */
export function positionWords(position: number): string {
  return position === 1 ? 'You are next in line.' : `You are number ${position} in line.`
}

/** Words of our own, then the end of the call. */
export function sayAndHangUp(text: string): Verb[] {
  return [{ kind: 'Say', text }, { kind: 'Hangup' }]
}

/** What callers hear where no prompt of the organization fits. */
export const spoken = {
  fault: 'Sorry, this call cannot be completed. Try again later. Goodbye.',
  unknownNumber: 'Sorry, the number that you called is not in service. Goodbye.',
  tooManyCalls:
    'You have as many calls as this extension may have. End one of them first. Goodbye.',
  unknownExtension: 'Sorry, that extension does not exist. Goodbye.',
  switchedOff: 'Sorry, nobody can be reached here at the moment. Goodbye.',
  outsideRefused: 'Sorry, calls to this number are not permitted. Goodbye.',
  outsideCapped:
    'Sorry, too many calls to the outside have been made. Try again later, or ask the owner of your phone system. Goodbye.',
  outsideStopped:
    'Sorry, calls to the outside are stopped for now. Ask the owner of your phone system to release them. Goodbye.',
  outsideUnknown: 'Sorry, calls to other countries are not possible at the moment. Goodbye.',
  outsideFailed: 'Sorry, this number cannot be reached at the moment. Goodbye.',
  noAnswer: 'Nobody answered. Goodbye.',
  doNotDisturbOn: 'Do not disturb is on.',
  doNotDisturbOff: 'Do not disturb is off.',
  forwardOn: 'All calls are forwarded.',
  forwardOff: 'Calls are not forwarded any more.',
  forwardUnclear: 'Dial the code, and then the number to forward to.',
  superviseUnclear: 'Dial the code, and then the number of the extension.',
  superviseRefused: 'Sorry, this is for supervisors. Goodbye.',
  nobodyTalks: 'Nobody is in a call there. Goodbye.',
  agentSignedIn: 'You are signed in. Calls of your queues come to this phone.',
  agentSignedOut: 'You are signed out. No calls of your queues come to this phone.',
  agentPaused: 'You are paused.',
  agentResumed: 'You are not paused any more.',
  noAgent: 'This phone belongs to no agent of a queue.',
  codeInTrial: 'This is a pretend call. It changes nothing. Goodbye.',
  codeFailed: 'Sorry, this could not be changed. Try again later.',
  emergencyInTrial: 'This is a pretend call. It reaches no emergency service. Goodbye.',
  applicationInTrial:
    'This is a pretend call. Now another application would take the real one. Goodbye.',
  wrongPin: 'That is not a PIN of this conference.',
  roomBlocked: 'Too many wrong PINs were entered for this conference. Try again in an hour.',
  roomUnknown: 'Sorry, your PIN cannot be checked at the moment. Try again later.',
  messageSaved: 'Thank you. Your message was saved. Goodbye.',
  messageEmpty: 'No message was recorded. Goodbye.',
} as const

/** What a caller hears when the fraud guard refuses a call to the outside. */
export const refusalWords = {
  capped: spoken.outsideCapped,
  stopped: spoken.outsideStopped,
  unknown: spoken.outsideUnknown,
  high_risk: spoken.outsideRefused,
} as const
