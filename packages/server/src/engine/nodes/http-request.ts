import { type Carried, carriedBytes, mostCarriedBytes } from '@opbx/contract/call-flow/carried'
import { exitsOf, type NodeOf } from '@opbx/contract/call-flow/flow'
import { asksInTrial, hasBody } from '@opbx/contract/call-flow/nodes/http-request'
import { isSecretHeader } from '@opbx/contract/call-flow/request-headers'
import { fillTemplate } from '@opbx/contract/call-flow/template'
import { webHostOf } from '@opbx/contract/call-flow/web-address'
import { requestStories } from '../because-requests.ts'
import { callValues } from '../call-values.ts'
import { sayPrompt } from '../say.ts'
import type { HttpAnswer, HttpRequest, Need } from '../types.ts'
import { answerTo, type Move, type NodeRunner, type Resumed, type Walk } from '../walk.ts'

/** Asks another system what to do, and says some words while the answer takes its time. */
export const httpRequestRunner: NodeRunner<'http_request'> = { enter: ask, resume: askAgain }

type Request = NodeOf<'http_request'>
/** The shell waits a second each time, and no request lasts longer than five. */
const mostRounds = 8

function ask(walk: Walk, node: Request): Move {
  if (walk.call.isTrial && !asksInTrial(node.config)) {
    const story = requestStories.notSent(node.name, webHostOf(node.config.url), true)
    return { kind: 'exit', exit: 'success', story }
  }
  return take(walk, node, { rounds: 0, request: requestOf(walk, node) })
}

function askAgain(walk: Walk, node: Request, { state }: Resumed): Move | null {
  if (state.kind !== 'http') return null
  return take(walk, node, { rounds: state.rounds, request: null })
}

function take(
  walk: Walk,
  node: Request,
  { rounds, request }: { rounds: number; request: HttpRequest | null },
): Move {
  // Each round is a step.
  const step = walk.step - rounds
  const need: Need = {
    kind: 'http_request',
    key: `http:${node.id}:${step}`,
    node: node.id,
    step,
    request,
    fallback: { kind: 'failed', reason: 'nobody could wait for its answer' },
  }
  const answer = answerTo(walk, need)
  if (answer === undefined) return { kind: 'need', need }
  const host = webHostOf(node.config.url)
  switch (answer.kind) {
    case 'answered':
      return takeAnswer(walk, node, answer)
    case 'failed':
      return fail(node, answer.reason)
    case 'not_sent': {
      const story = requestStories.notSent(node.name, host, false)
      return { kind: 'exit', exit: 'success', story }
    }
    case 'pending':
      return keepWaiting(walk, node, rounds)
  }
}

function keepWaiting(walk: Walk, node: Request, rounds: number): Move {
  if (rounds >= mostRounds) return fail(node, 'its answer did not come')
  const host = webHostOf(node.config.url)
  return {
    kind: 'wait',
    state: { kind: 'http', rounds: rounds + 1 },
    before: [rounds === 0 ? sayPrompt(walk, node.config.filler) : { kind: 'Pause', seconds: 1 }],
    act: null,
    story: rounds === 0 ? requestStories.waits(node.name, host) : requestStories.waitsOn(host),
  }
}

function takeAnswer(
  walk: Walk,
  node: Request,
  { exit, variables, status }: Extract<HttpAnswer, { kind: 'answered' }>,
): Move {
  if (exit !== null && !exitsOf(node).includes(exit)) {
    return fail(node, `its answer names exit ${exit}, which this step does not have`)
  }
  const listed = new Set(node.config.variables)
  const names = Object.keys(variables)
  const set = names.filter((name) => listed.has(name))
  const carried = withVariables(
    walk,
    Object.fromEntries(set.map((name) => [name, (variables[name] ?? '').toWellFormed()])),
  )
  const bytes = carriedBytes(carried)
  if (bytes > mostCarriedBytes) {
    const reason = `with its variables the call would carry ${bytes} bytes, and it carries ${mostCarriedBytes}`
    return fail(node, reason)
  }
  if (set.length > 0) walk.carried = carried
  const ignored = names.filter((name) => !listed.has(name))
  const story = requestStories.answered(webHostOf(node.config.url), { status, exit, set, ignored })
  return { kind: 'exit', exit: exit ?? 'success', story }
}

function withVariables(walk: Walk, set: Readonly<Record<string, string>>): Carried {
  const before = walk.carried ?? { callerName: null, tags: [], variables: {} }
  return { ...before, variables: { ...before.variables, ...set } }
}

function fail(node: Request, reason: string): Move {
  const story = requestStories.failed(node.name, webHostOf(node.config.url), reason)
  return { kind: 'exit', exit: 'failed', story }
}

const bodyTypes = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
  text: 'text/plain; charset=utf-8',
} as const

function requestOf(walk: Walk, { config }: Request): HttpRequest {
  const values = callValues(walk)
  const { method, url, headers, bodyType, body, timeoutSeconds } = config
  return {
    method,
    url: fillTemplate(url, values, 'address'),
    headers: headers.map((header) => {
      const secret = isSecretHeader(header)
      const value = secret ? header.value : fillTemplate(header.value, values, 'header')
      return { name: header.name, value, secret }
    }),
    body:
      hasBody(config) && body !== ''
        ? { type: bodyTypes[bodyType], text: fillTemplate(body, values, bodyType) }
        : null,
    timeoutSeconds,
  }
}
