import { createHmac } from 'node:crypto'

export type TrialRevision = 'live' | 'draft'

/** The value of `X-Opbx-Trial`: the virtual time of a trial call's request, signed for its session. */
export function trialHeader(trial: {
  apiKey: string
  session: string
  time: string
  revision: TrialRevision
}): string {
  const signature = createHmac('sha256', trial.apiKey)
    .update(`${trial.session}\n${trial.time}\n${trial.revision}`)
    .digest('hex')
  return `t=${trial.time};r=${trial.revision};s=${signature}`
}
