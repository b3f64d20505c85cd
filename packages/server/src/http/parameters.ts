/** What the platform said: JSON, form and query string alike. */
export type Parameters = Readonly<Record<string, unknown>>

/** The body as an object. It may come as a one-element array (protocol 4.1). */
export function parametersOf(body: unknown): Parameters {
  const one: unknown = Array.isArray(body) && body.length === 1 ? body[0] : body
  return isRecord(one) ? one : {}
}

/** An object in JSON requests, a JSON text in forms, query strings and the platform's documents. */
export function objectOf(value: unknown): Parameters {
  if (typeof value !== 'string') return isRecord(value) ? value : {}
  try {
    const parsed: unknown = JSON.parse(value)
    return isRecord(parsed) ? parsed : {}
  } catch {
    return {}
  }
}

/** A parameter as text without control characters; a name given twice counts by its first value. */
export function textOf(value: unknown, longest: number): string | null {
  const one: unknown = Array.isArray(value) ? value[0] : value
  if (typeof one !== 'string' && typeof one !== 'number') return null
  const text = cleaned(String(one))
  return text === '' || text.length > longest ? null : text
}

/** A number that may be written as text; null for anything else, such as the platform's `"NaN"`. */
export function numberOf(value: unknown): number | null {
  const text = textOf(value, 30)
  if (text === null) return null
  const number = Number(text)
  return Number.isFinite(number) ? number : null
}

/** A form or query string: a name given twice becomes a list. */
export function parseForm(text: string): Parameters {
  const parameters: Record<string, unknown> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) {
    const before = parameters[name]
    if (before === undefined) parameters[name] = value
    else parameters[name] = Array.isArray(before) ? [...before, value] : [before, value]
  }
  return parameters
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function cleaned(text: string): string {
  // Most texts are plain; the check is cheaper than the replacement.
  return /^[\x20-\x7e]*$/.test(text)
    ? text.trim()
    : text.replace(controlCharacters, '').toWellFormed().trim()
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: the rule is about control characters
const controlCharacters = /[\u0000-\u001f\u007f-\u009f]/g
