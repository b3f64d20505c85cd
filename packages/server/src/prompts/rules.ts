import type { FlowPrompt, PromptVariant } from '@opbx/contract/call-flow/library-prompt'

/** What has to be known of a sound to find and send it. */
export interface SoundFile {
  /** SHA-256 of its bytes, in hex. */
  hash: string
  type: 'audio/wav' | 'audio/mpeg'
}

const endings = { 'audio/wav': 'wav', 'audio/mpeg': 'mp3' } as const

export function fileNameOf({ hash, type }: SoundFile): string {
  return `${hash}.${endings[type]}`
}

/** The reverse of `fileNameOf`; null for any other text. */
export function soundFileOf(name: string): SoundFile | null {
  const [, hash, ending] = /^([0-9a-f]{64})\.(wav|mp3)$/.exec(name) ?? []
  if (hash === undefined) return null
  return { hash, type: ending === 'wav' ? 'audio/wav' : 'audio/mpeg' }
}

/** Where the file store has it. */
export function fileKeyOf(organizationId: string, sound: SoundFile): string {
  return `${organizationId}/prompts/${fileNameOf(sound)}`
}

/** A prompt as people compare it: a sound by its name, length and the beginning of its hash. */
export function comparable({ name, variants }: FlowPrompt): Record<string, unknown> {
  return {
    name,
    firstLanguage: variants[0]?.language,
    languages: Object.fromEntries(variants.map((one) => [one.language, contentOf(one)])),
  }
}

function contentOf(variant: PromptVariant): Record<string, unknown> {
  if (variant.kind === 'text') return { text: variant.text, voice: variant.voice }
  const { fileName, seconds, hash } = variant.audio
  return { audio: `${fileName} (${Math.round(seconds)} s, ${hash.slice(0, 8)})` }
}
