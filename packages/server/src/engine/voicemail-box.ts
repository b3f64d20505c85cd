import type { FlowNode, NodeOf } from '@opbx/contract/call-flow/flow'
import type { Sound } from '../cxml/verbs.ts'
import type { Story } from './because.ts'
import { boxStories } from './because-voicemail-box.ts'
import type { WaitState } from './continuation.ts'
import { refuse } from './enter-number.ts'
import { readDigits } from './gather-settings.ts'
import { askDigits, checkPin, mostTries, mostTriesAnHour } from './pin.ts'
import { type OpenBox, playBox, takeBoxKey } from './voicemail-box-menu.ts'
import { boxWords } from './voicemail-box-words.ts'
import type { Move, Resumed, Walk } from './walk.ts'

const longestNumber = 6

/** `*97`: the box of the extension whose phone calls. The phone is the proof, unless there is a PIN. */
export function openOwnBox(walk: Walk, caller: NodeOf<'extension'>): Move {
  const box = boxOf(caller)
  if (box === null) return refuse(boxWords.noOwnBox, boxStories.noOwnBox(caller.name))
  return box.pin === null ? playBox(walk, box, []) : askPin(walk, box, [])
}

/** `*98`: any box by its number and PIN. */
export function openAnyBox(): Move {
  return askNumber(1, [], boxStories.asksNumber())
}

/** Goes on in a box. Null: this call is in none. */
export function resumeBox(walk: Walk, resumed: Resumed): Move | null {
  const { state, result } = resumed
  if (state.kind === 'box_number') return takeNumber(walk, state.attempt, result.digits)
  if (state.kind !== 'box_pin' && state.kind !== 'box') return null
  const box = boxOf(walk.compiled.nodes.get(state.box))
  if (box === null) return refuse(boxWords.unknown, boxStories.gone())
  if (state.kind === 'box_pin') return takePin(walk, box, readDigits(result.digits, '#'))
  return takeBoxKey(walk, box, { place: state, key: readDigits(result.digits, '') })
}

/** Of a voicemail node or of an extension that are switched on. */
function boxOf(node: FlowNode | undefined): OpenBox | null {
  if (node === undefined || !node.enabled) return null
  const { id, name } = node
  if (node.type === 'voicemail') return { id, name, pin: node.config.pin }
  if (node.type !== 'extension' || node.config.voicemail === false) return null
  return { id, name, pin: node.config.voicemail.pin }
}

function askNumber(attempt: number, before: Sound[], story: Story): Move {
  const prompts: Sound[] = [...before, { kind: 'Say', text: boxWords.askNumber }]
  return ask({ kind: 'box_number', attempt }, askDigits(prompts, longestNumber), story)
}

function takeNumber(walk: Walk, attempt: number, sent: string | null): Move {
  const digits = readDigits(sent, '#')
  const box = boxOf(walk.compiled.byExtension.get(digits))
  if (box === null) {
    if (attempt >= mostTries) return refuse(boxWords.noNumber, boxStories.noNumber(mostTries))
    const sorry: Sound[] = [{ kind: 'Say', text: boxWords.noSuchBox }]
    return askNumber(attempt + 1, digits === '' ? [] : sorry, boxStories.asksNumberAgain(digits))
  }
  if (box.pin === null) return refuse(boxWords.withoutPin, boxStories.withoutPin(box.name))
  return askPin(walk, box, [])
}

function askPin(walk: Walk, box: OpenBox, before: Sound[]): Move {
  const { pinTries } = walk
  if (pinTries >= mostTries) {
    return refuse(boxWords.noTriesLeft, boxStories.noTriesLeft(box.name, mostTries))
  }
  const story =
    pinTries === 0
      ? boxStories.asksPin(box.name)
      : boxStories.asksPinAgain(box.name, pinTries + 1, mostTries)
  const prompts: Sound[] = [...before, { kind: 'Say', text: boxWords.askPin }]
  return ask({ kind: 'box_pin', box: box.id }, askDigits(prompts), story)
}

function takePin(walk: Walk, box: OpenBox, digits: string): Move {
  if (box.pin === null) return refuse(boxWords.withoutPin, boxStories.withoutPin(box.name))
  const answer = checkPin(walk, { ...box, of: 'voicemail_box', hostPin: null }, digits)
  if (typeof answer === 'object') return { kind: 'need', need: answer }
  switch (answer) {
    case 'right':
    case 'host':
      return playBox(walk, box, [])
    case 'blocked':
      return refuse(boxWords.blocked, boxStories.blocked(box.name, mostTriesAnHour))
    case 'unknown':
      return refuse(boxWords.unknown, boxStories.unknown(box.name))
    case 'wrong':
      walk.pinTries += 1
      return askPin(walk, box, [{ kind: 'Say', text: boxWords.wrongPin }])
  }
}

function ask(state: WaitState, act: ReturnType<typeof askDigits>, story: Story): Move {
  return { kind: 'wait', state, before: [], act, story }
}
