import type { FlowPrompt, PromptVariant } from '@opbx/contract/call-flow/library-prompt'
import { lintFlow } from '@opbx/contract/call-flow/lint'
import {
  makeAnnouncement,
  makeCallerId,
  makeFlow,
  makePhoneNumber,
} from '@opbx/contract/testing/flow-factories'
import { expect, test } from 'vitest'
import { startCall } from '../testing/call-story.ts'

const to = '+12025550100'
const audio = {
  hash: 'a'.repeat(64),
  type: 'audio/mpeg' as const,
  seconds: 3.4,
  sizeBytes: 1,
  fileName: 'hola.mp3',
  sourceUrl: null,
}
const variants: PromptVariant[] = [
  { kind: 'text', language: 'en-US', text: 'Welcome.', voice: 'Polly:Joanna' },
  { kind: 'audio', language: 'es-MX', audio },
]
const prompt: FlowPrompt = { id: 'pr_welcome', name: 'Welcome', variants }
const played = {
  kind: 'Play',
  audio: { kind: 'prompt', name: 'Welcome', seconds: 3.4, hash: audio.hash, type: audio.type },
}

function flowIn(language: string | null) {
  const news = makeAnnouncement('News', { config: { prompt: { promptId: prompt.id } } })
  const variables = language === null ? [] : [{ name: 'language', value: language }]
  const rule = makeCallerId('Rule', { config: { variables }, exits: { next: news.id } })
  const phoneNumbers = [makePhoneNumber(to, rule)]
  return makeFlow({ nodes: [rule, news], phoneNumbers, prompts: [prompt] })
}

test('a caller of no known language hears the first one', () => {
  const said = { kind: 'Say', text: 'Welcome.', voice: 'Polly:Joanna', language: 'en-US' }
  expect(startCall(flowIn(null), { to }).says[0]).toEqual(said)
  expect(startCall(flowIn('fr-FR'), { to }).says[0]).toEqual(said)
})

test.each(['es-MX', 'ES-mx', 'es', 'es-ES'])('a caller of %s hears Spanish', (language) => {
  expect(startCall(flowIn(language), { to }).says[0]).toEqual(played)
})

test('a prompt that is missing all the same is a silence, and the call goes on', () => {
  const call = startCall({ ...flowIn(null), prompts: [] }, { to })
  expect(call.says[0]).toEqual({ kind: 'Pause', seconds: 1 })
})

test('a step that plays a prompt which is gone stops Apply', () => {
  const codes = (flow: ReturnType<typeof flowIn>) => lintFlow(flow).errors.map(({ code }) => code)
  expect(codes({ ...flowIn(null), prompts: [] })).toEqual(['prompt_missing'])
  expect(codes(flowIn(null))).toEqual([])
})
