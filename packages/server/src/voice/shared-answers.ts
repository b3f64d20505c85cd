import type { VoiceEdge } from './edge.ts'
import type { Step } from './open-step.ts'
import type { Answer } from './service.ts'

// The platform's documents promise repeats for 13 minutes.
const sharedAnswerSeconds = 1_800

/** With Redis the answers of all processes are the same bytes. Without it there is one process. */
export async function findShared({ deps }: VoiceEdge, step: Step): Promise<Answer | null> {
  if (deps.config.redisUrl === undefined) return null
  const text = await deps.cache.get(sharedName(step))
  if (text === null) return null
  const answer: Answer = JSON.parse(text)
  return answer
}

/** Keeps an answer for the other processes; where one was faster, its answer counts. */
export async function shareAnswer(
  { deps }: VoiceEdge,
  step: Step,
  answer: Answer,
): Promise<Answer> {
  if (deps.config.redisUrl === undefined) return answer
  const text = JSON.stringify(answer)
  const name = sharedName(step)
  if (await deps.cache.setIfAbsent(name, text, sharedAnswerSeconds)) return answer
  const other = await deps.cache.get(name)
  if (other === null) return answer
  const first: Answer = JSON.parse(other)
  return first
}

function sharedName(step: Step): string {
  return `answer:${step.key}:${step.number}`
}
