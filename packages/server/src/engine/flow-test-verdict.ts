import { exitName } from '@opbx/contract/call-flow/flow'
import type { FlowTestEnd, FlowTestExpectation } from '@opbx/contract/call-flow/flow-tests'
import { isSipAddress } from '@opbx/contract/call-flow/sip-address'
import type { CompiledFlow } from './compile-flow.ts'
import { type FlowTestStory, type PathStep, pathOf } from './flow-test-story.ts'

/** What of a test was not met, one sentence each. */
export function judge(
  compiled: CompiledFlow,
  expected: FlowTestExpectation,
  story: FlowTestStory,
): string[] {
  return [
    ...judgePath(compiled, expected.path, pathOf(story.trace)),
    ...judgeRinging(expected.rings, story.rang),
    ...judgeWords(expected.says, story.said),
    ...judgeEnd(expected.ends, story.ends),
    ...judgeTags(expected.tags, story.tags),
  ]
}

type Wanted = NonNullable<FlowTestExpectation['path']>['steps'][number]

function judgePath(
  compiled: CompiledFlow,
  expected: FlowTestExpectation['path'],
  path: readonly PathStep[],
): string[] {
  if (expected === null) return []
  const { mode, steps } = expected
  return mode === 'exact'
    ? judgeExactly(compiled, steps, path)
    : judgeInOrder(compiled, steps, path)
}

function judgeExactly(
  compiled: CompiledFlow,
  steps: readonly Wanted[],
  path: readonly PathStep[],
): string[] {
  for (const [index, step] of steps.entries()) {
    const actual = path[index]
    if (actual?.node !== step.node) {
      const before = path[index - 1]
      const ended = before === undefined ? 'the call came to no step' : 'the call ended there'
      const went = actual === undefined ? ended : `the call went to ${quoted(actual.name)}`
      return [`Expected ${nameOf(compiled, step.node)}${behind(compiled, before)}; ${went}.`]
    }
    if (step.exit !== null && step.exit !== actual.exit) {
      return [wrongExit(compiled, step.exit, actual)]
    }
  }
  const further = path[steps.length]
  if (further === undefined) return []
  const last = path[steps.length - 1]
  return [`Expected the end${behind(compiled, last)}; the call went on to ${quoted(further.name)}.`]
}

function judgeInOrder(
  compiled: CompiledFlow,
  steps: readonly Wanted[],
  path: readonly PathStep[],
): string[] {
  let from = 0
  for (const step of steps) {
    const rest = path.slice(from)
    const fits = (one: PathStep) =>
      one.node === step.node && (step.exit === null || step.exit === one.exit)
    const index = rest.findIndex(fits)
    if (index >= 0) {
      from += index + 1
      continue
    }
    const entered = rest.find((one) => one.node === step.node)
    if (entered !== undefined && step.exit !== null) {
      return [wrongExit(compiled, step.exit, entered)]
    }
    const way = path.map((one) => quoted(one.name)).join(', then ')
    const went = way === '' ? 'it went to no step at all' : `it went to ${way}`
    return [`Expected that the call comes to ${nameOf(compiled, step.node)}; ${went}.`]
  }
  return []
}

function wrongExit(compiled: CompiledFlow, exit: string, actual: PathStep): string {
  const left = actual.exit === null ? 'it left by none' : `it was ${exitOf(compiled, actual)}`
  return `Expected exit ${exitOf(compiled, { ...actual, exit })} of ${quoted(actual.name)}; ${left}.`
}

function behind(compiled: CompiledFlow, before: PathStep | undefined): string {
  if (before === undefined) return ' first'
  const exit = before.exit === null ? '' : `exit ${exitOf(compiled, before)} of `
  return ` after ${exit}${quoted(before.name)}`
}

function exitOf(compiled: CompiledFlow, { node, exit }: Pick<PathStep, 'node' | 'exit'>): string {
  const found = compiled.nodes.get(node)
  return found && exit !== null ? exitName(found, exit) : (exit ?? '')
}

function nameOf(compiled: CompiledFlow, id: string): string {
  const node = compiled.nodes.get(id)
  return node === undefined ? 'a step that was deleted' : quoted(node.name)
}

function quoted(name: string): string {
  return `“${name}”`
}

function judgeRinging(expected: FlowTestExpectation['rings'], rang: readonly string[]): string[] {
  if (expected === null) return []
  const plain = (number: string) =>
    isSipAddress(number) ? number : number.replace(/[\s().\-/]/g, '')
  const wanted = new Set(expected.who.map(plain))
  const missing = [...wanted].filter((number) => !rang.includes(number))
  const extra = expected.mode === 'exact' ? rang.filter((number) => !wanted.has(number)) : []
  const did = rang.length === 0 ? 'nobody did' : `${rang.join(', ')} did`
  return [
    ...(missing.length > 0 ? [`Expected ${missing.join(', ')} to ring; ${did}.`] : []),
    ...(extra.length > 0 ? [`Expected nobody else to ring; ${extra.join(', ')} did.`] : []),
  ]
}

function judgeWords(expected: readonly string[], said: readonly string[]): string[] {
  const heard = said.map((text) => text.toLowerCase())
  return expected
    .filter((words) => !heard.some((text) => text.includes(words.toLowerCase())))
    .map((words) => {
      const last = said.at(-1)
      const instead = last === undefined ? 'nothing was said' : `the last words were “${last}”`
      return `Expected the caller to hear “${words}”; ${instead}.`
    })
}

function judgeEnd(expected: FlowTestEnd | null, ends: FlowTestEnd): string[] {
  if (expected === null || expected === ends) return []
  return [`Expected that ${endings[expected]}; ${endings[ends]}.`]
}

const endings = {
  answered: 'somebody picks up',
  message: 'the caller leaves a message',
  caller_hung_up: 'the caller hangs up first',
  rejected: 'the call is refused before it is connected',
  handed_over: 'the call is handed to another application',
  hung_up: 'OPBX ends the call',
} as const satisfies Record<FlowTestEnd, string>

function judgeTags(expected: readonly string[], tags: readonly string[]): string[] {
  return expected
    .filter((tag) => !tags.includes(tag))
    .map((tag) => {
      const has = tags.length === 0 ? 'it has none' : `it has ${tags.join(', ')}`
      return `Expected that the call gets the tag ${tag}; ${has}.`
    })
}
