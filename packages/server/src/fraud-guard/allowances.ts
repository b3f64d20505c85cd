import type { Deps } from '../context.ts'
import type { AllowanceAnswer, AllowanceAsk } from '../engine/outside-allowance.ts'
import { type Owner, type Reserved, reserve } from './reserve.ts'
import type { Asked } from './rules.ts'

/** Reserves shares of the caps; calls of one organization that ask at the same time are answered together. */
export interface Allowances {
  ask(
    owner: Owner,
    call: { session: string; isTrial: boolean },
    ask: AllowanceAsk,
  ): Promise<AllowanceAnswer>
}

const longestGroup = 500

interface Waiting extends Asked {
  resolve(answer: AllowanceAnswer): void
  reject(error: unknown): void
}

/** `stopped`: calls to the outside have to be stopped. */
export function createAllowances(
  deps: Deps,
  stopped: (organizationId: string, stop: NonNullable<Reserved['stop']>) => Promise<void>,
): Allowances {
  const lines = new Map<string, Waiting[]>()

  const answerGroup = async (owner: Owner, group: readonly Waiting[]): Promise<void> => {
    try {
      const { answers, stop } = await reserve(deps, owner, group)
      group.forEach((one, index) => {
        const answer = answers[index]
        if (answer === undefined) one.reject(new Error('A call was not answered'))
        else one.resolve(answer)
      })
      if (stop !== null) await stopped(owner.organizationId, stop)
    } catch (error) {
      // Who was answered already does not hear of it.
      for (const { reject } of group) reject(error)
      deps.log.warn({ err: error }, 'the fraud guard could not work')
    }
  }

  const work = async (owner: Owner, line: Waiting[]): Promise<void> => {
    while (line.length > 0) await answerGroup(owner, line.splice(0, longestGroup))
    lines.delete(owner.organizationId)
  }

  return {
    async ask(owner, { session, isTrial }, ask) {
      // A pretend call reaches nobody and uses nothing up.
      if (isTrial) return answerTrial(ask)
      return new Promise<AllowanceAnswer>((resolve, reject) => {
        const one = { session, ask, resolve, reject }
        const line = lines.get(owner.organizationId)
        if (line !== undefined) {
          line.push(one)
          return
        }
        const fresh = [one]
        lines.set(owner.organizationId, fresh)
        // The requests of this turn of the event loop go together.
        setImmediate(() => void work(owner, fresh))
      })
    },
  }
}

function answerTrial({ highRisk }: AllowanceAsk): AllowanceAnswer {
  return highRisk === null ? { is: 'granted' } : { is: 'high_risk', destination: highRisk }
}
