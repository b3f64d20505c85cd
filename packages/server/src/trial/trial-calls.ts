import type {
  TrialCall,
  trialCallCreateSchema,
  trialManualActionSchema,
} from '@opbx/contract/trial'
import type { z } from 'zod'
import { findStory } from '../calls/service.ts'
import type { Ctx } from '../context.ts'
import { AppError } from '../errors.ts'
import { readTrialEvent, type SimulatorCall } from './simulator-client.ts'
import { findTrialDomain, type TrialParts } from './start-trial.ts'

/** `POST /api/v1/trial/calls`: by script it is over when this answers, by hand it waits for actions. */
export async function placeTrialCall(
  ctx: Ctx,
  parts: TrialParts,
  order: z.infer<typeof trialCallCreateSchema>,
): Promise<TrialCall> {
  const domain = await trialDomain(ctx)
  const { from, to, at, revision, mode, script } = order
  const call = await parts.simulator.startCall(domain.apiKey, {
    domain: domain.name,
    from,
    to,
    ...(at === undefined ? {} : { at }),
    trial: revision,
    mode,
    script,
  })
  return withStory(ctx, parts, call)
}

export async function getTrialCall(ctx: Ctx, parts: TrialParts, id: string): Promise<TrialCall> {
  const domain = await trialDomain(ctx)
  return withStory(ctx, parts, await parts.simulator.getCall(domain.apiKey, id))
}

export async function actInTrialCall(
  ctx: Ctx,
  parts: TrialParts,
  { id, action }: { id: string; action: z.infer<typeof trialManualActionSchema> },
): Promise<TrialCall> {
  const domain = await trialDomain(ctx)
  return withStory(ctx, parts, await parts.simulator.act(domain.apiKey, id, action))
}

/** Steps and states as server-sent events, in the form of our API. Ends with the call. */
export async function streamTrialCall(
  ctx: Ctx,
  parts: TrialParts,
  { id, lastEventId, signal }: { id: string; lastEventId: string | undefined; signal: AbortSignal },
): Promise<AsyncIterable<string>> {
  const domain = await trialDomain(ctx)
  const events = await parts.simulator.openEvents(domain.apiKey, id, { lastEventId, signal })
  return translate(events)
}

/** A domain's key opens its own calls only, so another organization's call is not found. */
async function trialDomain(ctx: Ctx): Promise<{ name: string; apiKey: string }> {
  const domain = await findTrialDomain(ctx)
  if (domain !== null) return domain
  throw new AppError('conflict', 'Start the trial first: this organization has no trial domain.')
}

/** With the entry of the call history and its trace: complete once the call is over. */
async function withStory(ctx: Ctx, parts: TrialParts, call: SimulatorCall): Promise<TrialCall> {
  if (call.state === 'ended') await parts.settled()
  const story = await findStory(ctx, call.session)
  const decisions = story?.events.filter((event) => event.kind === 'decision') ?? []
  return {
    ...call,
    callId: story?.id ?? null,
    trace: story?.trace ?? [],
    facts: decisions.map(({ id, detail }) => ({
      step: Number(id.slice('d'.length)),
      knew: Object(detail).facts ?? null,
    })),
  }
}

const longestEvent = 2_000_000

async function* translate(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of chunks) {
    text += decoder.decode(chunk, { stream: true })
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    if (text.length > longestEvent) return
    for (const block of blocks) yield translateBlock(block)
  }
}

/** Comments (the heartbeat) pass as they are. */
function translateBlock(block: string): string {
  const field = (name: string) =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2)
  const name = field('event')
  const data = field('data')
  if (name === undefined || data === undefined) return ': alive\n\n'
  const translated = readTrialEvent(name, data)
  if (translated === null) return ': alive\n\n'
  const id = field('id')
  return `${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${translated}\n\n`
}
