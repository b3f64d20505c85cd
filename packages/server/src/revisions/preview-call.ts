import type { Flow } from '@opbx/contract/call-flow/flow'
import type { Previewed, previewSchema } from '@opbx/contract/call-flow/preview'
import { parseNumber } from '@opbx/contract/e164'
import type { z } from 'zod'
import type { BlockListDirectory } from '../block-list/service.ts'
import { flowOf } from '../call-flow/service.ts'
import type { Ctx } from '../context.ts'
import { renderCxml, withSecrets } from '../cxml/render.ts'
import type { Dial } from '../cxml/verbs.ts'
import { advance } from '../engine/advance.ts'
import { type CompiledFlow, compileFlow } from '../engine/compile-flow.ts'
import type { CallInfo, Decision, Facts, Need, NeedAnswer } from '../engine/types.ts'
import type { FraudGuardDirectory } from '../fraud-guard/service.ts'
import { holidayBook } from '../holidays/service.ts'
import type { HoursSetDirectory } from '../hours-overrides/service.ts'
import type { PersonalDirectory } from '../personal-settings/service.ts'
import type { RevisionStore } from './rules.ts'
import { liveFlow } from './service.ts'

type Preview = z.infer<typeof previewSchema>
/** What a preview may know, from memory. */
export interface Known {
  revisions: RevisionStore
  personal: PersonalDirectory
  hoursSet: HoursSetDirectory
  blockList: BlockListDirectory
  fraudGuard: FraudGuardDirectory
}

/**
 * Decides about a call that nobody places: by the very engine, with every phone taken as ready and every need
 * answered by its fallback. Nothing is stored.
 */
export async function previewCall(ctx: Ctx, known: Known, wanted: Preview): Promise<Previewed> {
  const compiled = await findFlow(ctx, known, wanted.revision)
  const call = callOf(compiled, wanted)
  const facts: Facts = {
    now: wanted.at ?? ctx.clock.now().toISOString(),
    seed: 1,
    subscribers: readyPhones(compiled.flow),
    personal: known.personal.of(ctx.organizationId),
    hours: known.hoursSet.of(ctx.organizationId),
    blockListEntry: known.blockList.find(ctx.organizationId, call.from.number),
    fraudGuard: known.fraudGuard.of(ctx.organizationId),
    connectedSinceDial: false,
    answers: {},
  }
  const { verbs, trace } = decide(compiled, call, facts)
  const dial = verbs.find((verb): verb is Dial => verb.kind === 'Dial')
  return {
    trace,
    cxml: withSecrets(
      renderCxml(verbs, { next: () => '…', audio: () => '…', recording: () => '…' }),
    ),
    rings: dial?.numbers ?? [],
    ends: !verbs.some((verb) => 'next' in verb),
  }
}

async function findFlow(
  ctx: Ctx,
  { revisions }: Known,
  revision: Preview['revision'],
): Promise<CompiledFlow> {
  if (revision === 'draft')
    return compileFlow(await flowOf(ctx.db.query, ctx.organizationId), holidayBook)
  return await liveFlow(ctx, revisions)
}

function callOf({ flow, byExtension }: CompiledFlow, { from, to }: Preview): CallInfo {
  const { country } = flow.organization
  const caller = parseNumber(from, country)
  const called = parseNumber(to, country)
  const phone = caller.kind === 'extension' ? byExtension.get(caller.number) : undefined
  return {
    session: 'preview',
    direction: phone === undefined ? 'inbound' : 'internal',
    origin: phone === undefined ? 'trunk' : 'phone',
    from: caller,
    to: called,
    dialed: to.replace(/[\s().\-/]/g, ''),
    callerName: null,
    callerNode: phone?.id ?? null,
    isTrial: false,
  }
}

/** A device is known by the number of its extension, whose first one it may not be. */
function readyPhones(flow: Flow): Record<string, string> {
  const phones = flow.nodes.flatMap((node) =>
    node.type === 'extension'
      ? node.config.devices.map(({ id }) => [id ?? '', node.extension ?? ''] as const)
      : [],
  )
  return Object.fromEntries(phones)
}

/** A preview asks nobody. */
function answerFor(need: Need): NeedAnswer {
  return need.kind === 'http_request' ? { kind: 'not_sent' } : need.fallback
}

const mostNeeds = 16

function decide(compiled: CompiledFlow, call: CallInfo, facts: Facts): Decision {
  let answers = facts.answers
  for (let asked = 0; asked <= mostNeeds; asked++) {
    const outcome = advance(compiled, call, { kind: 'start', ended: false }, { ...facts, answers })
    if (outcome.kind === 'respond') return outcome
    answers = { ...answers, [outcome.need.key]: answerFor(outcome.need) }
  }
  throw new Error(`The engine had more than ${mostNeeds} needs`)
}
