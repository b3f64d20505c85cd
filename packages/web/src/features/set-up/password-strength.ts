export type Strength = 'weak' | 'guessable' | 'fair' | 'strong'

const common =
  /password|passwort|letmein|welcome|qwert|asdf|iloveyou|abc123|admin|1234567|7654321|11111|00000/i

/** A hint, not a rule: the server asks for 10 characters. `about` is what others know of the person. */
export function strengthOf(password: string, about: readonly string[]): Strength {
  if (password.length < 10) return 'weak'
  const lower = password.toLowerCase()
  const words = about
    .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 4)
  const own = words.filter((word) => lower.includes(word)).join('').length
  const isRepeated = new Set(lower).size <= 4
  if (isRepeated || common.test(password) || own * 2 >= password.length) return 'guessable'
  const kinds = [/\p{Ll}/u, /\p{Lu}/u, /\p{N}/u, /[^\p{L}\p{N}]/u].filter((kind) =>
    kind.test(password),
  ).length
  return password.length >= 16 || (password.length >= 12 && kinds >= 3) ? 'strong' : 'fair'
}
