import type { Prompt } from '@opbx/contract/call-flow/prompt'

/**
 * Seconds to wait for the first key. Doubtful at the platform: whether `maxTimeout` runs while the prompt
 * plays. If it does, the prompt would eat the caller's time, so the prompt's length is added.
 */
export function firstDigitTimeout(
  seconds: number,
  prompts: readonly Pick<Prompt, 'text'>[],
): number {
  return seconds + spokenSeconds(prompts)
}

/** Roughly how long texts take to be read aloud: 13 characters a second, a slow voice. */
export function spokenSeconds(prompts: readonly Pick<Prompt, 'text'>[]): number {
  return prompts.reduce((sum, { text }) => sum + Math.ceil(text.length / 13), 0)
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
