import { hash, verify } from '@node-rs/argon2'
import { AppError } from './errors.ts'

// OWASP's first choice for argon2id: 19 MiB, two passes, one lane (about 20 ms).
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

// Hashing runs in the few threads that files and name look-ups need too.
const mostAtOnce = 2
const mostWaiting = 100

/** argon2id of passwords, a few at a time, so that a flood of sign-ins does not stop everything else. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** `passwordHash` null (no such account) takes the same time and is never right. */
  isRight(passwordHash: string | null, password: string): Promise<boolean>
}

export function createPasswords(): Passwords {
  const inTurn = createTurns()
  let nobody: Promise<string> | null = null
  return {
    hash: (password) => inTurn(() => hash(password, cost)),
    async isRight(passwordHash, password) {
      nobody ??= hash('the password of nobody', cost)
      const compared = passwordHash ?? (await nobody)
      const isRight = await inTurn(() => verify(compared, password))
      return isRight && passwordHash !== null
    },
  }
}

function createTurns() {
  let running = 0
  const waiting: (() => void)[] = []
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (waiting.length >= mostWaiting)
      throw new AppError('too_many_requests', 'Too many people sign in at once. Try again.', {
        retryAfterSeconds: 2,
      })
    if (running >= mostAtOnce) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // Whoever waits longest takes over the place, which stays counted.
      if (next === undefined) running -= 1
      else next()
    }
  }
}
