export type Config = { port: number; dataDir?: string }

/** Reads the settings of a simulator that runs as a process of its own. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const port = env.OPBX_SIMULATOR_PORT?.trim() || '8081'
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new ConfigError(
      `OPBX_SIMULATOR_PORT must be a port number from 0 to 65535, not "${port}".`,
    )
  }
  const dataDir = env.OPBX_SIMULATOR_DATA_DIR?.trim()
  return dataDir ? { port: Number(port), dataDir } : { port: Number(port) }
}

class ConfigError extends Error {
  override name = 'ConfigError'
}
