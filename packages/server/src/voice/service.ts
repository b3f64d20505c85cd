/** What this process remembers of sessions: the answers given, and what the platform has reported. */
export interface SessionMemory {
  findAnswer(session: SessionKey, step: number): Answer | null
  rememberAnswer(session: SessionKey, step: number, answer: Answer): void
  /** `connectedAt`, `endedAt`: milliseconds, in the time of the call. */
  report(session: SessionKey, told: { connectedAt: number | null; isEnded: boolean }): void
  find(session: SessionKey): { connectedAt: number | null; isEnded: boolean } | null
  /** How many answers are remembered. */
  size(): number
  close(): void
}

export interface Answer {
  cxml: string
  /** The input that was answered: another one for the same step changes nothing. */
  input: string
}

export type SessionKey = string

export function sessionKey(organizationId: string, session: string): SessionKey {
  return `${organizationId}\n${session}`
}

interface Remembered {
  answers: Map<number, Answer>
  connectedAt: number | null
  isEnded: boolean
  forgetAt: number
}

// The platform's documents promise repeats for 13 minutes, then the call ends.
const afterEndMilliseconds = 900_000
// A call whose end is never told: a continuation is good for 24 h.
const longestMilliseconds = 86_400_000
const sweepMilliseconds = 60_000

/** `monotonic` in milliseconds: forgetting follows real time, also in a trial's virtual one. */
export function createSessionMemory(
  { mostAnswers, monotonic }: { mostAnswers: number; monotonic: () => number } = {
    mostAnswers: 100_000,
    monotonic: () => performance.now(),
  },
): SessionMemory {
  const sessions = new Map<SessionKey, Remembered>()
  let answerCount = 0

  const forget = (key: SessionKey, remembered: Remembered): void => {
    answerCount -= remembered.answers.size
    sessions.delete(key)
  }
  const sweep = (): void => {
    const now = monotonic()
    for (const [key, remembered] of sessions) {
      if (remembered.forgetAt <= now) forget(key, remembered)
    }
  }
  const get = (key: SessionKey): Remembered => {
    const known = sessions.get(key)
    if (known !== undefined) return known
    const fresh: Remembered = {
      answers: new Map(),
      connectedAt: null,
      isEnded: false,
      forgetAt: monotonic() + longestMilliseconds,
    }
    sessions.set(key, fresh)
    return fresh
  }
  // A map keeps the order of insertion: the first is the session that began first.
  const makeRoom = (): void => {
    for (const [key, remembered] of sessions) {
      if (answerCount <= mostAnswers && sessions.size <= mostAnswers) return
      forget(key, remembered)
    }
  }
  const timer = setInterval(sweep, sweepMilliseconds)
  timer.unref()

  return {
    findAnswer(key, step) {
      const remembered = sessions.get(key)
      if (remembered === undefined || remembered.forgetAt <= monotonic()) return null
      return remembered.answers.get(step) ?? null
    },
    rememberAnswer(key, step, answer) {
      const { answers } = get(key)
      if (!answers.has(step)) answerCount += 1
      answers.set(step, answer)
      makeRoom()
    },
    report(key, told) {
      const remembered = get(key)
      if (told.connectedAt !== null) {
        remembered.connectedAt = Math.min(told.connectedAt, remembered.connectedAt ?? Infinity)
      }
      if (told.isEnded && !remembered.isEnded) {
        remembered.isEnded = true
        remembered.forgetAt = monotonic() + afterEndMilliseconds
      }
      makeRoom()
    },
    find: (key) => sessions.get(key) ?? null,
    size: () => answerCount,
    close: () => clearInterval(timer),
  }
}
