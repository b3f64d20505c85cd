import type { TrialCall } from '@opbx/contract/trial'
import type { ManualAction } from './use-trial-call.ts'

/** What every card beside the story needs: the call, and how to act in it. */
export interface ControlProps {
  call: TrialCall
  act: (action: ManualAction) => void
  isBusy: boolean
}
