import type { BlockListDirectory } from '../block-list/service.ts'
import type { EventRecord } from '../calls/rules.ts'
import type { Deps } from '../context.ts'
import { renderCxml } from '../cxml/render.ts'
import type { Verb } from '../cxml/verbs.ts'
import type { Allowances, FraudGuardDirectory } from '../fraud-guard/service.ts'
import type { HoursSetDirectory } from '../hours-overrides/service.ts'
import type { Journal } from '../journal/journal.ts'
import type { PairingDirectory, PairingEntry } from '../pairing/service.ts'
import type { PersonalDirectory } from '../personal-settings/service.ts'
import type { RevisionStore } from '../revisions/service.ts'
import type { SubscriberDirectory } from '../subscribers/service.ts'
import type { Continuations } from './continuation.ts'
import type { HttpRequests } from './http-requests.ts'
import type { VoiceRequest } from './parse-voice-request.ts'
import type { SessionMemory } from './service.ts'

/** What the voice edge works with. Everything answers from memory. */
export interface VoiceEdge {
  deps: Deps
  pairings: PairingDirectory
  subscribers: SubscriberDirectory
  personal: PersonalDirectory
  hoursSet: HoursSetDirectory
  blockList: BlockListDirectory
  fraudGuard: FraudGuardDirectory
  allowances: Allowances
  revisions: RevisionStore
  journal: Journal<EventRecord>
  sessions: SessionMemory
  continuations: Continuations
  /** How long a call waits for what only the database can decide. */
  needMilliseconds: number
  requests: HttpRequests
}

/** One question of the platform, authenticated and read. */
export interface Question {
  entry: PairingEntry
  request: VoiceRequest
  /** Null for the first question of a call. */
  token: string | null
  trialHeader: string | null
}

/** CXML of verbs that lead nowhere: apologies and refusals. */
export function renderLast(verbs: readonly Verb[]): string {
  const nowhere = () => {
    throw new Error('These verbs go on')
  }
  return renderCxml(verbs, { next: nowhere, audio: nowhere, recording: nowhere })
}
