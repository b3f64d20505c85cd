import type { RepeatEvent } from '../calls/rules.ts'
import { systemCtx } from '../context.ts'
import { renderCxml, secretsIn, withSecrets } from '../cxml/render.ts'
import type { Verb } from '../cxml/verbs.ts'
import { write } from '../db/write.ts'
import { sayAndHangUp, spoken } from '../engine/say.ts'
import { openSecret } from '../node-secrets/service.ts'
import { soundLink } from '../prompts/service.ts'
import { noteResume } from '../queues/service.ts'
import { sealOrder } from '../recordings/service.ts'
import { hashOfToken } from '../tokens.ts'
import { maskMessageLinks } from '../voicemail/rules.ts'
import { messageLink } from '../voicemail/service.ts'
import { type Decided, decide, eventOf, type Stand } from './decide.ts'
import { type Question, renderLast, type VoiceEdge } from './edge.ts'
import { openStep, type Step } from './open-step.ts'
import type { Answer } from './service.ts'
import { findShared, shareAnswer } from './shared-answers.ts'

/** Answers each step of a call once, however often and however parallel it is asked for. */
export interface CallAnswerer {
  answer(question: Question): Promise<string>
}

const duplicateWaitMilliseconds = 1_000

export function createCallAnswerer(edge: VoiceEdge): CallAnswerer {
  /** Steps that are being decided now. */
  const deciding = new Map<string, Promise<Answer>>()

  const decideOnce = async (question: Question, step: Step): Promise<Answer> => {
    const { key } = step
    const known = edge.sessions.findAnswer(key, step.number) ?? (await findShared(edge, step))
    if (known !== null) return known
    const name = `${key}\n${step.number}`
    const underWay = deciding.get(name)
    if (underWay !== undefined) return await orRedirect(question, step, underWay)
    const started = answerStep(edge, question, step).finally(() => deciding.delete(name))
    deciding.set(name, started)
    return await started
  }

  return {
    async answer(question) {
      const step = openStep(edge, question)
      if (step === null) return apologyCxml
      const answer = await decideOnce(question, step)
      if (answer.input !== step.input) await noteRepeat(edge, question, step)
      // What a simulator is told, people can read.
      if (question.entry.platform === 'simulator') return withSecrets(answer.cxml)
      return openSecrets(edge, question, answer.cxml)
    },
  }
}

/** What was kept is written in last: no memory, no cache and no story of the call holds it. */
async function openSecrets(
  { deps }: VoiceEdge,
  { entry }: Question,
  cxml: string,
): Promise<string> {
  const references = secretsIn(cxml)
  if (references.length === 0) return cxml
  const opened = new Map<string, string>()
  for (const reference of references) {
    try {
      opened.set(reference, await openSecret(deps, entry.organizationId, reference))
    } catch (error) {
      // Without it the other side refuses, which the call goes on from.
      deps.log.error({ err: error }, 'a secret of a node cannot be opened')
    }
  }
  return withSecrets(cxml, opened)
}

const apologyCxml = renderLast(sayAndHangUp(spoken.fault))

async function answerStep(edge: VoiceEdge, question: Question, step: Step): Promise<Answer> {
  const startedAt = performance.now()
  const stand = await standOf(edge, question, step)
  const decided = await decide(edge, question, stand)
  const cxml = render(edge, question, { decided, stand })
  const answer = await shareAnswer(edge, step, { cxml, input: step.input })
  await keep(edge, question, { step, stand, decided, cxml })
  noteEmergency(edge, question, { decided, stand })
  noteWaiting(edge, question, { decided, stand })
  edge.sessions.rememberAnswer(step.key, step.number, answer)
  log(edge, question, { decided, stand, startedAt })
  return answer
}

async function standOf(edge: VoiceEdge, { entry }: Question, step: Step): Promise<Stand> {
  const now = step.trial?.now ?? edge.deps.clock.now()
  const at = step.opened?.at ?? null
  const { isTrial } = step
  try {
    return { now, at, isTrial, revision: await findRevision(edge, entry.organizationId, step) }
  } catch (error) {
    edge.deps.log.error({ err: error, organizationId: entry.organizationId }, 'no revision found')
    return { now, at, isTrial, revision: null }
  }
}

function findRevision({ revisions }: VoiceEdge, organizationId: string, step: Step) {
  if (step.opened !== null) return revisions.byKey(organizationId, step.opened.revision)
  if (step.trial?.revision === 'draft') return revisions.freezeDraft(organizationId)
  return revisions.live(organizationId)
}

function render(
  edge: VoiceEdge,
  { entry, request }: Question,
  { decided, stand }: { decided: Decided; stand: Stand },
): string {
  const owner = { organizationId: entry.organizationId, session: request.session }
  const now = edge.deps.clock.now()
  return renderCxml(decided.decision.verbs, {
    next(continuation) {
      const token = edge.continuations.seal(owner, stand.revision?.key ?? '', continuation, now)
      return `${entry.baseUrl}/api/voice/next/${token}`
    },
    audio(audio) {
      if (audio.kind === 'prompt')
        return entry.baseUrl + soundLink(edge.deps, entry.organizationId, audio)
      if (audio.kind === 'message')
        return entry.baseUrl + messageLink(edge.deps, entry.organizationId, audio.id)
      return `${entry.baseUrl}/api/voice/hold-music/${audio.part}.wav`
    },
    recording(order) {
      const token = sealOrder(edge.deps, { ...owner, isTrial: stand.isTrial, order }, now)
      return `${entry.baseUrl}/api/webhooks/cloudonix/recording/${token}`
    },
  })
}

/** In the file before the answer leaves: after kill -9 the effects are still known. */
async function keep(
  edge: VoiceEdge,
  { entry, request }: Question,
  { step, stand, decided, cxml }: { step: Step; stand: Stand; decided: Decided; cxml: string },
): Promise<void> {
  const { result, callStatus } = request
  // A PIN is nobody's business.
  const isPin = stand.at?.state.kind === 'pin' || stand.at?.state.kind === 'box_pin'
  const digits = isPin && result.digits ? '…' : result.digits
  await edge.journal.append({
    organizationId: entry.organizationId,
    session: request.session,
    receivedAt: edge.deps.clock.now().getTime(),
    isTrial: step.isTrial,
    event: eventOf(decided, stand),
    body: JSON.stringify({
      asked: {
        callStatus,
        digits,
        dialStatus: result.dialStatus,
        via: stand.at?.via ?? null,
        recorded: result.recordingUrl !== null,
        recordingSeconds: result.recordingSeconds,
      },
      call: { origin: request.origin, dialed: request.dialed },
      revision: stand.revision?.key ?? null,
      facts: decided.decision.facts,
      cxml: maskMessageLinks(withSecrets(cxml)),
    }),
  })
}

/** Somebody in the building has to meet the ambulance. Never in the way of the answer. */
function noteEmergency(
  { deps }: VoiceEdge,
  { entry, request }: Question,
  { decided: { decision, call }, stand }: { decided: Decided; stand: Stand },
): void {
  const effect = decision.effects.find((one) => one.kind === 'emergency')
  if (effect === undefined) return
  const { organizationId } = entry
  const caller = stand.revision?.flow.nodes.get(call.callerNode ?? '')?.name ?? null
  deps.log.warn({ organizationId, session: request.session }, 'an emergency call')
  const note = write(systemCtx(deps, organizationId, []), 'self', async (_tx, { audit, emit }) => {
    const data = { number: effect.number, from: call.from.number, name: caller }
    audit({
      action: 'call.emergency',
      subjectId: request.session,
      subjectName: effect.number,
      after: data,
    })
    emit({ name: 'emergency', data })
  })
  note.catch((error: unknown) => deps.log.error({ err: error }, 'emergency call not announced'))
}

/** Where a call in a queue goes on, should an agent be free before it asks. Never in the way of the answer. */
function noteWaiting(
  { deps }: VoiceEdge,
  { entry, request }: Question,
  { decided, stand }: { decided: Decided; stand: Stand },
): void {
  const at = decided.decision.verbs.flatMap((verb) => ('next' in verb ? [verb.next] : []))[0]
  if (at?.state.kind !== 'hold' || stand.isTrial || stand.revision === null) return
  const waiting = { organizationId: entry.organizationId, session: request.session }
  noteResume(deps, waiting, { revision: stand.revision.key, at }).catch((error: unknown) =>
    deps.log.warn({ err: error }, 'a waiting call can only be offered an agent when it asks'),
  )
}

/** One line per decision: what support needs to follow a call. No numbers. */
function log(
  { deps }: VoiceEdge,
  { entry, request }: Question,
  { decided, stand, startedAt }: { decided: Decided; stand: Stand; startedAt: number },
): void {
  const { step, trace, verbs } = decided.decision
  const last = trace.at(-1)
  deps.log.info(
    {
      organizationId: entry.organizationId,
      session: request.session,
      step,
      revision: stand.revision?.key,
      node: last?.node,
      exit: last?.exit,
      verb: verbs.find((verb: Verb) => verb.kind !== 'Say')?.kind,
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
    },
    'decided',
  )
}

/** A duplicate that waited too long asks again; by then there is an answer. */
async function orRedirect(
  { entry, token }: Question,
  { input }: Step,
  first: Promise<Answer>,
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const path = token === null ? 'route' : `next/${token}`
  const again = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => {
      const url = `${entry.baseUrl}/api/voice/${path}`
      const cxml = `<?xml version="1.0" encoding="UTF-8"?><Response><Redirect method="POST">${url}</Redirect></Response>`
      resolve({ cxml, input })
    }, duplicateWaitMilliseconds)
  })
  try {
    return await Promise.race([first, again])
  } finally {
    clearTimeout(timer)
  }
}

/** Another input for a step that was taken: the story tells that it changed nothing. */
async function noteRepeat(
  { deps, journal }: VoiceEdge,
  { entry, request }: Question,
  step: Step,
): Promise<void> {
  const at = step.trial?.now ?? deps.clock.now()
  const event: RepeatEvent = {
    kind: 'repeat',
    // The input may be a PIN, which is nobody's business.
    key: `r${step.number} ${hashOfToken(step.input).slice(0, 16)}`,
    at: at.getTime(),
    trace: {
      at: at.toISOString(),
      step: step.number,
      node: null,
      name: 'Call',
      type: 'call',
      happened: 'The platform asked again and got the same answer.',
      exit: null,
      because: 'Because this step had been taken with another input; the first one counts.',
    },
  }
  await journal.append({
    organizationId: entry.organizationId,
    session: request.session,
    receivedAt: deps.clock.now().getTime(),
    isTrial: step.isTrial,
    event,
    body: '',
  })
}
