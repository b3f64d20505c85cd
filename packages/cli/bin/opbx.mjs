#!/usr/bin/env node
import { existsSync } from 'node:fs'

const entry = new URL('../dist/main.js', import.meta.url)
if (!existsSync(entry)) {
  console.error('OPBX is not built yet: run npm start once, or npm run build.')
  process.exit(1)
}
const { runCommand } = await import(entry.href)
process.exitCode = await runCommand(process.argv.slice(2), process.env, console)
