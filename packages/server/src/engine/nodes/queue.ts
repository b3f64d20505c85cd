import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { epochMillisecondsOf, localTimeAt } from '@opbx/contract/call-flow/zone-time'
import type { Sound } from '../../cxml/verbs.ts'
import type { Story } from '../because.ts'
import { queueStories } from '../because-queue.ts'
import type { LeftOut } from '../because-ringing.ts'
import type { WaitState } from '../continuation.ts'
import { readDialResult } from '../dial-result.ts'
import { firstDigitTimeout, readDigits } from '../gather-settings.ts'
import { holdMusicParts } from '../hold-music.ts'
import { encodeOrder, placesOf } from '../member-order.ts'
import type { QueueAnswer, QueueAsk, QueueOutcome } from '../queue-line.ts'
import { dialInside, ringable } from '../ringing.ts'
import { positionWords, sayPrompt } from '../say.ts'
import type { Effect, Need } from '../types.ts'
import {
  answerTo,
  type Move,
  type NodeRunner,
  type Resumed,
  secondsSince,
  tell,
  type Walk,
} from '../walk.ts'

/**
 * Callers wait in line until an agent is free. The platform has no verb for it: a caller hears a stretch of music, comes
 * back, asks again. Who is in line and who is free is known outside, see `QueueAsk`.
 */
export const queueRunner: NodeRunner<'queue'> = { enter: join, resume: goOn, over: abandon }

type Queue = NodeOf<'queue'>
type Hold = Extract<WaitState, { kind: 'hold' }>
type Offer = Extract<WaitState, { kind: 'offer' }>
type Visit = Hold['visit']

/** Music between two questions: two parts of it, one where a key is waited for as well. */
const partSeconds = 5
const soonSeconds = 2

function join(walk: Walk, queue: Queue): Move {
  const { welcome } = queue.config
  const visit: Visit = {
    step: walk.step,
    since: walk.facts.now,
    stretch: 0,
    position: null,
    toldSeconds: 0,
  }
  const asked = ask(walk, queue, {
    visit,
    what: 'join',
    mayOffer: welcome === null,
    bySwitch: false,
  })
  if (asked.kind === 'need') return asked
  walk.effects.push({ kind: 'queue_joined', queue: queue.id, name: queue.name, visit: visit.step })
  const isTurnedAway = asked.answer.is === 'full' || asked.answer.is === 'no_agents'
  if (welcome === null || isTurnedAway) return take(walk, queue, { visit, answer: asked.answer })
  return {
    kind: 'wait',
    state: { kind: 'hold', visit },
    before: [sayPrompt(walk, welcome)],
    act: null,
    story: queueStories.welcomes(queue),
  }
}

function goOn(walk: Walk, queue: Queue, resumed: Resumed): Move | null {
  const { state } = resumed
  if (state.kind === 'hold') return afterStretch(walk, queue, { resumed, visit: state.visit })
  return state.kind === 'offer' ? afterOffer(walk, queue, { resumed, offer: state }) : null
}

function afterStretch(
  walk: Walk,
  queue: Queue,
  { resumed, visit }: { resumed: Resumed; visit: Visit },
): Move {
  const { exitKey } = queue.config
  const pressed = readDigits(resumed.result.digits, '')
  if (exitKey !== null && pressed.startsWith(exitKey)) {
    const story = queueStories.keyPressed(exitKey, waited(walk, visit))
    return leave(walk, queue, { visit, outcome: 'key_pressed', story })
  }
  return askAgain(walk, queue, { visit, what: 'wait', bySwitch: resumed.switched })
}

function afterOffer(
  walk: Walk,
  queue: Queue,
  { resumed, offer }: { resumed: Resumed; offer: Offer },
): Move {
  const { visit } = offer
  const rang = placesOf(offer.agents).map((place) => queue.config.agents[place]?.node ?? '')
  const names = rang.map((id) => walk.compiled.nodes.get(id)?.name ?? 'An agent')
  const result = readDialResult(walk, resumed)
  const seconds = secondsSince(walk, resumed)
  if (result === 'canceled') {
    walk.effects.push(left(queue, visit, 'abandoned'))
    const story = queueStories.hungUp(waited(walk, visit))
    return { kind: 'end', verbs: [{ kind: 'Hangup' }], story }
  }
  if (result === 'answered') {
    const node = rang.length === 1 ? (rang[0] ?? null) : null
    walk.effects.push({ kind: 'answered', node, rang }, left(queue, visit, 'answered'))
    const before = Math.max(0, waited(walk, visit) - seconds)
    const story = queueStories.answered(names, before)
    return { kind: 'end', verbs: [{ kind: 'Hangup' }], story }
  }
  tell(walk, queue, queueStories.missed(names, result, seconds))
  return askAgain(walk, queue, { visit, what: 'missed', bySwitch: false })
}

/** Asks the line. It takes back what was offered to the call before. */
function askAgain(
  walk: Walk,
  queue: Queue,
  { visit, what, bySwitch }: { visit: Visit; what: 'wait' | 'missed'; bySwitch: boolean },
): Move {
  const { maxWaitSeconds } = queue.config
  const isOver = waited(walk, visit) >= maxWaitSeconds
  const asked = ask(walk, queue, { visit, what, mayOffer: !isOver, bySwitch })
  if (asked.kind === 'need') return asked
  if (!isOver) return take(walk, queue, { visit, answer: asked.answer })
  const story = queueStories.timeout(queue, waited(walk, visit), maxWaitSeconds)
  return leave(walk, queue, { visit, outcome: 'timeout', story })
}

type Asked = { kind: 'need'; need: Need } | { kind: 'answer'; answer: QueueAnswer }

function ask(
  walk: Walk,
  queue: Queue,
  { visit, ...about }: { visit: Visit } & Pick<QueueAsk, 'what' | 'mayOffer' | 'bySwitch'>,
): Asked {
  const { agents, strategy, maxCallers, agentRingSeconds, retrySeconds } = queue.config
  const { wrapUpSeconds, joinEmpty, autoPauseAfter } = queue.config
  const ready = readyAgents(walk, queue).ready.map(({ node }) => node.id)
  const { timeZone } = walk.compiled.flow.organization
  const line: QueueAsk = {
    ...about,
    queue: queue.id,
    visit: visit.step,
    step: walk.step,
    since: visit.since,
    now: walk.facts.now,
    today: localTimeAt(timeZone, epochMillisecondsOf(walk.facts.now)).day,
    seed: walk.facts.seed,
    agents,
    ready,
    settings: {
      strategy,
      maxCallers,
      agentRingSeconds,
      retrySeconds,
      wrapUpSeconds,
      joinEmpty,
      autoPauseAfter,
    },
  }
  // With its store away a queue rings everybody who could be free: a call too many is better than none.
  const fallback: QueueAnswer =
    about.mayOffer && ready.length > 0
      ? { is: 'offer', agents: ready }
      : { is: 'line', position: null, agents: {} }
  const need: Need = { kind: 'queue', key: `queue:${queue.id}`, line, fallback }
  const answer = answerTo(walk, need)
  return answer === undefined ? { kind: 'need', need } : { kind: 'answer', answer }
}

/** Does what the line says. */
function take(
  walk: Walk,
  queue: Queue,
  { visit, answer }: { visit: Visit; answer: QueueAnswer },
): Move {
  const { maxCallers, joinEmpty } = queue.config
  switch (answer.is) {
    case 'offer':
      return ring(walk, queue, { visit, agents: answer.agents })
    case 'line':
      return hold(walk, queue, { visit, answer })
    case 'soon':
      return {
        kind: 'wait',
        state: { kind: 'hold', visit },
        before: [{ kind: 'Pause', seconds: soonSeconds }],
        act: null,
        story: queueStories.soon(),
      }
    case 'full': {
      const story = queueStories.full(queue, answer.waiting, maxCallers)
      return leave(walk, queue, { visit, outcome: 'full', story })
    }
    case 'no_agents': {
      const policy = joinEmpty === 'working' ? 'working' : 'signed_in'
      const story = queueStories.noAgents(queue, policy, visit.step !== walk.step)
      return leave(walk, queue, { visit, outcome: 'no_agents', story })
    }
  }
}

function ring(
  walk: Walk,
  queue: Queue,
  { visit, agents }: { visit: Visit; agents: readonly string[] },
): Move {
  const { strategy, agentRingSeconds } = queue.config
  const offered = readyAgents(walk, queue).ready.filter(({ node }) => agents.includes(node.id))
  // Their phones went away since they were offered: the call asks again at once, at its place.
  if (offered.length === 0) return askLater(queue, visit)
  walk.effects.push({ kind: 'rang', nodes: offered.map(({ node }) => node.id) })
  return {
    kind: 'wait',
    state: { kind: 'offer', visit, agents: encodeOrder(offered.map(({ place }) => place)) },
    before: [],
    act: dialInside(
      walk,
      offered.flatMap(({ subscribers }) => subscribers),
      { ringSeconds: agentRingSeconds },
    ),
    story: queueStories.offers(queue, {
      names: offered.map(({ node }) => node.name),
      strategy,
      seconds: agentRingSeconds,
      waited: waited(walk, visit),
    }),
  }
}

function askLater(queue: Queue, visit: Visit): Move {
  return {
    kind: 'wait',
    state: { kind: 'hold', visit },
    before: [{ kind: 'Pause', seconds: soonSeconds }],
    act: null,
    story: queueStories.waits(queue, { position: visit.position, agents: [], leftOut: [] }),
  }
}

type InLine = Extract<QueueAnswer, { is: 'line' }>

/** A stretch of music, before it what there is to say. */
function hold(walk: Walk, queue: Queue, { visit, answer }: { visit: Visit; answer: InLine }): Move {
  const { exitKey, announcePosition, periodic } = queue.config
  const { position } = answer
  const isNearer = position !== null && (visit.position === null || position < visit.position)
  const seconds = waited(walk, visit)
  const isTime = periodic !== null && seconds - visit.toldSeconds >= periodic.everySeconds
  const words: Sound[] = []
  if (announcePosition && isNearer) words.push({ kind: 'Say', text: positionWords(position) })
  if (isTime) words.push(sayPrompt(walk, periodic.prompt))
  const music = musicOf(queue, visit, seconds)
  const next: Visit = {
    ...visit,
    stretch: visit.stretch + music.length,
    position: position ?? visit.position,
    toldSeconds: isTime ? seconds : visit.toldSeconds,
  }
  return {
    kind: 'wait',
    state: { kind: 'hold', visit: next },
    ...(exitKey === null
      ? { before: [...words, ...music], act: null }
      : {
          before: [],
          act: {
            kind: 'Gather' as const,
            prompts: [...words, ...music],
            numDigits: 1,
            finishOnKey: '',
            // Doubtful at the platform: whether this runs while the music plays. Then it must not cut it off; if not,
            // it is silence behind it, so the music has one part only.
            firstDigitSeconds: firstDigitTimeout(partSeconds, words),
            interDigitSeconds: 1,
          },
        }),
    story: isNearer || visit.stretch === 0 ? waitStory(walk, queue, answer) : null,
  }
}

function waitStory(walk: Walk, queue: Queue, { position, agents, retrySeconds }: InLine) {
  const { leftOut, ready } = readyAgents(walk, queue)
  const states = ready.flatMap(({ node }) => {
    const activity = agents[node.id]
    return activity === undefined ? [] : [{ name: node.name, activity }]
  })
  return queueStories.waits(queue, { position, agents: states, leftOut, retrySeconds })
}

/** Not longer than the caller still has to wait. */
function musicOf(queue: Queue, visit: Visit, seconds: number): Sound[] {
  const { holdMusic, exitKey, maxWaitSeconds } = queue.config
  const rest = Math.max(1, maxWaitSeconds - seconds)
  const parts = exitKey === null ? 2 : 1
  const most = Math.min(rest, parts * partSeconds)
  if (holdMusic === 'silence' || most < partSeconds) return [{ kind: 'Pause', seconds: most }]
  return Array.from({ length: Math.floor(most / partSeconds) }, (_, index) => ({
    kind: 'Play',
    audio: { kind: 'hold_music', part: (visit.stretch + index) % holdMusicParts },
  }))
}

type ReadyAgent = { place: number; node: NodeOf<'extension'>; subscribers: string[] }

function readyAgents(walk: Walk, queue: Queue): { ready: ReadyAgent[]; leftOut: LeftOut[] } {
  const ready: ReadyAgent[] = []
  const leftOut: LeftOut[] = []
  for (const [place, agent] of queue.config.agents.entries()) {
    const rung = ringable(walk, walk.compiled.nodes.get(agent.node), `Agent ${place + 1}`)
    if (rung.kind === 'left_out') leftOut.push(rung.leftOut)
    else ready.push({ place, node: rung.node, subscribers: rung.devices.subscribers })
  }
  return { ready, leftOut }
}

function leave(
  walk: Walk,
  queue: Queue,
  {
    visit,
    outcome,
    story,
  }: { visit: Visit; outcome: Exclude<QueueOutcome, 'answered' | 'abandoned'>; story: Story },
): Move {
  walk.effects.push(left(queue, visit, outcome))
  return { kind: 'exit', exit: outcome, story }
}

/** The caller hung up in line, or while an agent was rung. */
function abandon(walk: Walk, queue: Queue, { state }: Resumed): void {
  if (state.kind !== 'hold' && state.kind !== 'offer') return
  walk.effects.push(left(queue, state.visit, 'abandoned'))
}

function left(queue: Queue, visit: Visit, outcome: QueueOutcome): Effect {
  return { kind: 'queue_left', queue: queue.id, visit: visit.step, outcome }
}

/** Whole seconds in line. */
function waited(walk: Walk, { since }: Visit): number {
  const milliseconds = epochMillisecondsOf(walk.facts.now) - epochMillisecondsOf(since)
  return Math.max(0, Math.floor(milliseconds / 1000))
}
