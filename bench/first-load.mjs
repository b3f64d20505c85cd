// npm run bench -- first-load: how much JavaScript a browser loads before each page of the console is there.
import { readFileSync, statSync } from 'node:fs'

const dist = new URL('../packages/web/dist/', import.meta.url)
const aimKilobytes = 250
/** What a person sees before signing in; everything else stands inside the shell. */
const outside = /features\/(sign-in|set-up)\//

export function run() {
  const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'))
  const entry = manifest['index.html']
  const pages = entry.dynamicImports
    .filter((key) => key.endsWith('-page.tsx'))
    .map((key) => {
      const around = outside.test(key) ? ['index.html'] : ['index.html', 'src/shell/shell.tsx']
      const { brotli, gzip } = sizeOf(withImports(manifest, [...around, key]))
      return { key, brotli, gzip, own: brotli - sizeOf(withImports(manifest, around)).brotli }
    })
    .toSorted((a, b) => b.brotli - a.brotli)
  console.log('kB before the page is there, brotli (gzip), and its own part alone')
  for (const { key, brotli, gzip, own } of pages) {
    console.log(`${kilobytes(brotli)} (${kilobytes(gzip)}) ${kilobytes(own)}  ${key}`)
  }
  const above = pages.filter(({ brotli }) => brotli > aimKilobytes * 1000)
  console.log(`${above.length} of ${pages.length} pages above ${aimKilobytes} kB`)
}

/** The files of these entries and of everything that they import at once. */
function withImports(manifest, keys, files = new Set()) {
  for (const key of keys) {
    const { file, imports = [] } = manifest[key]
    if (!file.endsWith('.js') || files.has(file)) continue
    files.add(file)
    withImports(manifest, imports, files)
  }
  return files
}

/** Bytes on the way: the server sends what was compressed at build time. */
function sizeOf(files) {
  const sum = (ending) =>
    [...files].reduce((total, file) => total + statSync(new URL(`${file}${ending}`, dist)).size, 0)
  return { brotli: sum('.br'), gzip: sum('.gz') }
}

const kilobytes = (bytes) => (bytes / 1000).toFixed(0).padStart(4)
