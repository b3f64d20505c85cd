import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { canvas } from './en/canvas.ts'
import { en as early } from './en.ts'

const en = { ...early, canvas }

const sources = readdirSync(join(import.meta.dirname, '..'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.tsx'))
  .map((path) => join(import.meta.dirname, '..', path))

/** Attributes that are seen or read aloud. */
const spoken = new Set([
  'alt',
  'aria-label',
  'head',
  'heading',
  'hint',
  'label',
  'lead',
  'note',
  'placeholder',
  'text',
  'title',
  'unit',
])
/** A name and signs that are the same in every language. */
const allowed = new Set(['OPBX', 'Esc', 'K'])

/** Words that stand in the markup itself instead of the catalogue. */
function literalWords(path: string, code: string): string[] {
  const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const found: string[] = []
  const isWord = (text: string) => /\p{L}{2,}/u.test(text) && !allowed.has(text.trim())
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && isWord(node.text)) found.push(node.text.trim())
    if (ts.isJsxExpression(node) && node.expression && ts.isStringLiteralLike(node.expression)) {
      const isChild = ts.isJsxElement(node.parent) || ts.isJsxFragment(node.parent)
      if (isChild && isWord(node.expression.text)) found.push(node.expression.text)
    }
    if (ts.isJsxAttribute(node) && spoken.has(node.name.getText()) && node.initializer) {
      const value = ts.isJsxExpression(node.initializer)
        ? node.initializer.expression
        : node.initializer
      if (value && ts.isStringLiteralLike(value) && isWord(value.text)) found.push(value.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

test('no word that is shown stands in the markup', () => {
  const found = sources.flatMap((path) =>
    literalWords(path, readFileSync(path, 'utf8')).map((word) => `${path}: ${word}`),
  )
  expect(found).toEqual([])
}, 30_000)

test('the search for words finds them as text, as expression and in attributes', () => {
  const code =
    '<a title="Some words"><b>More words</b>{"And these"}<i label={`too`} className="not-this" /></a>'
  expect(literalWords('x.tsx', code)).toEqual(['Some words', 'More words', 'And these', 'too'])
})

test('every text says something, without shouting, begging or praising', () => {
  const leaves = (value: unknown, path: string): [string, unknown][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
      : [[path, value]]
  const texts = leaves(en, 'en')
  const wrong = texts.filter(([, text]) => typeof text !== 'string' || text.trim() === '')
  expect(wrong).toEqual([])
  expect(
    texts.filter(([, text]) => /!(\s|$)|\b(please|oops|successfully)\b/i.test(String(text))),
  ).toEqual([])
})

test('a plural has both forms', () => {
  const keys = (value: object, path: string): string[] =>
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === 'object' && inner !== null ? keys(inner, `${path}${key}.`) : [path + key],
    )
  const all = new Set(keys(en, ''))
  const ones = [...all].filter((key) => key.endsWith('_one')).map((key) => key.slice(0, -4))
  const others = [...all].filter((key) => key.endsWith('_other')).map((key) => key.slice(0, -6))
  expect(ones.sort()).toEqual(others.sort())
})
