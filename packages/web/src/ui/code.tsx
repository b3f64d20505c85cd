import { highlight, indentXml } from './highlight.ts'

interface CodeProps {
  /** CXML text, or anything that becomes JSON. */
  value: unknown
  language: 'xml' | 'json'
  label: string
  /** Wrap long lines instead of scrolling sideways. */
  wrap?: boolean
  maxHeight?: number
}

/** A document of the machine, coloured. Can be scrolled by keyboard. */
export function Code({ value, language, label, wrap, maxHeight }: CodeProps) {
  return (
    <section
      className={wrap ? 'code whitespace-pre-wrap wrap-anywhere' : 'code'}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      style={{ maxHeight }}
    >
      {highlight(codeText(value, language), language).map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts are one text and never move
        <span key={index} className={part.kind}>
          {part.text}
        </span>
      ))}
    </section>
  )
}

/** What a copy button beside the code gives. */
export function codeText(value: unknown, language: 'xml' | 'json'): string {
  if (language === 'xml') return indentXml(String(value))
  return typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? '')
}
