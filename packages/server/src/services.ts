import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Call } from '@opbx/contract/calls'
import { type BlockListDirectory, createBlockListDirectory } from './block-list/service.ts'
import { createFoldWorker, type FoldWorker } from './calls/fold-worker.ts'
import { createGroupCommit } from './calls/group-commit.ts'
import { findCall } from './calls/list-calls.ts'
import type { EventRecord, FoldedCall } from './calls/rules.ts'
import { isRefusedByDatabase, storeEvents } from './calls/store-events.ts'
import { columnsOf, toCalls } from './calls/to-call.ts'
import type { Timing } from './cloudonix/pacer.ts'
import { createPlatforms, type Platforms } from './cloudonix/platforms.ts'
import { type Deps, systemCtx } from './context.ts'
import {
  type Allowances,
  createFraudGuardDirectory,
  createOutsideAllowances,
  type FraudGuardDirectory,
  followOutside,
} from './fraud-guard/service.ts'
import { createHoursSetDirectory, type HoursSetDirectory } from './hours-overrides/service.ts'
import type { Poller } from './jobs/poller.ts'
import { createJournal, type Journal } from './journal/journal.ts'
import { handleEmailJobs } from './mail/service.ts'
import { createPairingDirectory, type PairingDirectory } from './pairing/service.ts'
import { handleSubscriberRemoval } from './pairing/unpair.ts'
import { createPersonalDirectory, type PersonalDirectory } from './personal-settings/service.ts'
import { announceQueues, createQueueHandOver, followQueues } from './queues/service.ts'
import { createLiveHub, type LiveHub } from './realtime/live-hub.ts'
import type { AudioFetcher } from './recorded-audio/service.ts'
import { handleRecordingJobs } from './recordings/jobs.ts'
import { keepRecordings } from './recordings/keep-recordings.ts'
import { handleApplyAtOnce } from './revisions/apply-at-once.ts'
import { createRevisionStore, type RevisionStore } from './revisions/service.ts'
import { createSubscriberDirectory, type SubscriberDirectory } from './subscribers/service.ts'
import { handleSubscriberSync } from './subscribers/sync.ts'
import { type Continuations, createContinuations } from './voice/continuation.ts'
import { createHttpRequests, type HttpRequests } from './voice/http-requests.ts'
import { createSessionMemory, type SessionMemory, sessionKey } from './voice/service.ts'
import { handleFetchJobs } from './voicemail/fetch-audio.ts'
import { handleBoxJobs, keepMessages, soundSettled } from './voicemail/service.ts'
import { createWebhooks, type Webhooks } from './webhooks/service.ts'

/** What lives as long as the process and more than one feature works with. */
export interface Services {
  platforms: Platforms
  revisions: RevisionStore
  pairings: PairingDirectory
  subscribers: SubscriberDirectory
  personal: PersonalDirectory
  hoursSet: HoursSetDirectory
  blockList: BlockListDirectory
  fraudGuard: FraudGuardDirectory
  allowances: Allowances
  /** Decisions, and callbacks while the database is away, on their way into the database. */
  journal: Journal<EventRecord>
  sessions: SessionMemory
  continuations: Continuations
  requests: HttpRequests
  needMilliseconds: number
  calls: FoldWorker
  /** Moves waiting callers to agents who became free. */
  handOver: Poller
  webhooks: Webhooks
  hub: LiveHub
  /** Makes an event of a callback durable: in the database, or in the spool while that is away. */
  keepEvent(record: EventRecord): Promise<void>
  /** Everything decided and told so far is in the call history; or the database is away for long. */
  settled(): Promise<void>
  close(): Promise<void>
}

const settleMilliseconds = 5_000

/** What tests set otherwise, so that they do not depend on how fast the machine is. */
export interface Patience {
  /** The time by which the platform's limit is kept. */
  pace?: Timing
  /** How long a call waits for what only the database can decide. */
  needMilliseconds?: number
}

/** A store that is away must not keep a caller waiting. */
const needMilliseconds = 500

/** Opened after `openDeps`, closed with the app. */
export async function createServices(deps: Deps, patience: Patience = {}): Promise<Services> {
  const pairings = await createPairingDirectory(deps)
  const subscribers = await createSubscriberDirectory(deps)
  const personal = await createPersonalDirectory(deps)
  const hoursSet = await createHoursSetDirectory(deps)
  const blockList = await createBlockListDirectory(deps)
  const fraudGuard = await createFraudGuardDirectory(deps)
  const revisions = createRevisionStore(deps)
  const sessions = createSessionMemory()
  const requests = await createHttpRequests(deps)
  const hub = createLiveHub(deps)
  const webhooks = createWebhooks(deps, revisions)
  const calls = createFoldWorker(deps, {
    async keepBeside(tx, folded) {
      await keepMessages(deps, tx, folded)
      await keepRecordings(deps, tx, folded)
      await webhooks.keep(tx, folded)
      await followQueues(tx, folded)
      await followOutside(tx, folded)
    },
    async folded(folded) {
      if (folded.some(({ record }) => record.webhooks.length > 0)) webhooks.wake()
      if (folded.some(({ record }) => record.queueVisits.length > 0)) {
        handOver.wake()
        tellQueues(deps, folded)
      }
      await announce(deps, folded)
    },
  })
  const store = async (records: readonly EventRecord[]): Promise<void> => {
    await storeEvents(deps.db.pool, records)
    calls.wake(records.some(hasWebhooks) ? 'at_once' : 'soon')
  }
  const journal = createJournal<EventRecord>({
    directory: join(deps.config.dataDir, 'spool'),
    store,
    isRefusal: isRefusedByDatabase,
    log: deps.log,
  })
  const commits = createGroupCommit(store)
  const platforms = createPlatforms(deps.config, patience.pace)
  const continuations = createContinuations(deps.secrets)
  const handOver = createQueueHandOver(deps, { pairings, platforms, continuations })
  handOver.start()
  handleSubscriberSync(deps, platforms, pairings.noteFirst)
  handleSubscriberRemoval(deps, platforms)
  handleEmailJobs(deps)
  const fetcher: AudioFetcher = {
    deps,
    pairings,
    settled: (organizationId, session) => announceOne(deps, organizationId, session),
  }
  handleFetchJobs({
    ...fetcher,
    async settled(organizationId, session) {
      await soundSettled(deps, organizationId, session)
      await announceOne(deps, organizationId, session)
    },
  })
  handleRecordingJobs({ ...fetcher, revisions })
  handleBoxJobs(deps, revisions)
  handleApplyAtOnce(deps, revisions)

  return {
    platforms,
    revisions,
    pairings,
    subscribers,
    personal,
    hoursSet,
    blockList,
    fraudGuard,
    allowances: createOutsideAllowances(deps),
    journal,
    sessions,
    continuations,
    handOver,
    needMilliseconds: patience.needMilliseconds ?? needMilliseconds,
    requests,
    calls,
    webhooks,
    hub,
    async keepEvent(record) {
      try {
        await commits.add(record)
      } catch (error) {
        deps.log.warn({ err: error }, 'the database is away: a callback goes to the spool')
        await journal.append(record)
      }
      reportTo(sessions, record)
    },
    async settled() {
      const limit = new AbortController()
      const tooLong = sleep(settleMilliseconds, undefined, { signal: limit.signal })
      await Promise.race([journal.drained(), tooLong.catch(() => undefined)])
      limit.abort()
      await calls.settled()
    },
    async close() {
      await journal.close()
      await calls.close()
      await handOver.close()
      await webhooks.close()
      sessions.close()
      requests.close()
      hub.close()
      await revisions.close()
      await personal.close()
      await fraudGuard.close()
      await hoursSet.close()
      await blockList.close()
      await subscribers.close()
      await pairings.close()
    },
  }
}

/** Receivers are told of a call while it lasts. */
function hasWebhooks({ event }: EventRecord): boolean {
  return event.kind === 'decision' && event.webhooks !== undefined
}

/** The voice edge has to know at once whether a session is connected or over. */
function reportTo(sessions: SessionMemory, { organizationId, session, event }: EventRecord): void {
  const key = sessionKey(organizationId, session)
  if (event.kind === 'cdr') {
    sessions.report(key, { connectedAt: event.answeredAt, isEnded: true })
  }
  if (event.kind === 'session_update') {
    const connectedAt = event.answeredAt ?? (event.state === 'connected' ? event.at : null)
    sessions.report(key, { connectedAt, isEnded: event.state === 'ended' })
  }
}

/** Tells the viewers. Links to audio are made for each reader, so they are not in here. */
async function announce(deps: Deps, folded: readonly FoldedCall[]): Promise<void> {
  if (folded.some(hasSound)) deps.jobs.wake()
  for (const one of folded) {
    const ctx = systemCtx(deps, one.organizationId, ['calls.read'])
    const [call] = await toCalls(ctx, [columnsOf(one)])
    if (call !== undefined) deps.live.publish(one.organizationId, { name: 'call', data: call })
  }
}

function hasSound({ record }: FoldedCall): boolean {
  return record.messages.length + record.recordings.length > 0
}

function tellQueues(deps: Deps, folded: readonly FoldedCall[]): void {
  const changed = new Map<string, Set<string>>()
  for (const { organizationId, record } of folded) {
    for (const { queue } of record.queueVisits) {
      changed.set(organizationId, (changed.get(organizationId) ?? new Set()).add(queue))
    }
  }
  for (const [id, queues] of changed) announceQueues(deps, id, [...queues])
}

async function announceOne(deps: Deps, organizationId: string, session: string): Promise<void> {
  const ctx = systemCtx(deps, organizationId, ['calls.read'])
  const call: Call | null = await findCall(ctx, { session })
  if (call !== null) deps.live.publish(organizationId, { name: 'call', data: call })
}
