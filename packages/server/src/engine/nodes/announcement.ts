import type { NodeOf } from '@opbx/contract/call-flow/flow'
import { announcementStories } from '../because.ts'
import { firstDigitTimeout, readDigits } from '../gather-settings.ts'
import { sayPrompt } from '../say.ts'
import type { Move, NodeRunner, Resumed, Walk } from '../walk.ts'

/** Plays a prompt, which a key may end, and goes on. */
export const announcementRunner: NodeRunner<'announcement'> = { enter: play, resume: goOn }

function play(walk: Walk, node: NodeOf<'announcement'>): Move {
  const { prompt, skippable } = node.config
  const say = sayPrompt(walk, prompt)
  return {
    kind: 'wait',
    state: { kind: 'announcement' },
    before: skippable ? [] : [say],
    act: skippable
      ? {
          kind: 'Gather',
          prompts: [say],
          numDigits: 1,
          finishOnKey: '#',
          firstDigitSeconds: firstDigitTimeout(1, [say]),
          interDigitSeconds: 1,
        }
      : null,
    story: announcementStories.plays(node),
  }
}

function goOn(_walk: Walk, _node: NodeOf<'announcement'>, { result }: Resumed): Move {
  const digits = readDigits(result.digits, '')
  const story = digits === '' ? announcementStories.played() : announcementStories.skipped(digits)
  return { kind: 'exit', exit: 'next', story }
}
