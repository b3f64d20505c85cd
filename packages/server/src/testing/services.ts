/** The real servers that the tests run on besides the embedded parts, when they are named. */
export const testServices = {
  /** Of a role that may create databases: each worker makes one and drops it. */
  databaseUrl: process.env.OPBX_TEST_DATABASE_URL || undefined,
  redisUrl: process.env.OPBX_TEST_REDIS_URL || undefined,
}
