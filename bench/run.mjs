import { existsSync } from 'node:fs'

const benchmarks = {
  voice: './voice.mjs',
  engine: './engine.mjs',
  'flow-tests': './flow-tests.mjs',
  'first-load': './first-load.mjs',
  canvas: './canvas.mjs',
  apply: './apply.mjs',
  'kill-apply': './kill-apply.mjs',
}
const name = process.argv[2] ?? ''

if (!(name in benchmarks)) {
  console.error(
    `Say which benchmark: ${Object.keys(benchmarks).join(', ')}. For example: npm run bench -- voice`,
  )
  process.exit(2)
}
if (!existsSync(new URL('../packages/server/dist/main.js', import.meta.url))) {
  console.error('Build first: npm run build')
  process.exit(1)
}
const { run } = await import(benchmarks[name])
await run()
