import {
  type FlowTest,
  type FlowTestCreate,
  flowTestCreateSchema,
} from '@opbx/contract/call-flow/flow-tests'
import type { CallStory } from '@opbx/contract/calls'
import { findRecorded, type Recorded, requireCall } from '../calls/service.ts'
import type { Ctx } from '../context.ts'
import type { Tx } from '../db/transaction.ts'
import type { CompiledFlow } from '../engine/compile-flow.ts'
import { createFlowTester } from '../engine/flow-tests.ts'
import { createReplay, type ReplayedStep } from '../engine/replay.ts'
import { testOfCall } from '../engine/test-of-call.ts'
import { AppError } from '../errors.ts'
import { getOrganization } from '../organizations/service.ts'
import type { RevisionStore } from '../revisions/service.ts'
import { insertFlowTest, isNameTaken } from './change-flow-test.ts'

type Known = Extract<Recorded, { kind: 'recorded' }>
type Call = Pick<CallStory, 'answeredAt' | 'answeredBy' | 'tags'>

/**
 * A test that expects what happened in a finished call. It is kept only if it is green when it runs through the
 * flow that the call went through. Answers its id.
 */
export async function saveCallAsTest(
  ctx: Ctx,
  store: RevisionStore,
  { id, name }: { id: string; name: string | undefined },
): Promise<string> {
  const call = await requireCall(ctx, id)
  if (call.status !== 'ended') throw refuse('the call is still going on')
  const { country } = await getOrganization(ctx)
  const asked = { session: call.session, isTrial: call.trial }
  const recorded = (await findRecorded(ctx, [asked], country)).get(call.session)
  if (recorded?.kind !== 'recorded') throw refuse(recorded?.reason ?? 'nothing was kept of it')
  const revision = recorded.revision
  const loaded = revision === null ? null : await store.byKey(ctx.organizationId, revision)
  if (loaded === null) throw refuse('the version of the call flow that it went through is gone')
  const test = makeTest(loaded.flow, call, recorded)
  return await insertFlowTest(ctx, async (tx, testId): Promise<FlowTest> => {
    const usual = usualName(loaded.flow, test)
    const whole = { ...test, id: testId }
    return { ...whole, name: await freeName(ctx, tx, { id: testId, name: name ?? usual }) }
  })
}

/** Where the call went, and which call it was. */
function usualName(
  { nodes }: CompiledFlow,
  { from, to, at, expect }: Omit<FlowTestCreate, 'name'>,
) {
  const way = (expect.path?.steps ?? []).map(({ node }) => nodes.get(node)?.name ?? '').join(' > ')
  const call = `${from}, ${at.replace('T', ' ').slice(0, 16)}`
  return `${(way === '' ? to : way).slice(0, 60)}: ${call}`.slice(0, 100)
}

function makeTest(compiled: CompiledFlow, call: Call, known: Known): Omit<FlowTestCreate, 'name'> {
  const replayed: ReplayedStep[] = []
  const again = createReplay(compiled)(known.recorded, (step) => replayed.push(step))
  if (again.kind === 'cannot_tell') throw refuse(`it is not known ${again.reason}`)
  const isWhole = replayed.length === known.recorded.steps.length
  if (again.kind === 'different' || !isWhole) throw refuse('OPBX decides about it otherwise today')
  const test = testOfCall({
    compiled,
    recorded: known.recorded,
    replayed,
    answeredBy: call.answeredBy?.extension ?? null,
    isAnswered: call.answeredAt !== null,
    tags: call.tags,
  })
  if (!flowTestCreateSchema.safeParse({ ...test, name: 'Call' }).success) {
    throw refuse('it is longer, or has other numbers, than a test may have')
  }
  const { failures } = createFlowTester(compiled)(test)
  if (failures.length > 0) throw refuse(`it does not happen again in the same way. ${failures[0]}`)
  return test
}

function refuse(reason: string): AppError {
  const sentence = reason.endsWith('.') ? reason : `${reason}.`
  return new AppError('conflict', `This call cannot become a flow test: ${sentence}`)
}

const mostNames = 1000

/** The name, or with a number behind it where it is taken. */
async function freeName(ctx: Ctx, tx: Tx, wanted: { id: string; name: string }): Promise<string> {
  for (let count = 1; count < mostNames; count += 1) {
    const name = count === 1 ? wanted.name : `${wanted.name.slice(0, 90)} (${count})`
    if (!(await isNameTaken(ctx, tx, { ...wanted, name }))) return name
  }
  throw new AppError('conflict', `There are too many tests named “${wanted.name}”. Choose a name.`)
}
