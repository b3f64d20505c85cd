export interface CodePart {
  /** Class of `.code`: tag, attribute, string, comment. */
  kind: 't' | 'a' | 's' | 'c' | ''
  text: string
}

const xml =
  /(<!--[\s\S]*?-->|<\?[\s\S]*?\?>)|(<\/?[A-Za-z][\w.:-]*|\/?>)|([\w.:-]+)(?==")|("[^"]*")/g
const json =
  /("(?:[^"\\]|\\.)*")(?=\s*:)|("(?:[^"\\]|\\.)*")|\b(true|false|null|-?\d+(?:\.\d+)?)\b/g

/** Cuts CXML or JSON into coloured parts; joined they are the same text. */
export function highlight(code: string, language: 'xml' | 'json'): CodePart[] {
  const parts: CodePart[] = []
  const kinds = language === 'xml' ? (['c', 't', 'a', 's'] as const) : (['a', 's', 't'] as const)
  let end = 0
  for (const match of code.matchAll(language === 'xml' ? xml : json)) {
    if (match.index > end) parts.push({ kind: '', text: code.slice(end, match.index) })
    const group = kinds.findIndex((_, index) => match[index + 1] !== undefined)
    parts.push({ kind: kinds[group] ?? '', text: match[0] })
    end = match.index + match[0].length
  }
  if (end < code.length) parts.push({ kind: '', text: code.slice(end) })
  return parts
}

/** Indents CXML that came in one line. Text inside an element stays beside its tags. */
export function indentXml(code: string): string {
  const pieces = code.replace(/>\s+</g, '><').match(/<[^>]+>[^<]*/g)
  if (!pieces) return code
  let depth = 0
  let out = ''
  for (const [index, piece] of pieces.entries()) {
    const isClosing = piece.startsWith('</')
    if (isClosing) depth -= 1
    const opensBefore = isClosing && isOpening(pieces[index - 1] ?? '')
    out += index === 0 || opensBefore ? piece : `\n${'  '.repeat(depth)}${piece}`
    if (isOpening(piece)) depth += 1
  }
  return out
}

function isOpening(piece: string): boolean {
  const tag = piece.slice(0, piece.indexOf('>') + 1)
  return !/^<[/?!]/.test(tag) && !tag.endsWith('/>')
}
