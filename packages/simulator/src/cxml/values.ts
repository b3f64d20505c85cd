import type { Element } from './parse.ts'

/** Values of a checked element, with the platform's default. */
export function numberOf(element: Element, name: string, otherwise: number): number {
  const value = element.attributes[name]
  return value === undefined ? otherwise : Number(value)
}

export function flagOf(element: Element, name: string, otherwise: boolean): boolean {
  const value = element.attributes[name]
  return value === undefined ? otherwise : value === 'true'
}

/** All words inside, children's too. */
export function wordsOf(element: Element): string {
  const inner = element.children.map(wordsOf).join(' ')
  return `${element.text} ${inner}`.replace(/\s+/g, ' ').trim()
}
