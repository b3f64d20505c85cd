import type { Element } from '../cxml/parse.ts'
import { fail, isOver, note, type SessionStatus } from './call.ts'
import { coach } from './coach.ts'
import { dial } from './dial.ts'
import { gather } from './gather.ts'
import { connect } from './machine.ts'
import { isCutOff } from './people.ts'
import { playPrompt } from './prompts.ts'
import { record } from './record.ts'
import { type After, methodOf, type Scene } from './scene.ts'

type Verb = (scene: Scene, verb: Element) => Promise<After> | After

/** Runs one document from the top: to a request for the next one, or to the end of the call. */
export async function runDocument(scene: Scene, root: Element): Promise<After> {
  for (const verb of root.children) {
    const run = verbs.get(verb.name)
    if (isCutOff(scene.call) || scene.call.switchTo !== null) return 'over'
    if (!run) throw new Error(`<${verb.name}> passed the check but cannot be played`)
    const after = await run(scene, verb)
    if (isOver(scene.call) || scene.call.switchTo !== null) return 'over'
    if (after !== 'next') return after
  }
  note(scene.call, { kind: 'action', happened: 'The document is at its end, and so is the call' })
  return 'over'
}

const verbs = new Map<string, Verb>([
  ['Say', playPrompt],
  ['Play', playPrompt],
  ['Pause', playPrompt],
  ['Gather', gather],
  ['Record', record],
  ['Dial', dial],
  ['Connect', connect],
  ['Coach', coach],
  ['Redirect', redirect],
  ['Reject', reject],
  ['Hangup', endCall],
])

function redirect({ documentUrl }: Scene, verb: Element): After {
  const url = new URL(verb.text.trim(), documentUrl).href
  const method = methodOf(verb.attributes.method)
  return { ask: { url, method, about: 'the document of a Redirect', parameters: {} } }
}

/** The verb's own page gives rejected and busy the same SIP answer (486); another page differs. */
const rejections: Record<string, SessionStatus> = {
  rejected: 'busy',
  busy: 'busy',
  congestion: 'congestion',
  failed: 'failed',
}

function reject({ call }: Scene, verb: Element): After {
  const reason = verb.attributes.reason ?? 'rejected'
  if (call.answeredAt !== null) {
    fail(call, 'A Reject came after the call had been answered')
    return 'over'
  }
  call.rejected = rejections[reason] ?? 'failed'
  note(call, { kind: 'action', happened: `The call is rejected (${reason})` })
  return 'over'
}

function endCall({ call }: Scene): After {
  note(call, { kind: 'action', happened: 'The application hangs up' })
  return 'over'
}
