/** What every call can fill in; the variables that it carries come beside these. */
export const callPlaceholders = [
  'from',
  'to',
  'caller_name',
  'session',
  'direction',
  'tags',
] as const

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g

/** The names in `{{…}}`, each once. */
export function placeholdersIn(template: string): string[] {
  return [...new Set([...template.matchAll(placeholder)].map(([, name = '']) => name))]
}

/** How a value is written so that it stays a value: nothing in it can end the place where it stands. */
export type Escaping = 'address' | 'json' | 'form' | 'header' | 'text'

/** Puts values in the place of `{{name}}`; one that the call does not have leaves nothing. */
export function fillTemplate(
  template: string,
  values: Readonly<Record<string, string>>,
  escaping: Escaping,
): string {
  return template.replace(placeholder, (_all, name: string, offset: number) => {
    const value = (Object.hasOwn(values, name) ? (values[name] ?? '') : '').toWellFormed()
    switch (escaping) {
      case 'address':
        // A path made of dots would lead elsewhere.
        return /^\.+$/.test(value) ? '' : encodeURIComponent(value)
      case 'form':
        return encodeURIComponent(value)
      case 'json': {
        const text = JSON.stringify(value)
        return isInsideText(template, offset) ? text.slice(1, -1) : text
      }
      case 'header':
        return value.replace(/[^\x20-\x7e]/g, '?')
      case 'text':
        return value
    }
  })
}

/** Whether a place in a JSON template lies between quotes. */
function isInsideText(template: string, offset: number): boolean {
  const quotes = template.slice(0, offset).replace(placeholder, '').replace(/\\./gs, '').match(/"/g)
  return (quotes?.length ?? 0) % 2 === 1
}
