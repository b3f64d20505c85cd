import { epochMillisecondsOf } from '@opbx/contract/call-flow/zone-time'
import type { Sound } from '../cxml/verbs.ts'
import type { Story } from './because.ts'
import { boxStories } from './because-voicemail-box.ts'
import type { WaitState } from './continuation.ts'
import { refuse } from './enter-number.ts'
import { firstDigitTimeout } from './gather-settings.ts'
import { sayAndHangUp } from './say.ts'
import type { BoxNeed, MessageChange, MessageNeed, PlayedMessage } from './types.ts'
import { boxWords, countWords, messageWords } from './voicemail-box-words.ts'
import { answerTo, type Move, tell, type Walk } from './walk.ts'

/** A box that is listened to; `pin`: a reference, or the digits. */
export interface OpenBox {
  id: string
  name: string
  pin: string | null
}

type Place = Extract<WaitState, { kind: 'box' }>

const keySeconds = 8
/** How often the choices are said again to a caller who presses nothing. */
const mostSilences = 2

/** Opens a box at its first message: new ones come first. */
export function playBox(walk: Walk, box: OpenBox, before: Sound[]): Move {
  // What is heard or comes from now on changes the order no more.
  return play(walk, box, { since: walk.facts.now, index: 0, before, isOpening: true })
}

/** What a key does with the message that was played. */
export function takeBoxKey(
  walk: Walk,
  box: OpenBox,
  { place, key }: { place: Place; key: string },
): Move {
  const { since, index, message } = place
  const goTo = (next: number, before: Sound[] = []) =>
    play(walk, box, { since, index: next, before, isOpening: false })
  switch (key) {
    case '':
      return wait(box, place)
    case '*':
    case '#':
      return end(key)
    case '1':
      return goTo(message === null ? index - 1 : index)
    case '4':
      return goTo(index - 1)
    case '2':
      if (message === null) break
      return change(walk, { box, message, change: 'heard' }, (before) => goTo(index + 1, before))
    case '3':
      if (message === null) break
      return change(walk, { box, message, change: 'delete' }, (before) => goTo(index, before))
  }
  return goTo(index, [{ kind: 'Say', text: boxWords.noChoice }])
}

function wait(box: OpenBox, place: Place): Move {
  if (place.silences >= mostSilences) return end('')
  const text = place.message === null ? boxWords.atEnd : boxWords.choices
  const state = { ...place, silences: place.silences + 1 }
  return ask(state, [{ kind: 'Say', text }], boxStories.waits(box.name))
}

function end(key: string): Move {
  return { kind: 'end', verbs: sayAndHangUp(boxWords.goodbye), story: boxStories.ends(key) }
}

function change(
  walk: Walk,
  wanted: { box: OpenBox; message: string; change: MessageChange },
  goOn: (before: Sound[]) => Move,
): Move {
  const { box, message } = wanted
  const need: MessageNeed = {
    kind: 'change_message',
    key: `change_message:${wanted.change}:${message}`,
    box: box.id,
    message,
    change: wanted.change,
    fallback: false,
  }
  const isStored = answerTo(walk, need)
  if (isStored === undefined) return { kind: 'need', need }
  const text = isStored ? doneWords[wanted.change] : boxWords.notChanged
  const move = goOn([{ kind: 'Say', text }])
  // Asked again with one more answer: what was done is told once.
  if (move.kind !== 'need')
    tell(walk, null, isStored ? boxStories.changed(wanted.change) : boxStories.notChanged())
  return move
}

const doneWords = { heard: boxWords.kept, delete: boxWords.deleted } as const

interface At {
  /** When the box was opened. */
  since: string
  index: number
  before: Sound[]
  isOpening: boolean
}

function play(walk: Walk, box: OpenBox, at: At): Move {
  const index = Math.max(0, at.index)
  const need: BoxNeed = {
    kind: 'voicemail_messages',
    key: `voicemail_messages:${box.id}`,
    box: box.id,
    since: at.since,
    index,
    fallback: null,
  }
  const answer = answerTo(walk, need)
  if (answer === undefined) return { kind: 'need', need }
  if (answer === null) return refuse(boxWords.unknown, boxStories.unknown(box.name))
  const { total, fresh, message } = answer
  if (total === 0) {
    const verbs = [...at.before, ...sayAndHangUp(boxWords.empty)]
    return { kind: 'end', verbs, story: boxStories.empty(box.name) }
  }
  const intro: Sound[] = at.isOpening ? [{ kind: 'Say', text: countWords(total, fresh) }] : []
  const place: Place = {
    kind: 'box',
    box: box.id,
    since: at.since,
    // Others may have deleted some meanwhile.
    index: message === null ? total : index,
    message: message?.id ?? null,
    silences: 0,
  }
  if (message === null) {
    const prompts: Sound[] = [...at.before, { kind: 'Say', text: boxWords.atEnd }]
    return ask(place, prompts, boxStories.atEnd(box.name))
  }
  const prompts = [...at.before, ...intro, ...soundsOf(walk, message, { place: index + 1, total })]
  return ask(place, prompts, boxStories.plays(box.name, index + 1, total))
}

function soundsOf(
  { compiled, facts }: Walk,
  message: PlayedMessage,
  { place, total }: { place: number; total: number },
): Sound[] {
  const zone = compiled.flow.organization.timeZone
  const now = epochMillisecondsOf(facts.now)
  return [
    { kind: 'Say', text: messageWords(message, { place, total, now, zone }) },
    { kind: 'Play', audio: { kind: 'message', id: message.id, seconds: message.seconds } },
    { kind: 'Say', text: boxWords.choices },
  ]
}

function ask(state: WaitState, prompts: Sound[], story: Story): Move {
  return {
    kind: 'wait',
    state,
    before: [],
    act: {
      kind: 'Gather',
      prompts,
      numDigits: 1,
      // Every key is a choice.
      finishOnKey: '',
      firstDigitSeconds: firstDigitTimeout(keySeconds, prompts),
      interDigitSeconds: 1,
    },
    story,
  }
}
