// npm test: prepares what is missing, finds or installs a browser, then runs the tests of all packages.
// `node test.mjs --report <file>` leaves vitest's report in JSON; further parameters go to vitest.
import { execFileSync } from 'node:child_process'
import { accessSync, constants, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fail, prepare, root, run } from './prepare.mjs'

const parameters = process.argv.slice(2)
const reportAt = parameters.indexOf('--report')
const [, reportFile = '.cache/test-report.json'] =
  reportAt === -1 ? [] : parameters.splice(reportAt, 2)
const report = resolve(root, reportFile)

await prepare()
process.env.CHROME_PATH = await findOrInstallBrowser()
mkdirSync(dirname(report), { recursive: true })
rmSync(report, { force: true })
const vitest = [
  join(root, 'node_modules/vitest/vitest.mjs'),
  ...['run', '--reporter=default', '--reporter=json', `--outputFile=${report}`],
  ...parameters,
]
const code = await run(process.execPath, vitest)
const { passed, failed } = count(code)
console.log(`${passed} tests passed, ${failed} failed`)
process.exit(code === 0 && failed > 0 ? 1 : code)

/** A file that could not be loaded has no tests to fail: it counts as one. */
function count(exitCode) {
  try {
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
    const broken = testResults.filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((result) => result.status === 'failed'),
    )
    const failures = numFailedTests + broken.length
    return { passed: numPassedTests, failed: exitCode === 0 ? failures : Math.max(failures, 1) }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

async function findOrInstallBrowser() {
  const found = findBrowser()
  if (found !== undefined) return found
  await installBrowser()
  const installed = findBrowser() ?? findDownloaded()
  if (installed !== undefined) return installed
  return fail(
    'The tests need a browser: install Chromium or Chrome, or set CHROME_PATH to its executable.',
  )
}

function findBrowser() {
  const named = process.env.CHROME_PATH
  if (named) {
    if (isExecutable(named)) return named
    fail(`CHROME_PATH names no executable file: ${named}`)
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const directories = ['/usr/bin', '/usr/local/bin', '/snap/bin']
  return [
    ...names.flatMap((name) => directories.map((directory) => `${directory}/${name}`)),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ].find(isExecutable)
}

/** With the system's package manager where we may, else with the installer of playwright-core. */
async function installBrowser() {
  console.log('Installing a browser for the tests …')
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo', '-n']
  if (isExecutable('/usr/bin/apt-get') && (asRoot.length === 0 || (await isAllowed(asRoot)))) {
    const apt = (...words) => {
      const [command, ...rest] = [...asRoot, 'apt-get', ...words]
      return run(command, rest, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    }
    await apt('update')
    if ((await apt('install', '-y', '--no-install-recommends', 'chromium')) === 0) return
  }
  await run(process.execPath, [
    join(root, 'node_modules/playwright-core/cli.js'),
    ...['install', 'chromium'],
  ])
}

async function isAllowed([command, ...words]) {
  return (await run(command, [...words, 'true'], { stdio: 'ignore' })) === 0
}

function findDownloaded() {
  const script = `process.stdout.write(require('playwright-core').chromium.executablePath())`
  try {
    const path = execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' })
    return isExecutable(path) ? path : undefined
  } catch {
    return undefined
  }
}

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
