import { SaxesParser } from 'saxes'

export type Element = {
  name: string
  attributes: Record<string, string>
  children: Element[]
  /** The text directly inside, in order, without that of children. */
  text: string
  line: number
}

export class CxmlError extends Error {
  override name = 'CxmlError'
}

const deepest = 8
const mostElements = 1000

/** Reads well-formed XML into a tree; anything else throws a CxmlError that says where. */
export function parseXml(source: string): Element {
  if (source.trim() === '') throw new CxmlError('The body is empty')
  const parser = new SaxesParser()
  const open: Element[] = []
  let root: Element | undefined
  let count = 0
  parser.on('error', (error) => {
    throw new CxmlError(`Not well-formed XML: ${error.message}`)
  })
  parser.on('doctype', () => {
    throw new CxmlError('A document type declaration is not allowed')
  })
  parser.on('opentag', (tag) => {
    const element: Element = {
      name: tag.name,
      attributes: { ...tag.attributes },
      children: [],
      text: '',
      line: parser.line,
    }
    count += 1
    if (open.length >= deepest || count > mostElements)
      throw new CxmlError('The document is too large')
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  parser.on('closetag', () => {
    open.pop()
  })
  const addText = (text: string) => {
    const inside = open.at(-1)
    if (inside) inside.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.write(source).close()
  if (!root) throw new CxmlError('There is no element')
  return root
}
