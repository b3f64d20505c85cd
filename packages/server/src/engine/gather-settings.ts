import type { Sound } from '../cxml/verbs.ts'

/**
 * Seconds to wait for the first key. Doubtful at the platform: whether `maxTimeout` runs while the prompt
 * plays. If it does, the prompt would eat the caller's time, so the prompt's length is added.
 */
export function firstDigitTimeout(seconds: number, prompts: readonly Sound[]): number {
  return seconds + prompts.reduce((sum, prompt) => sum + Math.ceil(soundSeconds(prompt)), 0)
}

/** How long one part of the music plays. */
const musicSeconds = 5

/** How long a sound takes. Roughly where it is read aloud: 13 characters a second, a slow voice. */
export function soundSeconds(sound: Sound): number {
  if (sound.kind === 'Say') return Math.ceil(sound.text.length / 13)
  if (sound.kind === 'Pause') return sound.seconds
  return sound.audio.kind === 'hold_music' ? musicSeconds : sound.audio.seconds
}

/**
 * The key that ends the input: `#`, unless callers need it as an option; then one that no option uses.
 * Empty when every key is in use: then only the number of digits and the pause end the input.
 */
export function finishKeyFor(options: readonly string[], directDial: boolean): string {
  const used = options.join('')
  const candidates = directDial ? '#*' : '#*0987654321'
  for (const key of candidates) if (!used.includes(key)) return key
  return ''
}

/** The keys that were pressed. Doubtful at the platform: whether the finish key is among them. */
export function readDigits(sent: string | null, finishKey: string): string {
  const digits = (sent ?? '').replace(/[^0-9*#]/g, '')
  return finishKey !== '' && digits.endsWith(finishKey) ? digits.slice(0, -1) : digits
}
