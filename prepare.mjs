// What start.mjs and test.mjs do first: the right Node, the dependencies, the build. Each only when needed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(fileURLToPath(import.meta.url))

const leastNode = [20, 19]
const lockHashFile = join(root, 'node_modules/.opbx-lock-hash')
const buildHashFile = join(root, '.cache/build-hash')
const emptyDatabase = join(root, 'packages/server/dist/empty-database')
const built = [
  join(root, 'packages/server/dist/main.js'),
  join(root, 'packages/simulator/dist/main.js'),
  join(root, 'packages/web/dist/index.html'),
  emptyDatabase,
]

/** Ends the process with one line unless everything is ready to run. */
export async function prepare() {
  checkNode()
  await installWhenNeeded()
  await buildWhenNeeded()
}

/** The end of a program that cannot go on: one line, which says what to do. */
export function fail(message) {
  process.stderr.write(`${message}\n`)
  process.exit(1)
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [leastMajor, leastMinor] = leastNode
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return
  fail(`OPBX needs Node ${leastNode.join('.')} or newer; this is ${process.versions.node}.`)
}

async function installWhenNeeded() {
  const hash = hashOf([join(root, 'package-lock.json')])
  if (existsSync(lockHashFile) && readFileSync(lockHashFile, 'utf8') === hash) return
  console.log('Installing the dependencies (npm ci) …')
  const npm = process.env.npm_execpath
  const isScript = npm !== undefined && /\.[cm]?js$/.test(npm)
  const [command, first] = isScript ? [process.execPath, [npm]] : ['npm', []]
  if ((await run(command, [...first, 'ci'])) !== 0) {
    fail('npm ci failed: see above. Is the package registry reachable?')
  }
  writeFileSync(lockHashFile, hash)
}

async function buildWhenNeeded() {
  const hash = hashOf(sources())
  const isCurrent = existsSync(buildHashFile) && readFileSync(buildHashFile, 'utf8') === hash
  if (isCurrent && built.every(existsSync)) return
  console.log('Building …')
  const results = await Promise.all([
    run(process.execPath, ['node_modules/typescript/bin/tsc', '-b']),
    run(
      process.execPath,
      [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'],
      {
        cwd: join(root, 'packages/web'),
      },
    ),
    // An empty database to copy makes the first start a matter of a second.
    run(process.execPath, ['packages/server/src/db/embedded-init.mjs', emptyDatabase]),
  ])
  if (results.some((code) => code !== 0)) fail('The build failed: see above.')
  mkdirSync(dirname(buildHashFile), { recursive: true })
  writeFileSync(buildHashFile, hash)
}

/** Every file that the build reads. Tests are not built. */
function sources() {
  const packages = ['contract', 'server', 'simulator', 'cli', 'web']
  const files = ['package-lock.json', 'tsconfig.json', 'tsconfig.base.json']
  for (const name of packages) {
    files.push(`packages/${name}/package.json`, `packages/${name}/tsconfig.json`)
    files.push(...filesBelow(`packages/${name}/src`))
  }
  files.push('packages/web/index.html', 'packages/web/vite.config.ts')
  files.push(...filesBelow('packages/web/public'))
  return files.map((file) => join(root, file)).filter(existsSync)
}

function filesBelow(directory) {
  const path = join(root, directory)
  if (!existsSync(path)) return []
  return readdirSync(path, { recursive: true })
    .map((name) => join(directory, name))
    .filter((file) => !/\.test\.tsx?$/.test(file) && statSync(join(root, file)).isFile())
    .toSorted()
}

function hashOf(files) {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${relative(root, file)}\0`).update(readFileSync(file))
  return hash.digest('hex')
}

/** Runs a program to its end with our own input and output, and returns its exit code. */
export function run(command, parameters, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, parameters, { cwd: root, stdio: 'inherit', ...options })
    child.once('error', (error) => {
      process.stderr.write(`${command}: ${error.message}\n`)
      resolve(127)
    })
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
