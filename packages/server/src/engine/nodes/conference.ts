import type { NodeOf } from '@opbx/contract/call-flow/flow'
import type { Conference, Sound } from '../../cxml/verbs.ts'
import type { Story } from '../because.ts'
import { conferenceStories } from '../because-conference.ts'
import { readDialResult } from '../dial-result.ts'
import { firstDigitTimeout, readDigits } from '../gather-settings.ts'
import { dialTimeLimitSeconds } from '../ringing.ts'
import { sayPrompt, spoken } from '../say.ts'
import {
  type Move,
  type NodeRunner,
  type Resumed,
  secondsSince,
  type Walk,
  type WithoutNext,
} from '../walk.ts'

/** Lets callers into a room, after a PIN where there is one. */
export const conferenceRunner: NodeRunner<'conference'> = { enter: comeIn, resume: goOn }

type Room = NodeOf<'conference'>

/** Wrong PINs of one call, in all rooms together: nobody finds one by trying. */
const mostTries = 3
const firstDigitSeconds = 10
const interDigitSeconds = 5

function comeIn(walk: Walk, room: Room): Move {
  const { pin, hostPin, pinPrompt } = room.config
  if (pin === null && hostPin === null) return join(room, { isHost: false, usedPin: false })
  if (walk.pinTries >= mostTries) {
    const story = conferenceStories.noTriesLeft(room.name, mostTries)
    return { kind: 'exit', exit: 'refused', story }
  }
  return ask(room, [sayPrompt(walk, pinPrompt)], conferenceStories.asksPin(room.name, pin === null))
}

function goOn(walk: Walk, room: Room, resumed: Resumed): Move | null {
  if (resumed.state.kind === 'pin') return checkPin(walk, room, resumed)
  return resumed.state.kind === 'room' ? leave(walk, room, resumed) : null
}

function checkPin(walk: Walk, room: Room, { result }: Resumed): Move {
  const { pin, hostPin, pinPrompt } = room.config
  const digits = readDigits(result.digits, '#')
  if (hostPin !== null && digits === hostPin) return join(room, { isHost: true, usedPin: true })
  if (pin !== null && digits === pin) return join(room, { isHost: false, usedPin: true })
  // Only the host has a PIN: who enters nothing is one of the others.
  if (pin === null && digits === '') return join(room, { isHost: false, usedPin: false })
  walk.pinTries += 1
  if (walk.pinTries >= mostTries) {
    const story = conferenceStories.wrongPin(room.name, mostTries)
    return { kind: 'exit', exit: 'refused', story }
  }
  const story = conferenceStories.asksAgain(room.name, walk.pinTries + 1, mostTries)
  return ask(room, [{ kind: 'Say', text: spoken.wrongPin }, sayPrompt(walk, pinPrompt)], story)
}

function ask(room: Room, prompts: Sound[], story: Story): Move {
  const { pin, hostPin } = room.config
  return {
    kind: 'wait',
    state: { kind: 'pin' },
    before: [],
    act: {
      kind: 'Gather',
      prompts,
      numDigits: Math.max(pin?.length ?? 0, hostPin?.length ?? 0),
      finishOnKey: '#',
      firstDigitSeconds: firstDigitTimeout(firstDigitSeconds, prompts),
      interDigitSeconds,
    },
    story,
  }
}

function join(room: Room, { isHost, usedPin }: { isHost: boolean; usedPin: boolean }): Move {
  const waits = room.config.waitForHost && !isHost
  return {
    kind: 'wait',
    state: { kind: 'room' },
    before: [],
    act: conferenceOf(room, isHost),
    story: conferenceStories.joins(room.name, { isHost, usedPin, waits }),
  }
}

const beeps = { both: 'true', join: 'onEnter', leave: 'onExit', none: 'false' } as const

function conferenceOf({ id, config }: Room, isHost: boolean): WithoutNext<Conference> {
  return {
    kind: 'Conference',
    // Room names are one per domain; the id is the organization's own and has 31 characters.
    room: id.toLowerCase(),
    timeLimitSeconds: dialTimeLimitSeconds,
    maxParticipants: config.maxParticipants,
    beep: beeps[config.tone],
    startsConference: isHost || !config.waitForHost,
    muted: config.joinMuted && !isHost,
    holdMusic: config.holdMusic,
    prompts: config.announce,
  }
}

function leave(walk: Walk, room: Room, resumed: Resumed): Move {
  const result = readDialResult(walk, resumed)
  const story = conferenceStories.result(room.name, result, secondsSince(walk, resumed))
  if (result === 'canceled') return { kind: 'end', verbs: [{ kind: 'Hangup' }], story }
  if (result !== 'answered') return { kind: 'exit', exit: 'refused', story }
  walk.effects.push({ kind: 'answered', node: null, rang: [] })
  return { kind: 'exit', exit: 'ended', story }
}
