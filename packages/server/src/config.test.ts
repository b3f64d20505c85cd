import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { parseConfig, settings } from './config.ts'

test('an empty environment gives a complete configuration', () => {
  expect(parseConfig({})).toEqual({
    ok: true,
    config: {
      port: 8080,
      host: undefined,
      appUrl: 'http://localhost:8080',
      webhookBaseUrl: 'http://localhost:8080',
      dataDir: resolve('data'),
      databaseUrl: undefined,
      redisUrl: undefined,
      secretKey: undefined,
      cloudonixApiUrl: 'https://api.cloudonix.io',
      cloudonixTimeoutSeconds: 30,
      simulator: { mode: 'embedded', port: 8081 },
      trustedProxies: [],
      allowedPrivateNetworks: [],
      ffmpeg: 'ffmpeg',
      mail: undefined,
      logLevel: 'info',
    },
  })
})

test('values are taken from the environment, without their trailing slashes and spaces', () => {
  const parsed = parseConfig({
    PORT: ' 9000 ',
    APP_URL: 'https://pbx.acme.example/',
    OPBX_TRUSTED_PROXIES: '10.0.0.1, fd00::/8',
    OPBX_SIMULATOR: 'off',
    LOG_LEVEL: 'debug',
  })
  expect(parsed).toMatchObject({
    ok: true,
    config: {
      port: 9000,
      appUrl: 'https://pbx.acme.example',
      webhookBaseUrl: 'https://pbx.acme.example',
      trustedProxies: ['10.0.0.1', 'fd00::/8'],
      simulator: { mode: 'off' },
      logLevel: 'debug',
    },
  })
})

test('all problems are reported at once, each naming its variable', () => {
  const parsed = parseConfig({
    PORT: 'eighty',
    APP_URL: 'pbx.acme.example',
    DATABASE_URL: 'mysql://root:hunter2@host/db',
    REDIS_URL: 'host',
    OPBX_SECRET_KEY: 'short',
    CLOUDONIX_TIMEOUT_SECONDS: '0',
    OPBX_SIMULATOR: 'maybe',
    OPBX_SMTP_URL: 'https://maya:hunter2@mail.acme.example',
    OPBX_MAIL_FROM: 'nobody',
    OPBX_ALLOWED_PRIVATE_NETWORKS: '10.0.0.0/99',
    LOG_LEVEL: 'loud',
  })
  const problems = parsed.ok ? [] : parsed.problems
  expect(problems.map((problem) => problem.split(' ')[0]).toSorted()).toEqual([
    'APP_URL',
    'CLOUDONIX_TIMEOUT_SECONDS',
    'DATABASE_URL',
    'LOG_LEVEL',
    'OPBX_ALLOWED_PRIVATE_NETWORKS',
    'OPBX_MAIL_FROM',
    'OPBX_SECRET_KEY',
    'OPBX_SIMULATOR',
    'OPBX_SMTP_URL',
    'PORT',
    'REDIS_URL',
  ])
  expect(problems.join()).not.toMatch(/hunter2|short/)
})

test('the simulator cannot share the port of the server', () => {
  expect(parseConfig({ PORT: '8081' })).toEqual({
    ok: false,
    problems: ['OPBX_SIMULATOR_PORT must differ from PORT (both are 8081)'],
  })
})

test('a mail server needs a sender', () => {
  const smtp = { OPBX_SMTP_URL: 'smtp://maya:hunter2@mail.acme.example:587' }
  expect(parseConfig(smtp)).toEqual({
    ok: false,
    problems: ['OPBX_MAIL_FROM must be set too: OPBX_SMTP_URL needs a sender'],
  })
  const from = 'Acme Supplies <pbx@acme.example>'
  expect(parseConfig({ ...smtp, OPBX_MAIL_FROM: from })).toMatchObject({
    ok: true,
    config: { mail: { smtpUrl: smtp.OPBX_SMTP_URL, from } },
  })
})

test('.env.example lists every variable with its purpose and initial value', () => {
  const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8')
  const expected = settings.map(({ name, initial, purpose }) => `# ${purpose}\n${name}=${initial}`)
  expect(example.trim().split('\n\n').slice(1)).toEqual(expected)
})
