import type { FlowNode, NodeOf } from '@opbx/contract/call-flow/flow'
import type { Prompt } from '@opbx/contract/call-flow/prompt'
import { type MenuFailure, menuStories, type Story } from '../because.ts'
import { finishKeyFor, firstDigitTimeout, readDigits } from '../gather-settings.ts'
import { languageOf, sayPrompt } from '../say.ts'
import { chooseBySpeech } from '../spoken-choice.ts'
import { type Move, type NodeRunner, type Resumed, targetOf, type Walk } from '../walk.ts'

/** Lets the caller choose by key, and perhaps dial an extension number. */
export const ivrMenuRunner: NodeRunner<'ivr_menu'> = {
  enter: (walk, node) =>
    playMenu(walk, node, {
      attempt: 1,
      prompts: [node.config.prompt],
      story: menuStories.plays(node, node.config.attempts),
    }),
  resume: takeChoice,
}

function takeChoice(walk: Walk, node: NodeOf<'ivr_menu'>, { state, result }: Resumed): Move {
  const { config } = node
  const speech = config.speech ? (result.speech ?? '') : ''
  const spoken = speech === '' ? null : chooseBySpeech(speech, config.options)
  if (spoken) {
    const target = walk.compiled.nodes.get(targetOf(node, spoken.digits) ?? '')
    const story = menuStories.said(speech, spoken, target)
    return { kind: 'exit', exit: spoken.digits, story }
  }
  const digits = readDigits(result.digits, finishKeyOf(node))
  const option = config.options.find((candidate) => candidate.digits === digits)
  if (option) {
    const target = walk.compiled.nodes.get(targetOf(node, digits) ?? '')
    return { kind: 'exit', exit: digits, story: menuStories.chosen(digits, option.label, target) }
  }
  const dialed = config.directDial ? findDialed(walk, digits) : null
  if (dialed) return { kind: 'enter', target: dialed, story: menuStories.dialed(digits, dialed) }
  const attempt = state.kind === 'menu' ? state.attempt : 1
  return tryAgain(walk, node, { attempt, digits, speech })
}

function findDialed(walk: Walk, digits: string): FlowNode | null {
  const found = walk.compiled.byExtension.get(digits)
  return found?.enabled ? found : null
}

function tryAgain(
  walk: Walk,
  node: NodeOf<'ivr_menu'>,
  { attempt, digits, speech }: { attempt: number; digits: string; speech: string },
): Move {
  const { config } = node
  const failure = failureOf(node, digits, speech)
  if (attempt >= config.attempts) {
    return {
      kind: 'exit',
      exit: failure.kind,
      story: menuStories.givesUp(failure, config.attempts),
    }
  }
  const complaint = failure.kind === 'timeout' ? config.timeoutPrompt : config.invalidPrompt
  return playMenu(walk, node, {
    attempt: attempt + 1,
    prompts: complaint ? [complaint, config.prompt] : [config.prompt],
    story: menuStories.playsAgain(failure, attempt + 1, config.attempts),
  })
}

function failureOf({ config }: NodeOf<'ivr_menu'>, digits: string, speech: string): MenuFailure {
  if (digits !== '') {
    return { kind: 'invalid', digits, options: config.options.map((option) => option.digits) }
  }
  if (speech === '') return { kind: 'timeout', seconds: config.firstDigitSeconds }
  const labels = config.options.map(({ label }) => label).filter((label) => label !== '')
  return { kind: 'invalid', speech, options: labels }
}

function playMenu(
  walk: Walk,
  node: NodeOf<'ivr_menu'>,
  play: { attempt: number; prompts: Prompt[]; story: Story },
): Move {
  const { config } = node
  const prompts = play.prompts.map((prompt) => sayPrompt(walk, prompt))
  return {
    kind: 'wait',
    state: { kind: 'menu', attempt: play.attempt },
    before: [],
    act: {
      kind: 'Gather',
      prompts,
      ...(config.speech && { speech: { language: languageOf(walk, config.prompt) } }),
      numDigits: longestInput(walk, node),
      finishOnKey: finishKeyOf(node),
      firstDigitSeconds: firstDigitTimeout(config.firstDigitSeconds, prompts),
      interDigitSeconds: config.interDigitSeconds,
    },
    story: play.story,
  }
}

function finishKeyOf(node: NodeOf<'ivr_menu'>): string {
  const options = node.config.options.map((option) => option.digits)
  return finishKeyFor(options, node.config.directDial)
}

function longestInput(walk: Walk, node: NodeOf<'ivr_menu'>): number {
  let longest = node.config.directDial ? walk.compiled.longestExtension : 1
  for (const option of node.config.options) longest = Math.max(longest, option.digits.length)
  return longest
}
