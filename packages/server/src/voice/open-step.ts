import { systemCtx } from '../context.ts'
import { write } from '../db/write.ts'
import type { Continuation } from '../engine/continuation.ts'
import { readTrialHeader, type TrialMoment } from '../http/trial-header.ts'
import type { Question, VoiceEdge } from './edge.ts'
import { type SessionKey, sessionKey } from './service.ts'

/** The step of a call that a question asks for. It is taken once. */
export interface Step {
  key: SessionKey
  number: number
  /** What the platform says this time; the first counts. */
  input: string
  opened: { at: Continuation; revision: string } | null
  trial: TrialMoment | null
  isTrial: boolean
}

/** Null for a continuation that is not one of this call. */
export function openStep(edge: VoiceEdge, question: Question): Step | null {
  const trial = trialOf(edge, question)
  const { entry, request, token } = question
  const { organizationId } = entry
  const { session } = request
  const key = sessionKey(organizationId, session)
  const isTrial = trial !== null || entry.kind === 'trial'
  const input = inputOf(question)
  if (token === null) return { key, number: 0, input, opened: null, trial, isTrial }
  const opened = edge.continuations.open({ organizationId, session }, token, edge.deps.clock.now())
  if (opened.kind === 'opened') {
    const { at, revision } = opened
    return {
      key,
      number: at.step,
      input: `${at.via} ${input}`,
      opened: { at, revision },
      trial,
      isTrial,
    }
  }
  noteSecurity(edge, question, opened.why)
  return null
}

/** The words that decide about a step. What else differs between two deliveries is no other input. */
function inputOf({ request, token }: Question): string {
  if (token === null) return ''
  const { digits, speech, dialStatus, recordingUrl } = request.result
  const said = speech ? `|${speech}` : ''
  return `${digits ?? ''}|${dialStatus ?? ''}|${recordingUrl ?? ''}${said}`
}

/** Honoured only on a simulator's domain: the virtual time and the flow of a trial call. */
function trialOf(edge: VoiceEdge, { entry, request, trialHeader }: Question): TrialMoment | null {
  if (trialHeader === null || entry.platform !== 'simulator' || entry.trialKey === null) return null
  const moment = readTrialHeader(trialHeader, { key: entry.trialKey, session: request.session })
  if (moment === null) {
    edge.deps.log.warn({ session: request.session }, 'a trial header is not signed with our key')
  }
  return moment
}

const securityEntriesPerMinute = 10

/** Somebody tries another call's continuation, or a changed one. Entries are few, so that nobody can flood. */
function noteSecurity({ deps }: VoiceEdge, { entry, request }: Question, why: string): void {
  const { organizationId } = entry
  const facts = { organizationId, session: request.session, why }
  deps.log.warn(facts, 'a continuation was refused')
  const note = async (): Promise<void> => {
    const count = await deps.cache.increment(`refused continuations ${organizationId}`, 60)
    if (count > securityEntriesPerMinute) return
    await write(systemCtx(deps, organizationId, []), 'self', async (_tx, { audit }) => {
      audit({
        action: 'security.continuation_refused',
        subjectId: request.session,
        subjectName: 'Call',
        after: { why },
      })
    })
  }
  note().catch((error: unknown) => deps.log.warn({ err: error }, 'no security entry written'))
}
