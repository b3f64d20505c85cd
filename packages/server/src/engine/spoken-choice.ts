/** Words without case, accents and signs, one blank between them. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}*#]+/gu, ' ')
    .trim()
}

/**
 * The option that a caller named: by its label, or by its digits alone. Where two labels were said the longer one counts
 * if it holds the other ("sales", "sales abroad"); two that are unlike each other are no choice.
 */
export function chooseBySpeech(
  speech: string,
  options: readonly { digits: string; label: string }[],
): { digits: string; words: string } | null {
  const said = ` ${plain(speech)} `
  const byDigits = options.find(({ digits }) => said.trim().replaceAll(' ', '') === digits)
  if (byDigits) return { digits: byDigits.digits, words: byDigits.digits }
  const named = options
    .filter(({ label }) => plain(label) !== '' && said.includes(` ${plain(label)} `))
    .sort((a, b) => plain(b.label).length - plain(a.label).length)
  const [longest, ...others] = named
  if (longest === undefined) return null
  const isOne = others.every(({ label }) =>
    ` ${plain(longest.label)} `.includes(` ${plain(label)} `),
  )
  return isOne ? { digits: longest.digits, words: longest.label } : null
}
