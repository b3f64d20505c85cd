import type { NodeOf } from '@opbx/contract/call-flow/flow'
import type { Conference, Sound } from '../../cxml/verbs.ts'
import type { Story } from '../because.ts'
import { conferenceStories } from '../because-conference.ts'
import { readDialResult } from '../dial-result.ts'
import { readDigits } from '../gather-settings.ts'
import { askDigits, checkPin, mostTries, mostTriesAnHour } from '../pin.ts'
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

function comeIn(walk: Walk, room: Room): Move {
  const { pin, hostPin, pinPrompt } = room.config
  if (pin === null && hostPin === null) return join(room, { isHost: false, usedPin: false })
  if (walk.pinTries >= mostTries) {
    const story = conferenceStories.noTriesLeft(room.name, mostTries)
    return { kind: 'exit', exit: 'refused', story }
  }
  return ask([sayPrompt(walk, pinPrompt)], conferenceStories.asksPin(room.name, pin === null))
}

function goOn(walk: Walk, room: Room, resumed: Resumed): Move | null {
  switch (resumed.state.kind) {
    case 'pin':
      return takePin(walk, room, resumed)
    case 'room':
      return leave(walk, room, resumed)
    case 'room_closed':
      return { kind: 'exit', exit: 'refused', story: conferenceStories.closed(room.name) }
    default:
      return null
  }
}

function takePin(walk: Walk, room: Room, { result }: Resumed): Move {
  const { id, name } = room
  const { pin, hostPin } = room.config
  const digits = readDigits(result.digits, '#')
  // Only the host has a PIN: who enters nothing is one of the others.
  if (pin === null && digits === '') return join(room, { isHost: false, usedPin: false })
  const answer = checkPin(walk, { of: 'conference_room', id, name, pin, hostPin }, digits)
  if (typeof answer === 'object') return { kind: 'need', need: answer }
  switch (answer) {
    case 'host':
    case 'right':
      return join(room, { isHost: answer === 'host', usedPin: true })
    case 'blocked':
      return turnAway(spoken.roomBlocked, conferenceStories.blocked(name, mostTriesAnHour))
    case 'unknown':
      return turnAway(spoken.roomUnknown, conferenceStories.unknown(name))
    case 'wrong':
      return takeWrongPin(walk, room)
  }
}

function takeWrongPin(walk: Walk, { name, config }: Room): Move {
  walk.pinTries += 1
  if (walk.pinTries >= mostTries) {
    return { kind: 'exit', exit: 'refused', story: conferenceStories.wrongPin(name, mostTries) }
  }
  const story = conferenceStories.asksAgain(name, walk.pinTries + 1, mostTries)
  return ask([{ kind: 'Say', text: spoken.wrongPin }, sayPrompt(walk, config.pinPrompt)], story)
}

function ask(prompts: Sound[], story: Story): Move {
  return { kind: 'wait', state: { kind: 'pin' }, before: [], act: askDigits(prompts), story }
}

/** Says why not, then leaves by `refused`. */
function turnAway(text: string, story: Story): Move {
  const before: Sound[] = [{ kind: 'Say', text }]
  return { kind: 'wait', state: { kind: 'room_closed' }, before, act: null, story }
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
