import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

test('nothing set means port 8081 and memory', () => {
  expect(readConfig({})).toEqual({ port: 8081 })
})

test('port and data directory are read', () => {
  const env = { OPBX_SIMULATOR_PORT: '9001', OPBX_SIMULATOR_DATA_DIR: '/tmp/somewhere' }
  expect(readConfig(env)).toEqual({ port: 9001, dataDir: '/tmp/somewhere' })
})

test.each(['eighty', '65536', '-1', '80.5'])('the port %s is refused by name', (port) => {
  expect(() => readConfig({ OPBX_SIMULATOR_PORT: port })).toThrow(/OPBX_SIMULATOR_PORT/)
})
