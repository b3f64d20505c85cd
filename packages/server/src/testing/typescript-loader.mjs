// `node --conditions=source --import <this file> main.ts`: runs the sources as they stand, for tests that
// kill a process of their own. Types are only taken away, nothing is checked. What was stripped once is kept.
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { register } from 'node:module'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'

if (isMainThread) register(import.meta.url)

const cache = new URL('../../../../node_modules/.cache/opbx-test/stripped/', import.meta.url)

/** @type {import('node:module').LoadHook} */
export async function load(url, context, nextLoad) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return nextLoad(url, context)
  const text = await readFile(fileURLToPath(url), 'utf8')
  const kept = new URL(`${createHash('sha256').update(text).digest('hex')}.js`, cache)
  const source = await readFile(kept, 'utf8').catch(() => strip(text, kept))
  return { format: 'module', source, shortCircuit: true }
}

/** @param {string} text @param {URL} kept */
async function strip(text, kept) {
  const { default: typescript } = await import('typescript')
  const { outputText } = typescript.transpileModule(text, {
    compilerOptions: {
      module: typescript.ModuleKind.ESNext,
      target: typescript.ScriptTarget.ES2023,
      verbatimModuleSyntax: true,
    },
  })
  await mkdir(cache, { recursive: true })
  await writeFile(kept, outputText)
  return outputText
}
